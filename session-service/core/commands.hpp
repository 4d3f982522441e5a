#pragma once
// What changes a session: the inputs of travellers, operators, services and time, and the decision
// about each. Pure; any thread.
//
// Commands change the session only if accepted. Travellers' commands, RetryNow and ForceCancel
// first apply elapsed time, so that a late one may expire the session and is then rejected.
// Answers, acknowledgements and WriteOff do not: time is applied when the row is due.

#include <optional>
#include <string>
#include <vector>

#include "common/contract/messages.hpp"
#include "session-service/core/prices.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// The result of a decision, besides the changed session.
struct Outcome {
    Code code = Code::accepted;
    Ignored ignored = Ignored::no;
    std::string detail;             ///< one sentence for the caller when not accepted
    std::optional<Money> expected;  ///< with amount_mismatch
    /// With price_changed: what costs something else now. With price_unknown: what it costs now is
    /// to be asked.
    std::vector<UnguaranteedPrice> prices;
    std::vector<Entry> entries;
};

// ---- inputs of travellers ----

struct AskHold {
    HoldId id;
    HoldRequest request;
    std::optional<HoldId> replaces;
};
/// Several holds, in this order: all of them are held, or none. `replaces` are given up once all
/// are held, and stay as they are if one is refused.
struct AskHoldList {
    struct One {
        HoldId id;
        HoldRequest request;
    };
    std::vector<One> holds;  ///< at least one
    std::vector<HoldId> replaces;
};
/// One of a hold list that is undecided gives up all of the list.
struct DropHold {
    HoldId id;
};
struct Pay {
    std::string method;
    std::string token;
    Money amount;
    /// Of holds whose price is no longer guaranteed, asked for this payment; at first none, and
    /// where one is missing the payment is refused with price_unknown.
    std::vector<CurrentPrice> current = {};
};
/// Gives up the Pix that is waited for: the charge is withdrawn, and what was paid of it refunded.
struct StopPayment {};
/// Of an unpaid session: frees everything.
struct Cancel {};
/// Asks what would come back for these holds of a confirmed trip, or for all that the session has.
/// Nothing is given back yet. It takes the place of the quote before it.
struct QuoteCancellation {
    Uuid id;
    std::vector<HoldId> holds;  ///< empty: all
};
/// Gives back what was quoted and refunds as much. Of an unpaid session: as Cancel.
struct ConfirmCancellation {
    Uuid id;
};

// ---- inputs of operators ----

/// Every pending request is sent now instead of after its pause.
struct RetryNow {};
/// Gives up what can be given up: a payment's step that can be undone, a sold trip, an unpaid
/// session. An undo is asked for now; with a capture pending it is refused.
struct ForceCancel {
    /// As the operator saw it: refused in any other, for what was a session without money may be a
    /// sold trip by now. Nullopt: in whichever.
    std::optional<SessionState> in_state;
};
/// A supplier will never answer this release. It goes on being asked for, slowly, and needs no
/// attention any more.
struct WriteOff {
    HoldId id;
    std::string reason;
};

// ---- decisions, in commands.cpp ----

Session open_session(SessionId id, std::string token_hash, Instant now, const Rules& rules);
Outcome decide(Session& session, const AskHold& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const AskHoldList& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const DropHold& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const Pay& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const StopPayment& input, Instant now, const Rules& rules);
/// Time has passed: fires, ends a pause, gives up a silent step.
Outcome pass_time(Session& session, Instant now, const Rules& rules);
/// Every pending request becomes due at `now` (an operator, a supplier's question).
void retry_now(Session& session, Instant now);
/// The same where the answer to the last request may have been lost: asking once more is no further
/// try.
void repeat_now(Session& session, Instant now);

/// A change of state by the first version's call; `answer` is set.
Outcome set_state(Session& session, LegacyState target, Instant now, const Rules& rules,
                  LegacyAnswer& answer);

// ---- in cancellation.cpp ----

Outcome decide(Session& session, const Cancel& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const QuoteCancellation& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const ConfirmCancellation& input, Instant now, const Rules& rules);

// ---- in operators.cpp ----

Outcome decide(Session& session, const RetryNow& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const ForceCancel& input, Instant now, const Rules& rules);
Outcome decide(Session& session, const WriteOff& input, Instant now, const Rules& rules);

// ---- in replies.cpp ----

/// Answers are taken only if their key is the pending one (C1, C2); all others change nothing.
Outcome decide(Session& session, const SupplierReply& reply, Instant now, const Rules& rules);
Outcome decide(Session& session, const PaymentReply& reply, Instant now, const Rules& rules);

// ---- in timeout_subscriptions.cpp ----

Outcome decide(Session& session, const TimeoutAcknowledged& input, Instant now, const Rules& rules);
/// Subscribes a service to the firing of the timeout; `reply` is set.
Outcome schedule(Session& session, const ScheduleTimeout& input, Instant now, const Rules& rules,
                 ScheduleReply& reply);

}  // namespace viaja::session
