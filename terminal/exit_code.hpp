#pragma once
// What the exit code of `viaja` says; docs/terminal.md has the table. Pure; any thread.

#include <string_view>

#include "terminal/json.hpp"

namespace viaja::terminal {

enum class Exit {
    done = 0,         ///< found, held, confirmed, cancelled
    fault = 1,        ///< this program could not do its part; nothing was asked for
    usage = 2,        ///< a wrong or missing argument, or not possible in the trip's state
    refused = 3,      ///< not available, or refused by a supplier
    declined = 4,     ///< the bank declined the card, or a Pix was not paid
    too_late = 5,     ///< the time of the hold has run out
    open = 6,         ///< not decided yet: the same command, or `viaja resume`, goes on
    unavailable = 7,  ///< no answer, 503 or 421: nothing is known to have failed
    no_trip = 8,      ///< no trip here, or the server does not know it
    stopped = 130,    ///< Ctrl-C; the trip goes on on the server
};

/// The status of a server that does not have this trip, since it is one of another shard. It says
/// nothing of the trip, nor of a call that was sent before and may have reached the right one.
inline constexpr int kWrongShard = 421;

/// Of an answer of the API: its status, and its body where that is a problem.
Exit exit_of(int status, const Json& body);

/// Whether the answer is the outcome of its call. A server that is busy, still has the same call,
/// wants fewer of them, failed or is one of another shard has not decided it: the call is to be
/// repeated under its key.
bool is_outcome(int status, const Json& body);

}  // namespace viaja::terminal
