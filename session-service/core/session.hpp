#pragma once
// One traveller's session as a value: its timeout, its holds, its payments and the saga that moves
// them. commands.hpp changes it, derive.hpp says which messages follow from it, queries.hpp reads
// it. All of it is pure; any thread.
//
// The edges of the machines are those of docs/saga.md; rule numbers (C1 … C14) are explained there.
//
//   session   open → paying → confirmed; paying → open | expired; open → expired | cancelled;
//             confirmed → cancelling → cancelled | confirmed (a part of it was cancelled)
//   timeout   idle → running (first hold asked); running → paused (payment accepted);
//             idle | running → paused (by hand); idle | running → fired | cancelled;
//             paused → running | fired (last undo answered, or the pause by hand ends);
//             paused → fired (by hand) | cancelled (trip confirmed)
//   hold      asked → held | refused; asked | held | lost → releasing → released;
//             held → lost (a confirm was answered `gone`); held → confirmed (trip confirmed);
//             confirmed → releasing (trip cancelled)
//   hold list undecided (one of it is asked) → held (all are) | given up (one was refused,
//             dropped or impossible to reach: what is asked or held of it is releasing)
//   subscription  scheduled → sending (the timeout fires) → acknowledged; scheduled → ended (the
//             timeout is cancelled); asked for after the firing: sending at once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/messages.hpp"
#include "session-service/core/states.hpp"

namespace viaja::session {

/// Attempts of a session to pay, unless a setting says otherwise.
constexpr int kPaymentsMax = 10;

/// The reason of a flight that cannot be reached from the one before it in its hold list.
constexpr std::string_view kImpossibleConnection = "impossible_connection";

/// The methods of payment, as on the wire.
constexpr std::string_view kCard = "card";
constexpr std::string_view kPix = "pix";

/// Holds of a session, those given up included.
constexpr std::size_t kHoldsMax = 50;

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
    /// The hold list that it was asked in, by the position of its first hold; 0: asked alone.
    int list = 0;
    std::optional<HoldId> replaces;  ///< released once this one is held (C10)
    int swapped_for = 0;             ///< the hold list that it is released for once that is held
    int attempt = 0;                 ///< the payment attempt that it takes part in
    Money price{};
    /// From `held` on, as its supplier said it; nullopt: the price is not guaranteed.
    std::optional<Instant> price_guaranteed_until;
    std::string description;
    std::optional<HeldItem> item;  ///< as the supplier said it, if it did
    std::string reason;       ///< of a refusal, also of one by the session (kImpossibleConnection)
    std::string reference;    ///< booking reference, from its confirm on
    std::string written_off;  ///< why its release needs no operator any more
    /// Of the price, in minor units: what comes back, from the commit on that gives it back.
    std::optional<std::int64_t> refund;
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
    std::string code;                  ///< of a Pix, from `waiting` on: what is given to the bank
    std::optional<Instant> pay_until;  ///< of a Pix: when its code ends
    /// In minor units: what came beside the payment (twice, too late, another amount) and was given
    /// back.
    std::int64_t returned = 0;
    bool operator==(const Payment&) const = default;
};

/// What of the session would be cancelled, and what would come back for it. A session has one, the
/// newest.
struct Cancellation {
    struct Part {
        HoldId hold;
        std::int64_t refund = 0;  ///< of the hold's price, in minor units
        bool operator==(const Part&) const = default;
    };
    Uuid id;
    Instant expires_at;  ///< from then on it cannot be confirmed
    bool confirmed = false;
    std::vector<Part> parts;
    bool operator==(const Cancellation&) const = default;
};

/// The one request that the saga waits for: its key is (command, hold, the session's attempt).
/// While it waits only for requests that are pending at holds, `retry` is empty: for the confirms
/// of a group (`pending` is confirm), or for undos (`pending` is unconfirm, which marks the way
/// back also where no hold is to be unconfirmed).
struct Saga {
    std::string table;  ///< "card/4", "pix/1": the step table that it began with
    Command pending{};
    std::optional<HoldId> hold;       ///< of a confirm or unconfirm that is asked by itself
    std::optional<Instant> deadline;  ///< of the step; none for the pivot and for an undo
    RetryState retry;
    bool operator==(const Saga&) const = default;
};

/// A service that is notified when the timeout fires (docs/saga.md, "Timeout subscriptions").
struct TimeoutSubscription {
    Uuid id;
    std::string notify;  ///< the address of the service that is notified
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
    std::optional<Cancellation> cancellation;
    std::optional<Instant> paid_at;  ///< when the trip was sold
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

}  // namespace viaja::session
