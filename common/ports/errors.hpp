#pragma once
// Operational errors of adapters: failures of a server or of the system. They are caught by the
// code that owns a thread of work and its retries: the pipeline, readers beside it, health probes
// and the start of a process. A refusal (sold out, declined) is a value and never one of these.

#include <stdexcept>

namespace viaja {

/// The server is unreachable, does not answer or refuses the call. Nothing happened. Retry later.
class Unavailable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Another transaction was first (duplicate key, deadlock, lock wait). Nothing happened; load the
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

/// The outcome is unknown: the connection was lost during the commit. Load the rows again to see
/// whether it happened.
class Uncertain : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace viaja
