#pragma once
// Every world that can be reached from an opened session by a set of wishes, while letters are
// lost, doubled, reordered and late at will, any part may refuse, and any step may stay silent.
// Breadth first, so that what is found wrong has the shortest story.

#include <string>
#include <string_view>
#include <vector>

#include "session-service/core/step_tables.hpp"
#include "tests/transcripts/world.hpp"

namespace viaja::story {

/// What the traveller and the others may do, each at any moment at which it is accepted.
struct Wishes {
    std::vector<std::string> holds = {};  ///< "A1", "B1": asked in this order
    std::vector<std::string> list = {};   ///< asked first, in one list
    std::vector<std::string> instead_of_list =
        {};                       ///< another list that the first is swapped for, once
    bool departs_early = false;   ///< B, so that it is not reached from A
    bool swap = false;            ///< A1 for A2, once
    bool drop = false;            ///< A1
    bool cancel = false;          ///< the session, or the sold trip
    bool cancel_parts = false;    ///< of the sold trip, by two calls each
    bool expire_by_hand = false;  ///< A1, at its supplier
    bool force_cancel = false;    ///< by an operator, at any moment
    bool schedule = false;        ///< a service wants to be told of the timeout, once
    int attempts = 1;             ///< how often the traveller pays at most
    bool pix = false;             ///< by Pix, which may be stopped
    /// What the bank pays, each against the amount of the charge, one after the other.
    std::vector<std::int64_t> receipts = {};
    std::string_view table = session::kCardTripName;  ///< that its payments begin with
};

struct Explored {
    std::size_t worlds = 0;
    std::size_t at_rest = 0;
    bool complete = false;           ///< false: `worlds_max` was reached
    std::vector<std::string> story;  ///< what led to the first wrong world
    std::vector<std::string> complaints;
};

Explored explore(const Wishes& wishes, std::size_t worlds_max);

}  // namespace viaja::story
