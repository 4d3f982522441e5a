#pragma once
// The hold: what a supplier keeps for one request of a session. The same machine for flights,
// hotels and events. Pure; any thread.
//
// The whole of it (docs/saga.md, the supplier's table). a is the hold's attempt, n the command's;
// "=" says that nothing changes.
//
//   state       hold                  confirm(n)                     unconfirm(n)
//   ----------  --------------------  -----------------------------  -----------------------------
//   none        room: -> held@0,      -> cancelled@n,                -> cancelled@n,
//                 held                  refused: gone            (c)   unconfirmed             (c)
//               no: -> refused,
//                 refused: reason
//   held@a      = held                n > a: -> confirmed@n,         n > a: -> held@n,
//                                       confirmed                      unconfirmed
//                                     n > a, supplier says no:       n <= a: = unconfirmed
//                                       -> held@n, refused: reason
//                                     n <= a: = refused: the kept
//                                       reason, else attempt_over
//   confirmed@a = held                n = a: = confirmed             n >= a: -> held@n,
//                                     n < a: = refused:                unconfirmed
//                                       attempt_over                 n < a: = unconfirmed
//                                     n > a: -> confirmed@n,
//                                       confirmed                (c)
//   refused     = refused: reason     = refused: gone                = unconfirmed
//   cancelled   = refused: cancelled  = refused: gone                = unconfirmed
//   expired     = refused: expired    = refused: gone                = unconfirmed
//
//   state       cancel                     expire
//   ----------  -------------------------  ---------------------------------------
//   none        -> cancelled, cancelled    -> expired, expired
//   held@a      -> cancelled, cancelled    -> expired, expired
//   confirmed@a -> cancelled, cancelled    = not_expired                       (a)
//   refused     = cancelled                = expired
//   cancelled   = cancelled                = expired
//   expired     = cancelled                = expired
//
// (c) is never reached while the coordinator keeps its rules, and is counted; (a) likewise, and is
// logged. held@a says that attempt a and all before it are over; confirmed@a, that attempt a
// confirmed it. A cancel or expire that overtakes its hold leaves a tombstone (the row in its end
// state), on which the late hold is refused.
//
// Past its deadline a hold that has no row is answered as an expired one, and no row is written:
// the tombstone may have been swept away, and no copy of the hold can act any more.

#include <string>
#include <string_view>

#include "common/contract/messages.hpp"

namespace viaja::supplier {

enum class HoldState { none, held, confirmed, refused, cancelled, expired };

/// The words of the database and of replies.
constexpr std::string_view name_of(HoldState value) {
    switch (value) {
        case HoldState::none:
            return "none";
        case HoldState::held:
            return "held";
        case HoldState::confirmed:
            return "confirmed";
        case HoldState::refused:
            return "refused";
        case HoldState::cancelled:
            return "cancelled";
        case HoldState::expired:
            return "expired";
    }
    return {};
}

struct Hold {
    HoldState state = HoldState::none;
    int attempt = 0;       ///< the highest attempt to pay that it has seen
    std::string reason{};  ///< of `refused`, or why attempt `attempt` was refused while `held`
    bool operator==(const Hold&) const = default;
};

/// A command with what the supplier knows at that moment beside the hold itself.
struct HoldInput {
    Command command{};
    int attempt = 0;
    /// The deadline that the command carries is past by the database's clock, and by more than the
    /// clocks of two hosts may differ.
    bool past_deadline = false;
    /// Why the supplier refuses the `hold` or `confirm` ("sold_out"); empty where it accepts. It
    /// counts only in the rows of the table that depend on it.
    std::string refusal{};
};

/// How unexpected a row of the table is.
enum class Surprise {
    none,
    counted,  ///< (c) in the table
    alarm,    ///< (a) in the table
};

struct HoldDecision {
    Hold next;  ///< equal to the hold before where the table says "="; `none` where no row appears
    Answer answer{};
    std::string reason{};  ///< with Answer::refused
    Surprise surprise = Surprise::none;
};

/// Total over states, attempts and the five commands of a supplier; any other command is a Bug.
HoldDecision decide(const Hold& hold, const HoldInput& input);

}  // namespace viaja::supplier
