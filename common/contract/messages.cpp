#include "common/contract/messages.hpp"

#include <array>

#include "common/contract/check.hpp"
#include "common/contract/topology.hpp"
#include "common/contract/wire_names.hpp"

namespace viaja {
namespace {

// Both lists are in the order of their enumeration.
constexpr std::array<std::string_view, 9> kCommands = {
    "hold", "confirm", "unconfirm", "cancel", "expire", "authorize", "capture", "void", "refund",
};
constexpr std::array<std::string_view, 13> kAnswers = {
    "held",        "refused",    "confirmed", "unconfirmed", "cancelled",       "expired",
    "not_expired", "authorized", "declined",  "captured",    "capture_refused", "voided",
    "refunded",
};
static_assert(kCommands.size() == static_cast<std::size_t>(Command::refund) + 1);
static_assert(kAnswers.size() == static_cast<std::size_t>(Answer::refunded) + 1);

template <class Enum, std::size_t size>
std::string_view name_in(const std::array<std::string_view, size>& names, Enum value) {
    const auto index = static_cast<std::size_t>(value);
    check(index < size, "a value outside of its enumeration has no name");
    return names[index];
}

template <class Enum, std::size_t size>
std::optional<Enum> named_in(const std::array<std::string_view, size>& names,
                             std::string_view name) {
    for (std::size_t index = 0; index < size; ++index) {
        if (names[index] == name) return static_cast<Enum>(index);
    }
    return std::nullopt;
}

struct TypeOf {
    std::string_view operator()(const SupplierCommand& message) const {
        return name_of(message.command);
    }
    std::string_view operator()(const SupplierReply& message) const {
        return name_of(message.answer);
    }
    std::string_view operator()(const PaymentCommand& message) const {
        return name_of(message.command);
    }
    std::string_view operator()(const PaymentReply& message) const {
        return name_of(message.answer);
    }
    std::string_view operator()(const TimeoutNotice&) const { return wire::kTimeout; }
    std::string_view operator()(const ScheduleTimeout&) const { return wire::kScheduleTimeout; }
    std::string_view operator()(const ScheduleReply& message) const {
        return name_of(message.answer);
    }
    std::string_view operator()(const TimeoutAcknowledged&) const {
        return wire::kTimeoutAcknowledged;
    }
    std::string_view operator()(const SessionCheck&) const { return wire::kCheckSession; }
    std::string_view operator()(const Question& message) const {
        return std::holds_alternative<FlightQuestion>(message.about) ? wire::kSearchFlights
                                                                     : wire::kSearchStays;
    }
    std::string_view operator()(const QuestionAnswer& message) const {
        if (!message.flights.empty()) return wire::kFlightOffers;
        // Without an offer, only the address tells what was asked.
        const bool stays = !message.stays.empty() || message.from == topology::kHotel;
        return stays ? wire::kStayOffers : wire::kFlightOffers;
    }
};

struct SessionOf {
    std::optional<SessionId> operator()(const Question&) const { return std::nullopt; }
    std::optional<SessionId> operator()(const QuestionAnswer&) const { return std::nullopt; }
    std::optional<SessionId> operator()(const auto& message) const { return message.session_id; }
};

}  // namespace

std::string_view name_of(Command command) {
    return name_in(kCommands, command);
}
std::string_view name_of(Answer answer) {
    return name_in(kAnswers, answer);
}

std::string_view name_of(ScheduleAnswer answer) {
    return name_in(wire::kScheduleAnswers, answer);
}

std::optional<Command> command_named(std::string_view name) {
    return named_in<Command>(kCommands, name);
}
std::optional<Answer> answer_named(std::string_view name) {
    return named_in<Answer>(kAnswers, name);
}

/// From the beginning of a day in UTC until it is over in the westernmost zone.
constexpr Duration kDayIsOverEverywhere = std::chrono::hours(36);

Instant begins_at(const Item& item) {
    struct Day {
        Date operator()(const FlightItem& flight) const { return flight.date; }
        Date operator()(const RoomItem& room) const { return room.check_in; }
    };
    return Instant(std::chrono::sys_days(std::visit(Day{}, item))) + kDayIsOverEverywhere;
}

Instant begins_at(const HeldItem& held) {
    if (const auto* flight = std::get_if<HeldFlight>(&held)) return flight->departs_at;
    const auto& room = std::get<HeldRoom>(held);
    return room.check_in_ends_at.value_or(begins_at(Item(room.item)));
}

Item asked_item(const HeldItem& held) {
    return std::visit([](const auto& one) -> Item { return one.item; }, held);
}

std::string type_of(const Message& message) {
    return std::string(std::visit(TypeOf{}, message));
}

std::optional<SessionId> session_of(const Message& message) {
    return std::visit(SessionOf{}, message);
}

}  // namespace viaja
