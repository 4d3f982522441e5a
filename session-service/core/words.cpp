// What a trip says of itself, and the words of its states.

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "session-service/core/trip.hpp"

namespace viaja::session {
namespace {

/// The last instant of all for what does not depart.
Instant departure_of(const HeldItem& item) {
    return std::visit(Match{
                          [](const HeldFlight& flight) { return flight.departs_at; },
                          [](const HeldRoom&) { return Instant::max(); },
                      },
                      item);
}

}  // namespace

Money total(const Trip& trip) {
    Money sum;
    for (const auto& hold : trip.holds) {
        const bool counts = hold.state == HoldState::held || hold.state == HoldState::confirmed;
        if (counts) sum.amount += hold.price.amount;
    }
    return sum;
}

SeedState seed_state(const Trip& trip) {
    switch (trip.timeout.state) {
        case TimeoutState::idle:
        case TimeoutState::running:
            return SeedState::correndo;
        case TimeoutState::paused:
            return SeedState::pausada;
        case TimeoutState::fired:
            return SeedState::tempo_esgotado;
        case TimeoutState::cancelled:
            break;
    }
    return trip.state == SessionState::confirmed ? SeedState::confirmada : SeedState::cancelada;
}

Instant first_departure(const Trip& trip) {
    auto first = Instant::max();
    for (const auto& hold : trip.holds) {
        const bool counts = hold.state == HoldState::held || hold.state == HoldState::lost ||
                            hold.state == HoldState::confirmed;
        if (counts && hold.item) first = std::min(first, departure_of(*hold.item));
    }
    return first;
}

std::vector<std::string> available_actions(const Trip& trip, Instant now) {
    if (trip.state == SessionState::confirmed && now < first_departure(trip)) return {"cancel"};
    if (trip.state != SessionState::open || trip.timeout.state == TimeoutState::paused) return {};
    const auto count = [&](HoldState state) {
        return std::ranges::count(trip.holds, state, &Hold::state);
    };
    const bool held = count(HoldState::held) > 0;
    const bool asked = count(HoldState::asked) > 0;
    const bool lost = count(HoldState::lost) > 0;
    const bool another = trip.holds.size() < kHoldsMax;
    const bool one_to_swap = std::ranges::any_of(trip.holds, [&](const Hold& hold) {
        const bool is_there = hold.state == HoldState::held || hold.state == HoldState::lost;
        return is_there && !is_being_swapped(trip, hold.id);
    });
    std::vector<std::string> actions;
    if (another) actions.push_back("hold");
    if (another && one_to_swap) actions.push_back("swap");
    if (held || lost || asked) actions.push_back("drop");
    if (held && !lost && !asked && may_try_to_pay(trip)) actions.push_back("pay");
    actions.push_back("cancel");
    return actions;
}

const Hold* find_hold(const Trip& trip, const HoldId& id) {
    const auto found = std::ranges::find(trip.holds, id, &Hold::id);
    return found == trip.holds.end() ? nullptr : &*found;
}

const Payment* find_payment(const Trip& trip, int attempt) {
    const auto found = std::ranges::find(trip.payments, attempt, &Payment::attempt);
    return found == trip.payments.end() ? nullptr : &*found;
}

bool may_try_to_pay(const Trip& trip) {
    return trip.attempt < trip.payments_max;
}

bool is_being_swapped(const Trip& trip, const HoldId& id) {
    return std::ranges::any_of(trip.holds, [&](const Hold& hold) {
        return hold.state == HoldState::asked && hold.replaces == id;
    });
}

bool is_running(const Trip& trip, int attempt) {
    return trip.state == SessionState::paying && trip.attempt == attempt;
}

bool has_outcome(const Trip& before, const Trip& after) {
    const bool was_busy =
        before.state == SessionState::paying || before.state == SessionState::cancelling;
    if (was_busy && before.state != after.state) return true;
    return std::ranges::any_of(before.holds, [&](const Hold& hold) {
        const auto* now = find_hold(after, hold.id);
        return hold.state == HoldState::asked && now && now->state != HoldState::asked;
    });
}

}  // namespace viaja::session
