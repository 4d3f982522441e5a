#pragma once
// One traveller's session as a value: its timeout, its holds, its payments and the saga that moves
// them. What may happen to it stands in commands.cpp (commands and time), saga.cpp (paying and
// undoing) and derive.cpp (which messages follow). All of it is pure; any thread.
//
// The edges of the machines are those of docs/saga.md; rule numbers (C1 … C14) are explained there.
//
//   session   open → paying → confirmed; paying → open | expired; open → expired | cancelled;
//             confirmed → cancelling → cancelled
//   timeout   idle → running (first hold asked) → paused (payment accepted, or by hand)
//             paused → running | fired (last undo answered, or the pause by hand ends)
//             paused → cancelled (trip confirmed); idle | running → fired | cancelled
//   hold      asked → held | refused; asked | held | lost → releasing → released;
//             held → lost (a confirm was answered `gone`); held → confirmed (trip confirmed);
//             confirmed → releasing (trip cancelled)
//   notice    scheduled → sending (the timeout fires) → acknowledged; scheduled → ended (the
//             timeout is cancelled); asked for after the firing: sending at once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/messages.hpp"
#include "session-service/core/states.hpp"

namespace viaja::session {

/// Attempts of a session to pay, unless a setting says otherwise.
constexpr int kPaymentsMax = 10;

/// How often a request was sent and when it is sent next; nothing is pending when there is no next.
struct RetryState {
    int tries = 0;
    std::optional<Instant> next_attempt_at;
    std::optional<Instant> since;
    std::string last_error = {};  ///< the last answer that did not end it, in a word
    bool operator==(const RetryState&) const = default;
};

struct Timeout {
    TimeoutState state = TimeoutState::idle;
    /// Fixed at the first hold; only what begins before it moves it, to its beginning.
    std::optional<Instant> expires_at;
    std::optional<Instant> idle_until;   ///< while idle
    std::optional<Instant> pause_until;  ///< of a pause by hand, which is a lease
    bool operator==(const Timeout&) const = default;
};

struct Hold {
    HoldId id;
    int position = 0;  ///< the traveller's order, from 1
    HoldRequest request;
    HoldState state = HoldState::asked;
    Command release = Command::cancel;  ///< how it is given up: cancel or expire
    std::optional<HoldId> replaces;     ///< released once this one is held (C10)
    int attempt = 0;                    ///< the payment attempt that it takes part in
    Money price{};
    std::string description;
    std::optional<HeldItem> item;  ///< as the supplier said it, if it did
    std::string reason;            ///< of a refusal
    std::string reference;         ///< booking reference, from its confirm on
    std::string written_off;       ///< why nobody needs to look at its release any more
    RetryState retry;
    bool operator==(const Hold&) const = default;
};

/// One try to pay. `failure` says why it failed, from the moment its undo begins.
struct Payment {
    int attempt = 0;
    PaymentState state = PaymentState::authorizing;
    Money amount;
    std::string method;
    std::string token;
    Code failure = Code::accepted;
    std::string failure_reason;
    bool operator==(const Payment&) const = default;
};

/// The one request that the saga waits for: its key is (command, hold, the trip's attempt). While
/// only undos that are pending at holds are left, `asking` is empty.
struct Saga {
    std::string table;  ///< "card/2": the step table that it began with
    Command pending{};
    std::optional<HoldId> hold;       ///< with confirm and unconfirm
    std::optional<Instant> deadline;  ///< of the step; none for the pivot and for an undo
    RetryState retry;
    bool operator==(const Saga&) const = default;
};

/// Somebody wants to be told when the timeout fires (docs/saga.md, "Timeout subscriptions").
struct TimeoutSubscription {
    Uuid id;
    std::string notify;  ///< the address of the service that is told
    SubscriptionState state = SubscriptionState::scheduled;
    RetryState retry;
    bool operator==(const TimeoutSubscription&) const = default;
};

struct Session {
    SessionId id;
    std::string token_hash;
    /// Opened by a call of the first version, so that such a call may change it without a token.
    bool first_version = false;
    int payments_max = kPaymentsMax;  ///< fixed when it is opened
    SessionState state = SessionState::open;
    Timeout timeout;
    int attempt = 0;
    std::vector<Hold> holds;        ///< by position
    std::vector<Payment> payments;  ///< by attempt
    std::vector<TimeoutSubscription> subscriptions;
    std::optional<Saga> saga;
    bool needs_attention = false;
    int timeline_length = 0;
    std::int64_t version = 0;
    Instant created_at;
    bool operator==(const Session&) const = default;
};

/// One line of the session's history, for people. `detail` is a short machine word.
struct Entry {
    int sequence = 0;
    Instant at;
    std::string type;  ///< "hold.held", "step.confirmed", "session.expired", …
    std::optional<HoldId> hold;
    int attempt = 0;
    std::string detail;
    bool operator==(const Entry&) const = default;
};

struct StepTables;

/// Of a session, those given up included.
constexpr std::size_t kHoldsMax = 50;

/// Lengths of time and counts; set once at start.
struct Limits {
    Duration hold_time = std::chrono::seconds(600);
    Duration idle_time = std::chrono::seconds(1800);
    Duration pause_time = std::chrono::seconds(600);
    /// A step that can be undone is given up after this long without an answer.
    Duration step_time = std::chrono::seconds(15);
    /// A request is sent again after this long, doubling up to `resend_max`.
    Duration resend_first = std::chrono::seconds(1);
    Duration resend_max = std::chrono::seconds(30);
    /// A step that will be given up is asked at least this often.
    Duration resend_step_max = std::chrono::seconds(2);
    /// After so many tries a person is called, and the request is sent every `resend_slow`.
    int tries_max = 10;
    Duration resend_slow = std::chrono::seconds(60);
    std::size_t holds_max = kHoldsMax;
    /// Of a session, under a key of their own each: all of its kept answers are read for each one.
    std::size_t keyed_requests_max = 500;
    /// Of a session that is opened now.
    int payments_max = kPaymentsMax;
    std::size_t subscriptions_max = 50;
    /// The tables of sagas (saga.hpp); null for those of this program.
    const StepTables* tables = nullptr;
};

/// What a decision says besides the changed trip.
struct Outcome {
    Code code = Code::accepted;
    Ignored ignored = Ignored::no;
    std::string detail;             ///< one sentence for the caller when not accepted
    std::optional<Money> expected;  ///< with amount_mismatch
    std::vector<Entry> entries;
};

// ---- inputs of travellers ----

struct AskHold {
    HoldId id;
    HoldRequest request;
    std::optional<HoldId> replaces;
};
struct DropHold {
    HoldId id;
};
struct Pay {
    std::string method;
    std::string token;
    Money amount;
};
/// Of an unpaid session: frees everything.
struct Cancel {};
/// Of a confirmed trip: gives everything back and refunds. Of an unpaid one: as Cancel.
struct CancelTrip {};

// ---- inputs of operators ----

/// Everything pending is sent now, whatever its pace.
struct RetryNow {};
/// Gives up what can be given up: a payment's step that can be undone, a sold trip, an unpaid
/// session. An undo is asked for now; with a capture pending it is refused.
struct ForceCancel {};
/// A supplier will never answer this release: it is asked for still, slowly, but no case any more.
struct WriteOff {
    HoldId id;
    std::string reason;
};

// ---- decisions: the trip changes in place only if the outcome is accepted, but for what time does
// to it first: whoever comes too late is refused by a session that has expired in that moment ----

Session open_session(SessionId id, std::string token_hash, Instant now, const Limits& limits);
Outcome decide(Session& session, const AskHold& input, Instant now, const Limits& limits);
Outcome decide(Session& session, const DropHold& input, Instant now, const Limits& limits);
Outcome decide(Session& session, const Pay& input, Instant now, const Limits& limits);
Outcome decide(Session& session, const Cancel& input, Instant now, const Limits& limits);
Outcome decide(Session& session, const CancelTrip& input, Instant now, const Limits& limits);
/// A change by hand through the seed's call; `answer` is set.
Outcome set_state(Session& session, LegacyState target, Instant now, const Limits& limits,
                  LegacyAnswer& answer);
Outcome decide(Session& session, const RetryNow& input, Instant now, const Limits& limits);
Outcome decide(Session& session, const ForceCancel& input, Instant now, const Limits& limits);
Outcome decide(Session& session, const WriteOff& input, Instant now, const Limits& limits);
/// Answers are taken only if their key is the pending one (C1, C2); all others change nothing.
Outcome decide(Session& session, const SupplierReply& reply, Instant now, const Limits& limits);
Outcome decide(Session& session, const PaymentReply& reply, Instant now, const Limits& limits);
/// A service wants somebody told of the firing; `reply` is set.
Outcome schedule(Session& session, const ScheduleTimeout& input, Instant now, const Limits& limits,
                 ScheduleReply& reply);
Outcome decide(Session& session, const TimeoutAcknowledged& input, Instant now,
               const Limits& limits);
/// Time has passed: fires, ends a pause, gives up a silent step.
Outcome pass_time(Session& session, Instant now, const Limits& limits);
/// Everything pending is sent at the next `derive`, whatever its pace (an operator, a supplier's
/// question).
void retry_now(Session& session, Instant now);

// ---- what follows from a trip ----

/// The messages whose time has come; moves their next attempt on. Sets `needs_attention`.
std::vector<SupplierCommand> derive_supplier_commands(Session& session, Instant now,
                                                      const Limits& limits);
std::vector<PaymentCommand> derive_payment_commands(Session& session, Instant now,
                                                    const Limits& limits);
struct AddressedTimeoutNotice {
    std::string address;
    TimeoutNotice message;
};
std::vector<AddressedTimeoutNotice> derive_timeout_notices(Session& session, Instant now,
                                                           const Limits& limits);
/// How often a step is asked before its silence counts, whatever the clock shows: a clock that is
/// set forward passes a deadline in no time.
int asks_before_silence(const Limits& limits);
/// When the trip wants to be looked at again; max for never.
Instant due_at(const Session& session, const Limits& limits);
/// The latest reading of the clock that the trip's times can only have been set after; min where it
/// waits for none. Where the clock shows an earlier time, it was set back since.
Instant clock_reached(const Session& session, const Limits& limits);
/// Of a clock that shows `now`: a trip whose `clock_reached` is later was left behind by it.
Instant clock_was_set_back_from(Instant now);
/// Of what is further ahead of the clock than it is ever set, requests become due and deadlines are
/// cut. Part of every decision about time.
void follow_clock_back(Session& session, Instant now, const Limits& limits);

Money total(const Session& session);
LegacyState legacy_state(const Session& session);
/// "hold", "drop", "swap", "pay", "cancel": what a traveller may do now.
std::vector<std::string> available_actions(const Session& session, Instant now);
/// When the first thing that is held or sold begins (messages.hpp); max where there is none. From
/// then on nothing of the trip is paid, and its traveller cannot cancel it.
Instant begins_at(const Session& session);
const Hold* find_hold(const Session& session, const HoldId& id);
/// What the hold's supplier is asked for beside the saga's own request: `hold` while asked, its
/// release, or `unconfirm` (of the present attempt) while a failed payment is undone.
std::optional<Command> pending_request(const Hold& hold);
const Payment* find_payment(const Session& session, int attempt);
/// False once the session has tried to pay as often as it may.
bool may_try_to_pay(const Session& session);
/// True while another hold is asked for in its place.
bool is_being_swapped(const Session& session, const HoldId& id);
/// True while the attempt's saga runs, its undo included.
bool is_running(const Session& session, int attempt);
/// True if something came to its end between the two that a request may wait for: a hold is not
/// asked any more, a payment is over, a cancellation is over.
bool has_outcome(const Session& before, const Session& after);

}  // namespace viaja::session
