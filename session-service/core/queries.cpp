#include "session-service/core/queries.hpp"

#include <algorithm>

#include "session-service/core/session.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::session {

std::optional<Money> sum_of_prices(const Session& session) {
    std::optional<Money> sum;
    for (const auto& hold : session.holds) {
        const bool counts = hold.state == HoldState::held || hold.state == HoldState::confirmed;
        if (!counts || is_undecided(session, hold)) continue;
        if (!sum) sum = Money{0, hold.price.currency};
        if (sum->currency != hold.price.currency) return std::nullopt;
        sum->amount += hold.price.amount;
    }
    return sum.value_or(Money{});
}

Money total(const Session& session) {
    return sum_of_prices(session).value_or(Money{});
}

LegacyState legacy_state(const Session& session) {
    switch (session.timeout.state) {
        case TimeoutState::idle:
        case TimeoutState::running:
            return LegacyState::running;
        case TimeoutState::paused:
            return LegacyState::paused;
        case TimeoutState::fired:
            return LegacyState::timed_out;
        case TimeoutState::cancelled:
            break;
    }
    return session.state == SessionState::confirmed ? LegacyState::confirmed
                                                    : LegacyState::cancelled;
}

Instant begins_at(const Hold& hold) {
    return hold.item ? viaja::begins_at(*hold.item) : viaja::begins_at(hold.request.item);
}

Instant begins_at(const Session& session) {
    auto first = Instant::max();
    for (const auto& hold : session.holds) {
        const bool counts = hold.state == HoldState::held || hold.state == HoldState::lost ||
                            hold.state == HoldState::confirmed;
        if (!counts || is_undecided(session, hold)) continue;
        first = std::min(first, begins_at(hold));
    }
    return first;
}

const Hold* find_hold(const Session& session, const HoldId& id) {
    const auto found = std::ranges::find(session.holds, id, &Hold::id);
    return found == session.holds.end() ? nullptr : &*found;
}

Hold* find_hold(Session& session, const HoldId& id) {
    const auto found = std::ranges::find(session.holds, id, &Hold::id);
    return found == session.holds.end() ? nullptr : &*found;
}

std::optional<Command> pending_request(const Session& session, const Hold& hold) {
    if (!hold.retry.next_attempt_at) return std::nullopt;
    switch (hold.state) {
        case HoldState::asked:
            return Command::hold;
        case HoldState::releasing:
            return hold.release;
        default:
            return session.saga && session.saga->pending == Command::confirm ? Command::confirm
                                                                             : Command::unconfirm;
    }
}

const Payment* find_payment(const Session& session, int attempt) {
    const auto found = std::ranges::find(session.payments, attempt, &Payment::attempt);
    return found == session.payments.end() ? nullptr : &*found;
}

bool may_try_to_pay(const Session& session) {
    return session.attempt < session.payments_max;
}

std::vector<const Hold*> asked_together(const Session& session, const Hold& hold) {
    if (hold.list == 0) return {&hold};
    std::vector<const Hold*> together;
    for (const auto& other : session.holds)
        if (other.list == hold.list) together.push_back(&other);
    return together;
}

bool was_refused(const Hold& hold) {
    return hold.state == HoldState::refused || !hold.reason.empty();
}

bool is_undecided(const Session& session, const Hold& hold) {
    if (hold.list == 0) return hold.state == HoldState::asked;
    return std::ranges::any_of(session.holds, [&](const Hold& other) {
        return other.list == hold.list && other.state == HoldState::asked;
    });
}

bool is_being_swapped(const Session& session, const HoldId& id) {
    const auto* old = find_hold(session, id);
    return std::ranges::any_of(session.holds, [&](const Hold& hold) {
        const bool in_its_place =
            hold.replaces == id || (old && old->swapped_for != 0 && old->swapped_for == hold.list);
        return in_its_place && is_undecided(session, hold);
    });
}

bool is_running(const Session& session, int attempt) {
    return session.state == SessionState::paying && session.attempt == attempt;
}

bool is_pending_at_a_hold(const Session& session, Command command) {
    return std::ranges::any_of(
        session.holds, [&](const Hold& hold) { return pending_request(session, hold) == command; });
}

bool has_outcome(const Session& before, const Session& after) {
    const bool was_busy =
        before.state == SessionState::paying || before.state == SessionState::cancelling;
    if (was_busy && before.state != after.state) return true;
    if (waits_for_bank(after) && !waits_for_bank(before)) return true;
    return std::ranges::any_of(before.holds, [&](const Hold& hold) {
        const bool was_pending =
            hold.state == HoldState::asked || hold.state == HoldState::releasing;
        const auto* now = find_hold(after, hold.id);
        return was_pending && now && now->state != hold.state;
    });
}

}  // namespace viaja::session
