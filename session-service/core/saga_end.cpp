#include "session-service/core/saga_end.hpp"

#include <algorithm>
#include <string>

#include "session-service/core/session.hpp"
#include "session-service/core/timeout.hpp"

namespace viaja::session {

void confirm_session(DecisionContext& context) {
    auto& session = context.session;
    session.saga.reset();
    session.state = SessionState::confirmed;
    session.paid_at = context.now;
    session.timeout.state = TimeoutState::cancelled;
    for (auto& hold : session.holds) {
        if (hold.attempt == session.attempt) hold.state = HoldState::confirmed;
    }
    context.record("session.confirmed");
    end_subscriptions(context);
}

void reopen_or_fire(DecisionContext& context) {
    auto& session = context.session;
    context.record("payment.failed", {}, std::string(name_of(session.payments.back().failure)));
    session.saga.reset();
    session.state = SessionState::open;
    resume(context);
}

void finish_cancellation_if_over(DecisionContext& context) {
    auto& session = context.session;
    if (session.state != SessionState::cancelling || session.saga) return;
    const bool releasing = std::ranges::any_of(session.holds, [](const Hold& hold) {
        return hold.state == HoldState::releasing && hold.written_off.empty();
    });
    if (releasing) return;
    const bool part_stays = std::ranges::any_of(
        session.holds, [](const Hold& hold) { return hold.state == HoldState::confirmed; });
    session.state = part_stays ? SessionState::confirmed : SessionState::cancelled;
    context.record(part_stays ? "cancellation.done" : "session.cancelled");
}

}  // namespace viaja::session
