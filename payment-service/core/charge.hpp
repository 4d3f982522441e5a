#pragma once
// One charge by Pix: its machine, pure. Values in, values out; any thread.
//
// A Pix reserves nothing: the gateway makes a code, the traveller's bank pays it, and money that is
// not wanted is given back. What the bank paid is a receipt, by the gateway's id for it; a receipt
// that is known changes nothing, however often and by whatever way it is reported: by a webhook, or
// with the answer to a call, also before the answer to `charge`.
//
// A row per (session, attempt). "…" = no answer yet. "=" = nothing changes.
//
//   state       | charge         | void            | refund      | a receipt that is new
//   ------------+----------------+-----------------+-------------+--------------------------------
//   none        | → creating … (1)| → withdrawing … | = refused   | – (unknown charge)
//   creating    | = …            | → withdrawing … | = refused   | right: → paid, `paid`; else back
//   waiting     | = waiting      | → withdrawing … | = refused   | right: → paid, `paid`; else back
//   paid        | = paid         | → withdrawing … | = … (2)     | back
//   declined    | = declined     | = voided        | = refused   | back
//   withdrawing | = declined     | = …             | = refused   | back
//   returning   | = declined     | = …             | = refused   | back
//   withdrawn   | = declined     | = voided (3)    | = refused   | back
//
//   state       | its call | the gateway says ok          | it says no
//   ------------+----------+------------------------------+------------------------
//   creating    | charge   | → waiting, `waiting`         | → declined, `declined`
//   waiting     | look     | =                            | =
//   paid        | look     | =                            | =
//   withdrawing | withdraw | → returning                  | = !
//   returning   | –        | nothing left to give back: → withdrawn, `voided` (3)
//   withdrawn   | look     | =                            | =
//   any, for each receipt with money to give back:
//               | refund   | its `returned` is set; (2)   | = !
//
// "right" is a receipt of exactly the amount: the first one is kept and pays the charge. "back" is
// any other, a centavo more or less, a second one, one that comes too late: it is given back by
// itself, all of it, by `refund` of that receipt, and the session is told the sum by `returned`
// until it acknowledges that. A call is made again until it is answered; a webhook that was lost is
// made good by `look`. How soon again:
//
//   a call is open, or the bank is waited for  after 1, 2, 4, … 30 s
//   `waiting`, and its code is surely past     as long again as that is ago: up to an hour, without
//                                              end, since the session never came back, and might
//   `returned` is not acknowledged             after 1, 2, 4, … s up to an hour, without end; from
//                                              the second time on with a look
//   else                                       a look after 10, 20, … s up to an hour, until a day
//                                              after the code ended
//
// (1) Unless its code is surely past (is_surely_past), by the database's clock: then as by `void`,
//     with the reply `declined: expired`. In any state that is not undone, a `charge` of
//     another amount is of a session that has forgotten this one: as by `void`, with the reply
//     `declined: other_amount`.
// (2) How much of the kept receipt is given back in all; answered `refunded` when that is done, and
//     at once where as much came back before.
// (3) `refunded` where a receipt had been kept.
//
// "!" cannot happen while the gateway keeps its promises; it is counted and said. So is `refused`,
// which the session never asks for.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/messages.hpp"

namespace viaja::payment {

enum class ChargeState {
    none,
    creating,
    waiting,
    paid,
    declined,
    withdrawing,
    returning,
    withdrawn,
};
/// As in replies and in rows.
constexpr std::string_view name_of(ChargeState value) {
    switch (value) {
        case ChargeState::none:
            return "none";
        case ChargeState::creating:
            return "creating";
        case ChargeState::waiting:
            return "waiting";
        case ChargeState::paid:
            return "paid";
        case ChargeState::declined:
            return "declined";
        case ChargeState::withdrawing:
            return "withdrawing";
        case ChargeState::returning:
            return "returning";
        case ChargeState::withdrawn:
            return "withdrawn";
    }
    return {};
}

/// What the gateway is asked to do with a charge.
enum class ChargeOperation { charge, look, withdraw, refund };
/// As in the keys of its calls.
constexpr std::string_view name_of(ChargeOperation value) {
    switch (value) {
        case ChargeOperation::charge:
            return "charge";
        case ChargeOperation::look:
            return "look";
        case ChargeOperation::withdraw:
            return "withdraw";
        case ChargeOperation::refund:
            return "refund";
    }
    return {};
}

/// What a bank has paid, as the gateway reports it.
struct PaidReceipt {
    std::string id;           ///< the gateway's, the same for ever
    std::int64_t amount = 0;  ///< in minor units of the charge's currency
    bool operator==(const PaidReceipt&) const = default;
};

/// What came back from the gateway. Silence may mean that it was done, or will be.
struct ChargeOutcome {
    enum class Kind { ok, no, silence };

    Kind kind = Kind::silence;
    std::string reason = {};                 ///< with `no`
    std::string code = {};                   ///< of `charge`, with `ok`
    std::vector<PaidReceipt> receipts = {};  ///< with any answer: all of the charge so far
    bool operator==(const ChargeOutcome&) const = default;
};

/// A receipt and what becomes of it.
struct Receipt {
    std::string id;
    std::int64_t amount = 0;
    bool kept = false;           ///< it pays the charge
    std::int64_t returned = 0;   ///< what of it was given back
    std::int64_t return_to = 0;  ///< what of it is to be given back in all
    bool operator==(const Receipt&) const = default;

    bool is_open() const { return returned < return_to; }
};

struct Charge {
    PaymentId id;
    ChargeState state = ChargeState::none;
    Money amount;
    Instant pay_until;
    std::string code;
    std::string reason;  ///< why it was declined
    std::vector<Receipt> receipts;
    std::int64_t told = 0;  ///< of what came beside it and came back: what the session has read
    int tries = 0;          ///< of the open calls, or of the last ones
    std::optional<Instant> next_attempt_at;  ///< by the database's clock
    /// `next_attempt_at` is never further ahead of the clock than kRetryMax; else kLookPauseMax.
    bool hurries = false;
    bool operator==(const Charge&) const = default;
};

/// One call to the gateway that follows from a charge.
struct OpenCall {
    ChargeOperation operation{};
    std::string receipt = {};    ///< of a refund
    std::int64_t amount = 0;     ///< of a refund: what it gives back
    std::int64_t return_to = 0;  ///< of a refund: what is given back of the receipt behind it
    bool operator==(const OpenCall&) const = default;
};

struct ChargeReply {
    Command command{};
    Answer answer{};
    std::string reason = {};
    std::optional<Money> sum = {};  ///< with `refunded` of a part and `returned`
    std::string code = {};          ///< with `waiting`
    bool operator==(const ChargeReply&) const = default;
};

struct ChargeDecision {
    Charge next;
    std::optional<ChargeReply> reply = {};
    /// What follows from `next` is to be sent once that is committed: open_calls, open_notice.
    bool ask = false;
    bool unreachable = false;  ///< the gateway broke a promise
};

/// How long after the end of its code the gateway is still looked at for late receipts.
constexpr Duration kLateReceiptMax = std::chrono::hours(24);
/// The longest pause between two such looks, and of what waits for a session that is not there.
constexpr Duration kLookPauseMax = std::chrono::hours(1);

/// What the gateway is to be asked, now and again until it is answered.
std::vector<OpenCall> open_calls(const Charge& charge);
/// What the session has to be told until it acknowledges it; nullopt for nothing.
std::optional<ChargeReply> open_notice(const Charge& charge);
/// In minor units: what came beside the payment and was given back.
std::int64_t returned_beside(const Charge& charge);

/// What a command does to the charge that it names. Throws Bug for a command that is not one of a
/// charge.
ChargeDecision decide(const Charge& charge, const PaymentCommand& command, Instant now);
/// A receipt that a webhook reports. In state `none` nothing is decided: there is no such charge.
ChargeDecision take(const Charge& charge, const PaidReceipt& receipt, Instant now);
/// What the outcome of a call does to its charge.
ChargeDecision take(const Charge& charge, const OpenCall& call, const ChargeOutcome& outcome,
                    Instant now);
/// Asks for all that is open once more if it is due.
ChargeDecision ask_again(const Charge& charge, Instant now);

}  // namespace viaja::payment
