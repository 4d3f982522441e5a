#pragma once
// One try to pay: the machine of a payment, pure. Values in, values out; any thread.
//
// A row per (session, attempt). "…" = no answer yet. "=" = nothing changes. "→ …" and "call" = the
// gateway is asked now. "!" = cannot happen while the coordinator keeps its rules; it is counted
// and said, so that a person looks.
//
//   state           | authorize     | capture            | void               | refund
//   ----------------+---------------+--------------------+--------------------+--------------
//   none            | = call … (1)  | = capture_refused  | → voiding … (2)    | = refused
//   authorizing     | = …           | = capture_refused !| → voiding …        | = refused
//   authorized      | = authorized  | → capturing …      | → voiding …        | = refused
//   declined        | = declined    | = capture_refused  | = voided           | = refused
//   capturing       | = authorized  | = …                | = … !              | = …
//   capture_refused | = authorized  | = capture_refused  | → voiding …        | = refused
//   captured        | = authorized  | = captured         | = refused !        | → refunding …
//   voiding         | = declined    | = capture_refused  | = …                | = refused
//   voided          | = declined    | = capture_refused  | = voided           | = refused
//   refunding       | = authorized  | = captured         | = refused          | = …
//   refunded        | = authorized  | = captured         | = refused          | = refunded
//
//   state       | its call  | the gateway says ok   | it says no                   | silence
//   ------------+-----------+-----------------------+------------------------------+--------------
//   none        | authorize | → authorized (3)      | → declined (3)               | → authorizing
//   authorizing | authorize | → authorized (3)      | → declined (3)               | = …
//   capturing   | capture   | → captured (3)        | → capture_refused (3)        | = …
//   voiding     | void      | → voided (3)          | = … ! (4)                    | = …
//   refunding   | refund    | → refunded (3)        | = … ! (4)                    | = …
//
// Silence of a call that no row shows writes the row and calls again. An outcome of any other call
// is late and changes nothing. In the states with an open call (authorizing, capturing, voiding,
// refunding) the call is made again under its key until it is answered.
//
// The first authorize is called without a row. Its key is known before, so that a copy of the
// command, after a crash or from the coordinator that is not answered, repeats the call and gets
// the same answer. The row is written with the answer, or when there is none for about a second, so
// that the payment asks by itself from then on. Every other call is written first: a capture, so
// that its row keeps a void out that must not come; an undo, so that its row keeps out what comes
// too late.
//
// (1) Unless it comes later than kLateAuthorizeMax after the session's deadline, by the database's
//     clock: then → voiding, as by a void (2), with the reply `declined: expired` beside the call.
//     A session pays only before its deadline, and the deadline does not move while it pays, so
//     that a good `authorize` may well arrive behind it; a copy that is older than a day comes from
//     a dead queue, a backup, a frozen process, or a clock that was set forward. Its first call may
//     have been executed without a row to show it, and after `declined` the session asks for no
//     void.
// (2) A call of `authorize` may be on its way that no row shows: the void is called, and the
//     gateway forbids what comes behind it (gateway.hpp). The row is the tombstone that declines
//     an `authorize` that is overtaken by its `void`.
// (3) And the answer of the same name, to the command that opened the call.
// (4) Answered `refused` with the gateway's reason (`refusal_of_undo`), which ends nothing: the
//     call stays open.
//
// A refund may be of a part. Its command says how much is given back in all, so that a copy of an
// older one, which says less, changes nothing:
//
//   captured, refunding, refunded   so much is given back already: = refunded, whatever the state
//   captured                        more than was captured: = refused !
//   refunding                       answered with yes, of a part: → captured; of all: → refunded
//
// Each part has a key of its own, with the sum that is given back behind it. An outcome of another
// refund than the open one is late.
//
// A refused capture is kept, here and at the gateway: a repeated call could charge a traveller
// while the trip is being undone. A payment that was never answered is voided by the gateway's
// promise that `void` forbids a later `authorize` of the same payment (gateway.hpp).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/contract/messages.hpp"

namespace viaja::payment {

enum class State {
    none,
    authorizing,
    authorized,
    declined,
    capturing,
    captured,
    capture_refused,
    voiding,
    voided,
    refunding,
    refunded,
};

/// As in replies and in rows.
constexpr std::string_view name_of(State value) {
    switch (value) {
        case State::none:
            return "none";
        case State::authorizing:
            return "authorizing";
        case State::authorized:
            return "authorized";
        case State::declined:
            return "declined";
        case State::capturing:
            return "capturing";
        case State::captured:
            return "captured";
        case State::capture_refused:
            return "capture_refused";
        case State::voiding:
            return "voiding";
        case State::voided:
            return "voided";
        case State::refunding:
            return "refunding";
        case State::refunded:
            return "refunded";
    }
    return {};
}

/// What the gateway is asked to do.
enum class Operation { authorize, capture, void_, refund };
/// As in the keys of its calls.
constexpr std::string_view name_of(Operation value) {
    switch (value) {
        case Operation::authorize:
            return "authorize";
        case Operation::capture:
            return "capture";
        case Operation::void_:
            return "void";
        case Operation::refund:
            return "refund";
    }
    return {};
}

/// Undoes what another operation did: its `no` ends nothing.
constexpr bool is_undo(Operation operation) {
    return operation == Operation::void_ || operation == Operation::refund;
}

/// What came back from the gateway. Silence may mean that it was done, or will be.
struct GatewayOutcome {
    enum class Kind { ok, no, silence };

    Kind kind = Kind::silence;
    std::string reason;  ///< with `no`: the decline code, "insufficient_funds"

    static GatewayOutcome ok() { return {.kind = Kind::ok, .reason = {}}; }
    static GatewayOutcome no(std::string reason) {
        return {.kind = Kind::no, .reason = std::move(reason)};
    }
    static GatewayOutcome silence() { return {}; }
    bool operator==(const GatewayOutcome&) const = default;
};

/// The gateway's reason for a `no` to an undo, as a reply has it: never one of those that say that
/// payment-service has lost rows (contract/reasons.hpp).
std::string refusal_of_undo(const std::string& reason);

struct Payment {
    PaymentId id;
    State state = State::none;
    Money amount;
    std::string method;
    std::string token;
    std::string reason;                      ///< why it was declined, or its capture refused
    int tries = 0;                           ///< of the open call, or of the last one
    std::optional<Instant> next_attempt_at;  ///< of the open call, by the database's clock
    std::int64_t refunded = 0;  ///< parts that were given back; of one refunded whole, those before
    /// While a part is refunded: what is given back in all behind it. Zero: all of the amount.
    std::int64_t refund_to = 0;
    std::string gateway = {};  ///< the name of the one that took it; empty: none has answered yet
    bool operator==(const Payment&) const = default;
};

/// The call that stays open in a state, asked by the payment itself until it is answered.
std::optional<Operation> open_call(State state);

/// The command that an operation's outcome answers.
Command command_of(Operation operation);

struct Reply {
    Answer answer{};
    std::string reason;
    /// With `refunded`: what was given back in all; nullopt: all of the amount.
    std::optional<Money> refunded = {};
    bool operator==(const Reply&) const = default;
};

struct Decision {
    Payment next;  ///< in state `none`: not to be written, but what the call is made with
    std::optional<Reply> reply;
    std::optional<Operation> call = {};  ///< to be made, once `next` is committed if it changed
    bool unreachable = false;            ///< a cell marked "!" in the table
};

/// How long after the session's deadline an `authorize` of an unknown payment is still taken: the
/// difference that two clocks may have, and a day.
constexpr Duration kLateAuthorizeMax = kClockSkewMax + std::chrono::hours(24);

/// An open call is asked again after about a second, then two, four, … never more than thirty,
/// without end: giving up would leave money that no row accounts for.
constexpr Duration kFirstRetry = std::chrono::seconds(1);
constexpr Duration kRetryMax = std::chrono::seconds(30);

/// The pause after the call number `tries`: 75 to 100 % of the full one, the share derived from
/// the id, so that payments that went silent together do not all come back together.
Duration retry_delay(const PaymentId& id, int tries);

/// What a command does to the payment that it names. `now` is the database's clock. Throws Bug for
/// a command that is not a payment's.
Decision decide(const Payment& payment, const PaymentCommand& command, Instant now);

/// True while the outcome of such a call is waited for, whether or not a row shows the call.
bool is_waited_for(State state, Operation operation);

/// What the outcome of a call does to its payment; silence is that of a call that was not answered
/// for a while. Without a row, `payment` is what the call was made with. `refund_to` is that of the
/// payment when it made the call.
Decision take(const Payment& payment, Operation operation, std::int64_t refund_to,
              const GatewayOutcome& outcome, Instant now);

/// True if the time of an open call has come, or lies further ahead than the longest pause: then
/// the clock was set back since it was written.
bool is_due(Instant next_attempt_at, Instant now);

/// Makes the open call again if it is due.
Decision ask_again(const Payment& payment, Instant now);

/// Makes the open call at once and once more, whether or not it is due; the row stays as it is.
Decision ask_now(const Payment& payment);

}  // namespace viaja::payment
