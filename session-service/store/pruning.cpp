#include "session-service/store/pruning.hpp"

#include <array>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "common/pruning/ended_rows.hpp"
#include "session-service/core/retention.hpp"
#include "session-service/store/rows.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

/// Of rows in which nothing is pending, by their own columns. `state` is read as text: a row that
/// this program does not understand is left alone.
bool may_have_ended(const std::string& state, const std::optional<Instant>& due_at) {
    const bool ended = state == name_of(SessionState::confirmed) ||
                       state == name_of(SessionState::cancelled) ||
                       state == name_of(SessionState::expired);
    return ended && !due_at;
}

/// A session as its row was when the page was looked at.
struct Candidate {
    Instant changed_at;
    std::int64_t version = 0;
    std::int64_t timeline_length = 0;
};

/// What a page is about, and where it ends.
struct Candidates {
    std::map<SessionId, Candidate> sessions;
    std::optional<std::string> next;
};

/// Rows of timelines that one transaction removes: all else of a session is bounded and small. A
/// session with more has a page of its own.
constexpr std::int64_t kRowsMax = 5'000;

Candidates read_candidates(Connection& connection, const std::string& after, Instant made_before) {
    Candidates found;
    std::int64_t weight = 0;
    const auto rows =
        read_page(connection, "sessions", "id, state, due_at, updated_at, version, timeline_length",
                  after, made_before);
    for (const auto& row : rows) {
        RowReader reader(row);
        const auto id = reader.text();
        const auto state = reader.text();
        const auto due_at = reader.optional_instant();
        const Candidate candidate{reader.instant(), reader.integer(), reader.integer()};
        const bool is_one = may_have_ended(state, due_at) && candidate.changed_at <= made_before;
        if (is_one) {
            weight += candidate.timeline_length;
            if (weight > kRowsMax && !found.sessions.empty()) return found;
            found.sessions.emplace(id_of<SessionId>(id), candidate);
        }
        found.next = id;
        if (found.sessions.size() == kRemovedMax) return found;
    }
    if (rows.size() < kLookedAtMax) found.next.reset();
    return found;
}

/// A code is redeemed without its session's lock (access.cpp), so that codes go before the tokens
/// that they become.
constexpr std::array<std::string_view, 8> kParts = {
    "session_codes",   "session_tokens", "session_holds",   "session_payments",
    "timeout_notices", "timeline",       "ignored_answers", "kept_answers"};

using Versions = std::map<SessionId, std::int64_t>;

/// Locks the sessions, and returns the keys of those that are still at these versions.
Values lock_unchanged(Connection& connection, const Versions& versions) {
    std::vector<SessionId> ids;
    for (const auto& [id, version] : versions)
        ids.push_back(id);
    Values keys;
    for (const auto& row : connection.lock(kSessionVersions, "id", keys_of(ids))) {
        RowReader reader(row);
        const auto id = reader.text();
        if (reader.integer() == versions.at(id_of<SessionId>(id))) keys.emplace_back(id);
    }
    return keys;
}

PrunedPage remove_unchanged(Connection& connection, const Versions& versions) {
    Transaction transaction(connection);
    const auto keys = lock_unchanged(connection, versions);
    for (const auto table : kParts)
        remove_rows(connection, table, "session_id", keys);
    const auto removed = remove_rows(connection, "sessions", "id", keys);
    transaction.commit();
    return {.pruned = static_cast<std::uint64_t>(removed)};
}

/// Removes the oldest entries of a timeline that is too long to go with its session. False: it is
/// not, or the session has changed.
bool shorten_timeline(Connection& connection, const SessionId& id, const Candidate& candidate) {
    Transaction transaction(connection);
    if (lock_unchanged(connection, {{id, candidate.version}}).empty()) return false;
    const Values key{id.text()};
    const auto rows =
        connection.query("SELECT MIN(sequence) FROM timeline WHERE session_id = ?", key);
    const auto first = RowReader(rows.at(0)).optional_integer();
    if (!first || candidate.timeline_length - *first < kRowsMax) return false;
    connection.execute("DELETE FROM timeline WHERE session_id = ? AND sequence < ?",
                       Values{id.text(), *first + kRowsMax});
    transaction.commit();
    return true;
}

PrunedPage prune(Connection& connection, const std::map<SessionId, Candidate>& candidates,
                 const std::function<bool(const Session&, Instant)>& is_removable) {
    std::vector<SessionId> ids;
    for (const auto& [id, candidate] : candidates)
        ids.push_back(id);
    Versions versions;
    for (const auto& [id, session] : find_readable_sessions(connection, ids).sessions) {
        const auto& candidate = candidates.at(id);
        if (session.version != candidate.version) continue;
        if (is_removable(session, candidate.changed_at)) versions.emplace(id, session.version);
    }
    if (versions.empty()) return {};
    const auto& [id, candidate] = *candidates.begin();
    const bool is_long = candidate.timeline_length > kRowsMax;
    if (is_long && shorten_timeline(connection, id, candidate)) return {.again = true};
    return remove_unchanged(connection, versions);
}

}  // namespace

FindPage prune_sessions(const Retention& retention, const Rules& rules) {
    if (retention.keeps_all()) return {};
    return [kept = Kept{retention.age, retention.past_deadline}, rules](
               Connection& connection, const std::string& after, Instant now) {
        auto candidates = read_candidates(connection, after, now - kept.age);
        FoundPage page{.first = {}, .next = std::move(candidates.next), .prune = {}};
        if (!candidates.sessions.empty()) page.first = candidates.sessions.begin()->first.text();
        const auto is_removable = [=](const Session& session, Instant changed_at) {
            const auto at = removable_at(session, changed_at, kept, rules);
            return at && *at <= now;
        };
        page.prune = [&connection, is_removable, sessions = std::move(candidates.sessions)] {
            return prune(connection, sessions, is_removable);
        };
        return page;
    };
}

}  // namespace viaja::session
