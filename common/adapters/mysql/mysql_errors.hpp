#pragma once
// What the numbers of the server and of its client library mean for the port's errors
// (common/ports/errors.hpp). Part of the adapter; pure.

namespace viaja::mysql {

enum class Meaning {
    conflict,  ///< another transaction was first; this one can only be rolled back
    lost,      ///< the connection is of no use any more
    refused,   ///< the server answers, but cannot or will not serve us now
    bug,       ///< the statement or a value in it is wrong, and will be at the next try
    failed,    ///< anything else: it may succeed later
};

Meaning meaning_of(int code);

/// A number of the client library's own, or none: client and server may be in different states, so
/// the connection is not used again.
bool is_the_clients_own(int code);

}  // namespace viaja::mysql
