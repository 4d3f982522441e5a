#pragma once
// Sessions in the database: rows to values and back, always for many sessions at once. Each
// function is used inside one transaction of the pipeline, or by a reader without one.

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "common/migrations/migrations.hpp"
#include "common/ports/database.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"
#include "session-service/store/access.hpp"

namespace viaja::session {

/// The tables of viaja_session.
std::span<const Migration> session_migrations();

using SessionsById = std::map<SessionId, Session>;

/// A session that this program cannot read is left out of those found, and named with the reason:
/// the others are read all the same.
struct ReadableSessions {
    SessionsById sessions;
    std::map<SessionId, std::string> unreadable;
    std::map<SessionId, SweepTimes> sweep_times;  ///< as their rows have them
};

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
/// Of a session with an answer that cannot be read there are none, and it is named with the reason.
struct KeptAnswers {
    std::vector<KeptAnswer> answers;
    std::map<SessionId, std::string> unreadable;
};

/// Sessions' own rows, locked by ascending id: the lock covers all that belongs to a session.
struct LockedSessions {
    Rows rows;
    std::map<SessionId, SessionAccess> access;  ///< of those that can be read so far
    std::map<SessionId, std::string> unreadable;
    /// Of which sessions holds and payments were read with them.
    std::set<SessionId> with_parts;
    Rows holds;
    Rows payments;
    KeptAnswers kept_answers;
};
/// What is read together with the locked rows. For few sessions all of it is one round trip.
struct ReadWithLocks {
    std::set<SessionId> parts;
    std::set<SessionId> kept_answers;
};
LockedSessions lock_sessions(Connection& connection, std::span<const SessionId> ids,
                             ReadWithLocks with = {});
/// Puts these of the locked sessions together, and nothing of the others; reads what was not read
/// with the locks. All that are unreadable so far stay so.
ReadableSessions read_locked(Connection& connection, const LockedSessions& locked,
                             const std::set<SessionId>& ids);

/// Each session as it was at one moment that is not before the call; without locks. Conflict where
/// one changes all the time.
ReadableSessions find_readable_sessions(Connection& connection, std::span<const SessionId> ids);
/// The same; a Bug where one cannot be read.
SessionsById find_sessions(Connection& connection, std::span<const SessionId> ids);
/// The sessions' present versions, of those that there are.
std::map<SessionId, std::int64_t> find_versions(Connection& connection,
                                                std::span<const SessionId> ids);

/// A session before and after a batch; `before` is null for a new one.
struct Change {
    const Session* before = nullptr;
    const Session* after = nullptr;
    SweepTimes sweep_times{};  ///< those of its row so far
};
/// Writes the rows that differ, and those that the sweep would find too early. A session id that
/// exists already is a Conflict.
void save_sessions(Connection& connection, std::span<const Change> changes, Instant now,
                   const Rules& rules);

struct SessionEntry {
    SessionId session_id;
    Entry entry;
};
void append_timeline(Connection& connection, std::span<const SessionEntry> entries);
/// Entries with a sequence above `after`, oldest first, at most `limit`.
std::vector<Entry> read_timeline(Connection& connection, const SessionId& session_id, int after,
                                 int limit);

/// An answer that came when it was not waited for, and changed nothing (docs/saga.md). `why` is the
/// word of an `Ignored`.
struct IgnoredAnswer {
    SessionId session_id;
    Command command{};
    std::optional<HoldId> hold;  ///< none: of payment
    int attempt = 0;
    Answer answer{};
    Instant at;  ///< by the database's clock
    std::string why;
    bool operator==(const IgnoredAnswer&) const = default;
};
constexpr int kIgnoredAnswersMax = 20;
/// Of equal answers to one request only the last is kept.
void save_ignored_answers(Connection& connection, std::span<const IgnoredAnswer> answers);
/// The last ones, the newest first.
std::vector<IgnoredAnswer> find_ignored_answers(Connection& connection,
                                                const SessionId& session_id);

KeptAnswers read_kept_answers(const Rows& rows);
void insert_kept_answers(Connection& connection, std::span<const KeptAnswer> answers, Instant now);

/// Sessions that are due, the most urgent first, and those that a clock set back has left in the
/// future; and when the next one is due. By the rows' sweep times, so that some are found too
/// early.
struct DueSessions {
    std::vector<SessionId> ids;
    std::optional<Instant> next;
};
DueSessions find_due_sessions(Connection& connection, Instant now, std::size_t limit);

}  // namespace viaja::session
