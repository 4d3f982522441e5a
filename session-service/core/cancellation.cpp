#include "session-service/core/cancellation.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/core/timeout.hpp"

namespace viaja::session {

namespace {

/// The right to withdraw is of those who fly, whatever their fare.
constexpr bool has_right_to_withdraw(const FlightItem&) {
    return true;
}
constexpr bool has_right_to_withdraw(const RoomItem&) {
    return false;
}
constexpr bool has_right_to_withdraw(const TicketItem&) {
    return false;
}
constexpr bool has_right_to_withdraw(const OtherItem&) {
    return false;
}

bool may_withdraw(const Session& session, const Hold& hold, Instant now) {
    const bool has_right =
        std::visit([](const auto& item) { return has_right_to_withdraw(item); }, hold.request.item);
    if (!session.paid_at || !has_right) return false;
    return now < *session.paid_at + kWithdrawalTime &&
           begins_at(hold) - *session.paid_at >= kBoughtEarly;
}

WhyNot why_not_quote_hold(const Session& session, const HoldId& id, Instant now) {
    const auto* hold = find_hold(session, id);
    if (!hold) return Refusal{Code::not_found, "This session has no such hold."};
    if (hold->state != HoldState::confirmed) {
        return Refusal{Code::invalid_state, "The hold is " + std::string(name_of(hold->state)) +
                                                "; only one that is confirmed can be cancelled."};
    }
    if (now < begins_at(*hold)) return std::nullopt;
    return Refusal{
        Code::invalid_state,
        "It has begun: the flight has departed, the event has started, or the check-in "
        "day is over. It cannot be cancelled any more; nothing was changed or refunded."};
}

/// What the session has to give back: sold, or held and not paid.
std::vector<HoldId> all_holds(const Session& session) {
    const bool sold = session.state == SessionState::confirmed;
    std::vector<HoldId> holds;
    for (const auto& hold : session.holds) {
        if (sold ? hold.state == HoldState::confirmed : may_be_released(hold))
            holds.push_back(hold.id);
    }
    return holds;
}

std::vector<HoldId> holds_of(const Cancellation& cancellation) {
    std::vector<HoldId> holds;
    for (const auto& part : cancellation.parts)
        holds.push_back(part.hold);
    return holds;
}

WhyNot why_not_confirm(const Session& session, const Uuid& id, Instant now) {
    const auto& quote = session.cancellation;
    if (!quote || quote->id != id) {
        return Refusal{Code::quote_expired,
                       "This is not the newest quote of the session, which alone can be confirmed. "
                       "This call changed and refunded nothing; ask for another one."};
    }
    // A clock that was set back does not make it live longer.
    if (now >= quote->expires_at || quote->expires_at - now > kQuoteLife) {
        return Refusal{Code::quote_expired,
                       "The quote's 10 minutes are over. Nothing was changed or refunded; ask for "
                       "another one."};
    }
    return why_not_quote(session, holds_of(*quote), now);
}

}  // namespace

std::int64_t refund_for(const Session& session, const Hold& hold, Instant now) {
    if (may_withdraw(session, hold, now)) return hold.price.amount;
    const auto terms = hold.item ? refund_terms(*hold.item) : std::nullopt;
    if (!terms) return hold.price.amount;
    return now < terms->until ? hundredths(hold.price.amount, terms->percent) : 0;
}

Money refunded(const Session& session) {
    if (session.payments.empty()) return {};
    const auto& payment = session.payments.back();
    Money sum{0, payment.amount.currency};
    for (const auto& hold : session.holds)
        sum.amount += hold.refund.value_or(0);
    const bool whole =
        payment.state == PaymentState::refunding || payment.state == PaymentState::refunded;
    // The holds of a trip that an older version gave back do not say it.
    return whole && sum.amount == 0 ? payment.amount : sum;
}

Money given_back(const Session& session) {
    auto sum = refunded(session);
    if (session.payments.empty() || session.payments.back().state != PaymentState::refunding)
        return sum;
    // Without a cancellation of its traveller all that comes back is on its way at once.
    const auto on_its_way = session.cancellation ? refund_of(*session.cancellation) : sum.amount;
    sum.amount -= std::min(sum.amount, on_its_way);
    return sum;
}

std::int64_t refund_of(const Cancellation& cancellation) {
    std::int64_t sum = 0;
    for (const auto& part : cancellation.parts)
        sum += part.refund;
    return sum;
}

WhyNot why_not_quote(const Session& session, std::span<const HoldId> holds, Instant now) {
    if (session.state != SessionState::confirmed) return why_not_cancel(session, now);
    if (holds.empty()) return why_not_cancel_trip(session, now);
    for (const auto& id : holds) {
        if (auto why = why_not_quote_hold(session, id, now)) return why;
    }
    return std::nullopt;
}

void cancel_unpaid(DecisionContext& context) {
    auto& session = context.session;
    session.state = SessionState::cancelled;
    session.timeout.state = TimeoutState::cancelled;
    session.timeout.idle_until.reset();
    context.record("session.cancelled");
    release_all(context, Command::cancel);
    end_subscriptions(context);
}

Outcome decide(Session& session, const Cancel&, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (session.state == SessionState::cancelled) return outcome;
    if (auto why = why_not_cancel(session, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    cancel_unpaid(context);
    return outcome;
}

Outcome decide(Session& session, const QuoteCancellation& input, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (auto why = why_not_quote(session, input.holds, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    if (session.state != SessionState::confirmed && !input.holds.empty()) {
        return refused(std::move(outcome),
                       {Code::invalid_state,
                        "Nothing of this session is paid. Drop single holds by DELETE …/holds/ID, "
                        "or cancel all of it by a quote without \"holds\"."});
    }
    auto& quote = session.cancellation.emplace();
    quote.id = input.id;
    quote.expires_at = now + kQuoteLife;
    const bool sold = session.state == SessionState::confirmed;
    for (const auto& id : input.holds.empty() ? all_holds(session) : input.holds) {
        if (std::ranges::find(quote.parts, id, &Cancellation::Part::hold) != quote.parts.end())
            continue;
        const auto refund = sold ? refund_for(session, *find_hold(session, id), now) : 0;
        quote.parts.push_back({id, refund});
    }
    return outcome;
}

Outcome decide(Session& session, const ConfirmCancellation& input, Instant now,
               const Rules& rules) {
    const bool done = session.cancellation && session.cancellation->id == input.id &&
                      session.cancellation->confirmed;
    if (done) return {};
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (auto why = why_not_confirm(session, input.id, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    session.cancellation->confirmed = true;
    if (session.state == SessionState::confirmed) {
        give_back(context, session.cancellation->parts);
        return outcome;
    }
    cancel_unpaid(context);
    return outcome;
}

}  // namespace viaja::session
