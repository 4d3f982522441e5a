#include "tests/simulation/checkers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "payment-service/test_gateway.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"

namespace viaja::simulation {
namespace {

using session::HoldState;
using session::SessionState;

struct Counts {
    std::int64_t held = 0;
    std::int64_t confirmed = 0;
    bool operator==(const Counts&) const = default;
};

bool takes_units(const SupplierHold& hold) {
    return hold.state == "held" || hold.state == "confirmed";
}

/// Whether a hold has its whole quantity of each unit, of its own or borrowed during a swap.
bool is_whole(const SupplierHold& hold) {
    std::istringstream lines(hold.claims + hold.borrowed);
    std::map<std::string, std::int64_t> units;
    std::int64_t quantity = 0;
    std::string unit;
    while (lines >> quantity >> unit)
        units[unit] += quantity;
    const bool all = std::ranges::all_of(
        units, [&](const auto& entry) { return entry.second == hold.quantity; });
    return all && !units.empty() && (hold.state == "held" || hold.borrowed.empty());
}

/// What the holds of one supplier take of each unit, by their own rows.
std::map<std::string, Counts> counts_of_holds(const std::vector<SupplierHold>& holds,
                                              const std::string& supplier) {
    std::map<std::string, Counts> counts;
    for (const auto& hold : holds) {
        if (hold.supplier != supplier) continue;
        if (!takes_units(hold)) continue;
        std::istringstream lines(hold.claims);  // "2 F1/2026-12-20", one claim a line
        std::int64_t quantity = 0;
        std::string unit;
        while (lines >> quantity >> unit) {
            auto& count = counts[unit];
            (hold.state == "held" ? count.held : count.confirmed) += quantity;
        }
    }
    return counts;
}

bool was_held_whole(const session::Session& session, const session::Hold& hold) {
    return std::ranges::none_of(asked_together(session, hold), [](const session::Hold* one) {
        return session::was_refused(*one) || one->description.empty();
    });
}

/// The price of what is confirmed, and of what was given back the part that does not come back.
std::int64_t kept_for(const session::Session& session) {
    auto kept = session.state == SessionState::confirmed ? session::total(session).amount : 0;
    for (const auto& hold : session.holds)
        if (hold.refund) kept += hold.price.amount - *hold.refund;
    return kept;
}

/// Also true of a quote that another has replaced since.
bool is_given_back(const session::Session& session, const Uuid& quote) {
    const auto& newest = session.cancellation;
    if (!newest || newest->id != quote) return true;
    return newest->confirmed &&
           std::ranges::all_of(newest->parts, [&](const session::Cancellation::Part& part) {
               return find_hold(session, part.hold)->refund.has_value();
           });
}

/// Whether the hold is the first of a list with a flight of each carrier.
bool begins_itinerary(const World& world, const session::Session& session,
                      const session::Hold& hold) {
    std::set<std::string> carriers;
    for (const auto* one : asked_together(session, hold)) {
        const auto* flight = std::get_if<FlightItem>(&one->request.item);
        if (flight) carriers.insert(flight->carrier);
    }
    return hold.position == hold.list && carriers.size() == world.carriers.size();
}

void sight_itinerary(World& world, const session::Session& session, const session::Hold& hold) {
    if (!begins_itinerary(world, session, hold)) return;
    auto& sightings = world.sightings;
    if (!was_held_whole(session, hold)) {
        ++sightings.itineraries_given_up;
    } else if (hold.state == HoldState::confirmed) {
        ++sightings.itineraries_confirmed;
    }
    const bool replaces = std::ranges::any_of(session.holds, [&](const session::Hold& other) {
        return other.swapped_for == hold.position;
    });
    if (replaces && was_held_whole(session, hold)) ++sightings.itineraries_swapped;
}

bool is_end(SessionState state) {
    return state == SessionState::confirmed || state == SessionState::expired ||
           state == SessionState::cancelled;
}

}  // namespace

Complaints check_capacity(World& world) {
    Complaints complaints;
    const auto holds = all_supplier_holds(world);
    for (const auto& hold : holds) {
        if (takes_units(hold) && !is_whole(hold)) {
            complaints.push_back("I1: hold " + hold.id.text() + " has less than it was asked for");
        }
    }
    for (const auto& books : world.suppliers) {
        auto expected = counts_of_holds(holds, books->address);
        const auto rows =
            books->reader->query("SELECT id, capacity, held, confirmed FROM units ORDER BY id");
        for (const auto& row : rows) {
            RowReader reader(row);
            const auto unit = reader.text();
            const auto capacity = reader.integer();
            Counts counts;
            counts.held = reader.integer();
            counts.confirmed = reader.integer();
            if (counts.held < 0 || counts.confirmed < 0 ||
                counts.held + counts.confirmed > capacity) {
                complaints.push_back("I1: " + books->address + " sold more of " + unit +
                                     " than there is");
            }
            if (counts != expected[unit]) {
                complaints.push_back("I1: the counters of " + unit + " at " + books->address +
                                     " are not the sums of its holds");
            }
            expected.erase(unit);
        }
        for (const auto& [unit, counts] : expected) {
            complaints.push_back("I1: holds take of " + unit + ", which has no row");
        }
    }
    return complaints;
}

Complaints check_money(World& world, const session::SessionsById& sessions) {
    Complaints complaints;
    std::map<SessionId, std::int64_t> paid;
    payment::Ledger ledger(*world.gateway_reader);
    std::set<std::string> stems;
    std::string last;
    for (;;) {
        const auto executions = ledger.after(last, 500);
        for (const auto& execution : executions)
            stems.insert(execution.stem);
        if (executions.empty()) break;
        last = executions.back().key;
    }
    for (const auto& stem : stems) {
        const auto balance = ledger.balance(stem);
        if (balance.open() != 0) complaints.push_back("I2: an authorization is open: " + stem);
        const auto session_id = SessionId::parse(stem.substr(0, stem.find('/')));
        if (session_id) paid[*session_id] += balance.paid();
    }
    for (const auto& row : world.gateway_reader->query(
             "SELECT stem, SUM(amount - returned) FROM bank_receipts GROUP BY stem")) {
        RowReader reader(row);
        const auto stem = reader.text();
        paid[*SessionId::parse(stem.substr(0, stem.find('/')))] += reader.integer();
    }
    for (const auto& [id, session] : sessions) {
        const auto price = kept_for(session);
        if (paid[id] != price) {
            complaints.push_back("I2: " + id.text() + " is " +
                                 std::string(session::name_of(session.state)) + " at " +
                                 std::to_string(price) + " and paid " + std::to_string(paid[id]));
        }
        paid.erase(id);
    }
    for (const auto& [id, amount] : paid) {
        if (amount != 0) complaints.push_back("I2: an unknown session paid: " + id.text());
    }
    return complaints;
}

Complaints check_all_or_nothing(World& world, const session::SessionsById& sessions) {
    Complaints complaints;
    std::map<HoldId, SupplierHold> at_supplier;
    for (auto& hold : all_supplier_holds(world))
        at_supplier.emplace(hold.id, hold);
    for (const auto& [id, session] : sessions) {
        std::size_t confirmed = 0;
        for (const auto& hold : session.holds) {
            if (hold.state != HoldState::confirmed) continue;
            ++confirmed;
            const auto found = at_supplier.find(hold.id);
            if (found == at_supplier.end() || found->second.state != "confirmed") {
                complaints.push_back("I3: " + hold.id.text() + " of the session " + id.text() +
                                     " is confirmed here and not at its supplier");
            }
        }
        if ((session.state == SessionState::confirmed) != (confirmed > 0)) {
            complaints.push_back("I3: " + id.text() + " is " +
                                 std::string(session::name_of(session.state)) + " with " +
                                 std::to_string(confirmed) + " confirmed holds");
        }
    }
    for (const auto& [id, hold] : at_supplier) {
        if (hold.state != "held" && hold.state != "confirmed") continue;
        const auto session = sessions.find(hold.session_id);
        const auto* mine = session == sessions.end() ? nullptr : find_hold(session->second, id);
        if (!mine || mine->state != HoldState::confirmed || hold.state != "confirmed") {
            complaints.push_back("I3: " + hold.supplier + " keeps " + hold.state + " " + id.text() +
                                 " for no session");
        }
    }
    return complaints;
}

Complaints check_accepted(const Travellers& travellers, const session::SessionsById& sessions) {
    Complaints complaints;
    for (const auto& traveller : travellers) {
        const auto found = sessions.find(traveller->session());
        if (found == sessions.end()) {
            if (traveller->is_open()) complaints.push_back("I4: an opened session is gone");
            continue;
        }
        const auto& session = found->second;
        for (const auto& asked : traveller->requests()) {
            for (const auto& answer : asked->answers) {
                if (answer.code != session::Code::accepted) continue;
                const bool asks = std::holds_alternative<session::AskHold>(asked->wish) ||
                                  std::holds_alternative<session::AskHoldList>(asked->wish);
                if (asks && !find_hold(session, *HoldId::parse(answer.resource))) {
                    complaints.push_back("I4: an accepted hold is gone: " + answer.resource);
                }
                if (std::holds_alternative<session::Pay>(asked->wish) &&
                    !find_payment(session, std::stoi(answer.resource))) {
                    complaints.push_back("I4: an accepted payment is gone");
                }
                if (std::holds_alternative<session::Cancel>(asked->wish) &&
                    session.state != SessionState::cancelled) {
                    complaints.push_back("I4: an accepted cancellation was forgotten");
                }
                const auto* confirmed = std::get_if<session::ConfirmCancellation>(&asked->wish);
                if (confirmed && !is_given_back(session, confirmed->id)) {
                    complaints.push_back("I4: an accepted cancellation of a trip was forgotten");
                }
            }
        }
    }
    return complaints;
}

Complaints check_lists(World& world, const session::SessionsById& sessions) {
    Complaints complaints;
    auto& sightings = world.sightings;
    for (const auto& [id, session] : sessions) {
        for (const auto& hold : session.holds) {
            if (hold.reason == session::kImpossibleConnection) {
                ++sightings.lists_with_impossible_connections;
            }
            sight_itinerary(world, session, hold);
            if (hold.position == hold.list) {
                ++(was_held_whole(session, hold) ? sightings.lists_held : sightings.lists_given_up);
            }
            if (hold.state == HoldState::confirmed && !was_held_whole(session, hold)) {
                complaints.push_back("I3: " + hold.id.text() + " of the session " + id.text() +
                                     " is confirmed, but not all of its list was held");
            }
            const auto fresh =
                std::ranges::find(session.holds, hold.swapped_for, &session::Hold::position);
            if (fresh == session.holds.end() || !was_held_whole(session, *fresh)) continue;
            ++sightings.lists_swapped;
            if (hold.state == HoldState::confirmed) {
                complaints.push_back("I3: " + hold.id.text() +
                                     " is confirmed beside the list that replaces it");
            }
        }
    }
    return complaints;
}

Complaints check_ended(World& world, const session::SessionsById& sessions) {
    Complaints complaints;
    for (const auto& [id, session] : sessions) {
        if (!is_end(session.state)) {
            complaints.push_back("I5: " + id.text() + " is still " +
                                 std::string(session::name_of(session.state)));
        }
        if (due_at(session, world.rules) != Instant::max()) {
            complaints.push_back("I5: " + id.text() + " still waits for an answer");
        }
        if (session.needs_attention) complaints.push_back("I5: " + id.text() + " needs attention");
    }
    const auto open = world.payment_reader->query(
        "SELECT session_id, state FROM payments WHERE next_attempt_at IS NOT NULL");
    for (const auto& row : open) {
        RowReader reader(row);
        const auto id = reader.text();
        complaints.push_back("I5: a payment of " + id + " is still " + reader.text());
    }
    const auto charges = world.payment_reader->query(
        "SELECT session_id, state FROM charges"
        " WHERE state IN ('creating', 'waiting', 'withdrawing', 'returning')");
    for (const auto& row : charges) {
        RowReader reader(row);
        const auto id = reader.text();
        complaints.push_back("I5: a charge of " + id + " is still " + reader.text());
    }
    const auto receipts = world.payment_reader->query(
        "SELECT session_id, receipt FROM receipts WHERE returned < return_to");
    for (const auto& row : receipts) {
        RowReader reader(row);
        const auto id = reader.text();
        complaints.push_back("I5: of " + id + " is not given back: " + reader.text());
    }
    return complaints;
}

Complaints check_notices(World& world, const session::SessionsById& sessions) {
    Complaints complaints;
    for (const auto& [id, session] : sessions) {
        const bool fired = session.timeout.state == session::TimeoutState::fired;
        const auto right =
            fired ? session::SubscriptionState::acknowledged : session::SubscriptionState::ended;
        for (const auto& subscription : session.subscriptions) {
            if (subscription.state == right) {
                if (fired) ++world.sightings.told_of_timeouts;
                continue;
            }
            complaints.push_back("a notice of " + id.text() + " is " +
                                 std::string(session::name_of(subscription.state)) +
                                 ", its timeout is " +
                                 std::string(session::name_of(session.timeout.state)));
        }
    }
    for (const auto& sent : world.network->history()) {
        const auto* subscription = std::get_if<TimeoutNotice>(&sent.message);
        if (!subscription) continue;
        const auto session = sessions.find(subscription->session_id);
        const bool fired = session != sessions.end() &&
                           session->second.timeout.state == session::TimeoutState::fired;
        if (!fired) complaints.push_back("a service was told of a timeout that did not fire");
    }
    return complaints;
}

Complaints check_same_answer(const Travellers& travellers) {
    Complaints complaints;
    for (const auto& traveller : travellers) {
        for (const auto& asked : traveller->requests()) {
            if (asked->route.empty()) continue;
            const session::Decided* first = nullptr;
            for (const auto& answer : asked->answers) {
                using session::Code;
                const bool kept =
                    answer.code != Code::amount_mismatch && answer.code != Code::not_found &&
                    answer.code != Code::price_changed && answer.code != Code::price_unknown;
                if (!kept) continue;
                if (!first) first = &answer;
                if (first->code != answer.code || first->resource != answer.resource) {
                    complaints.push_back("I6: " + asked->key + " was answered " +
                                         std::string(session::name_of(first->code)) + " and " +
                                         std::string(session::name_of(answer.code)));
                }
            }
        }
    }
    return complaints;
}

Complaints check_refusals(const Travellers& travellers) {
    Complaints complaints;
    for (const auto& traveller : travellers) {
        for (const auto& asked : traveller->requests()) {
            for (const auto& answer : asked->answers) {
                if (!answer.session && answer.code != session::Code::not_found) {
                    complaints.push_back("I7: " + asked->key + " was refused without the state");
                }
            }
        }
    }
    return complaints;
}

}  // namespace viaja::simulation
