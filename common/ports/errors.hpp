#pragma once
// What the world may do to an adapter. Thrown by adapters, caught in two places only: the pipeline
// and the HTTP server. A refusal (sold out, declined) is a value and never one of these.

#include <stdexcept>

namespace viaja {

/// The server is away, frozen or refuses us. Nothing happened. Try again later.
class Unavailable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Somebody else was there first (duplicate key, deadlock, lock wait). Nothing happened; load the
/// rows again and decide again.
class Conflict : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A row that was to be locked is locked by another transaction at this moment, and this connection
/// does not wait for rows (Connection::never_wait_for_rows).
class Locked : public Conflict {
  public:
    using Conflict::Conflict;
};

/// The server, or the system under it, failed in a way that says nothing about the statement.
/// Nothing happened. The same may succeed later; it need not concern other statements.
class Failed : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// It may have happened: the connection was lost while the commit was under way. Load the rows
/// again; they say.
class Uncertain : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace viaja
