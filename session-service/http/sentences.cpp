#include "session-service/http/sentences.hpp"

#include <chrono>
#include <map>
#include <string_view>
#include <variant>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "common/contract/quantity.hpp"
#include "common/contract/sale_window.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/store/hold_request.hpp"

namespace viaja::session {
namespace {

/// What was asked for, in a few words.
struct AskedInWords {
    std::string operator()(const FlightItem& flight) const {
        return flight.flight + " " + iso_date(flight.date);
    }
    std::string operator()(const RoomItem& room) const {
        return room.room_type_id + " " + iso_date(room.check_in) + "/" + iso_date(room.check_out);
    }
    std::string operator()(const TicketItem& ticket) const {
        return ticket.event_id + " " + ticket.section_id;
    }
    std::string operator()(const OtherItem& other) const {
        return other.item_id + " " + iso_date(other.from) + "/" + iso_date(other.until);
    }
};

struct RefusedInWords {
    std::string what;
    std::string_view none_left;  ///< before `what`, where it is sold out
};

RefusedInWords refused_in_words(const Hold& hold) {
    return std::visit(
        Match{
            [](const FlightItem& flight) -> RefusedInWords {
                return {flight.flight + " on " + iso_date(flight.date), "No seat is left on "};
            },
            [&](const RoomItem&) -> RefusedInWords {
                return {description_of(hold), "No room is left on "};
            },
            [&](const TicketItem&) -> RefusedInWords {
                return {description_of(hold), "Not enough tickets are left for "};
            },
            [&](const OtherItem&) -> RefusedInWords {
                return {description_of(hold), "Not enough is left of "};
            },
        },
        hold.request.item);
}

const HeldFlight* flight_of(const Hold& hold) {
    return hold.item ? std::get_if<HeldFlight>(&*hold.item) : nullptr;
}

/// Why a flight cannot be reached from the last one before it in its list.
std::string unreachable_in_words(const Hold& hold, const std::vector<const Hold*>& together) {
    const HeldFlight* before = nullptr;
    for (const auto* other : together) {
        if (other == &hold) break;
        if (const auto* flight = flight_of(*other)) before = flight;
    }
    const auto* flight = flight_of(hold);
    check(flight && before, "a flight that cannot be reached is the second of two");
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(flight->departs_at - before->arrives_at);
    if (minutes.count() < 0) {
        return flight->item.flight + " departs before " + before->item.flight + " has landed.";
    }
    return flight->item.flight + " departs from " + flight->from + " " +
           std::to_string(minutes.count()) + " minutes after " + before->item.flight +
           " has landed there, which is too short for the connection.";
}

std::string why_unpaid(const Payment& payment) {
    const std::string why = payment.failure_reason == kStopped ? "The Pix was stopped"
                            : payment.failure_reason == kUnpaidInTime
                                ? "The Pix was not paid in time"
                                : "The Pix was given up";
    return payment.state == PaymentState::refunded
               ? why + "; what was paid of it was given back."
               : why + "; it was withdrawn and nothing was charged.";
}

/// A Pix may have been paid before something else failed.
std::string nothing_kept(const Payment& payment) {
    return payment.state == PaymentState::refunded
               ? "everything was undone and what was paid was given back."
               : "everything was undone and nothing was charged.";
}

}  // namespace

/// What was asked for, until the supplier has said it in its own words.
std::string description_of(const Hold& hold) {
    if (!hold.description.empty()) return hold.description;
    return std::visit(AskedInWords{}, hold.request.item);
}

HoldRefusal refusal_of(const Hold& hold, const std::vector<const Hold*>& together) {
    if (hold.state != HoldState::refused && hold.reason == kImpossibleConnection) {
        return {Code::impossible_connection, unreachable_in_words(hold, together)};
    }
    const auto [what, none_left] = refused_in_words(hold);
    static const std::map<std::string_view, std::string> kNotAvailable = {
        {"unknown_item", "is not sold by this supplier"},
        {"not_on_this_day", "does not fly on this day"},
        {"departed", "has departed"},
        {"started", "has started"},
        {"in_the_past", "is in the past"},
        {"invalid_quantity", "is sold to " + quantity_range() + " travellers"},
        {"too_far_ahead", "is more than " + std::to_string(kDaysAheadMax) + " days ahead"},
        {"invalid_stay", "is not a stay of 1 to " + std::to_string(kStayNightsMax) + " nights"},
    };
    if (hold.reason == "sold_out") {
        return {Code::not_available, std::string(none_left) + what + "."};
    }
    if (hold.reason == "test_item") {
        return {Code::not_available, what + " is a test item; test mode is off."};
    }
    if (const auto known = kNotAvailable.find(hold.reason); known != kNotAvailable.end()) {
        return {Code::not_available, what + " " + known->second + "."};
    }
    return {Code::supplier_refused, "The supplier refused " + what + ": " + hold.reason + "."};
}

std::string failure_of(const Payment& payment) {
    switch (payment.failure) {
        case Code::payment_declined:
            return payment.method == kPix
                       ? "The bank made no code for this Pix; nothing was charged."
                       : "The card was declined; nothing was charged.";
        case Code::payment_unpaid:
            return why_unpaid(payment);
        case Code::supplier_refused:
            return "A supplier did not confirm (" + payment.failure_reason + "); " +
                   nothing_kept(payment);
        case Code::hold_lost:
            return "A hold was lost at its supplier; " + nothing_kept(payment);
        case Code::supplier_unavailable:
            return "A supplier did not answer; " + nothing_kept(payment);
        default:
            return "The payment was not answered in time; " + nothing_kept(payment);
    }
}

}  // namespace viaja::session
