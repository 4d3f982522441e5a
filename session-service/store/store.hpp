#pragma once
// Sessions in the database: rows to values and back, always for many sessions at once. Each
// function is used inside one transaction of the pipeline, or by a reader without one.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "common/migrations/migrations.hpp"
#include "common/ports/database.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// The tables of viaja_session.
std::span<const Migration> session_migrations();

using SessionsById = std::map<SessionId, Session>;

/// Locks the sessions' rows by ascending id, then reads what belongs to them: the lock of the
/// session's row covers all of it.
SessionsById lock_sessions(Connection& connection, std::span<const SessionId> ids);
/// Each trip as it was at one moment that is not before the call; without locks. Conflict where one
/// changes all the time.
SessionsById find_sessions(Connection& connection, std::span<const SessionId> ids);

/// The same, but a session whose rows make no sense to this program is not in the way of the
/// others: it is left out, and said with the reason.
struct ReadableSessions {
    SessionsById sessions;
    std::map<SessionId, std::string> unreadable;
};
ReadableSessions find_readable_sessions(Connection& connection, std::span<const SessionId> ids);
/// The sessions' present versions, of those that there are.
std::map<SessionId, std::int64_t> find_versions(Connection& connection,
                                                std::span<const SessionId> ids);

/// A trip before and after a batch; `before` is null for a new one.
struct Change {
    const Session* before = nullptr;
    const Session* after = nullptr;
};
/// Writes the rows that differ. A session id that exists already is a Conflict.
void save_sessions(Connection& connection, std::span<const Change> changes, Instant now,
                   const Limits& limits);

struct SessionEntry {
    SessionId session_id;
    Entry entry;
};
void append_timeline(Connection& connection, std::span<const SessionEntry> entries);
/// Entries with a sequence above `after`, oldest first, at most `limit`.
std::vector<Entry> read_timeline(Connection& connection, const SessionId& session_id, int after,
                                 int limit);

/// What a request under an Idempotency-Key was answered, decided under the session's lock.
struct KeptAnswer {
    SessionId session_id;
    std::string route;  ///< "holds", "holds/<id>", "payments", "cancellations"
    std::string key;
    std::string request_hash;
    Code code = Code::accepted;
    std::string detail;
    std::string resource;  ///< the hold's id or the payment's attempt; empty when refused
};
std::vector<KeptAnswer> find_kept_answers(Connection& connection, std::span<const SessionId> ids);
void insert_kept_answers(Connection& connection, std::span<const KeptAnswer> answers, Instant now);

/// Sessions whose `due_at` has come, the most urgent first, and those that were left behind by a
/// clock that was set back; and when the next one is due.
struct DueSessions {
    std::vector<SessionId> ids;
    std::optional<Instant> next;
};
DueSessions find_due_sessions(Connection& connection, Instant now, std::size_t limit);

}  // namespace viaja::session
