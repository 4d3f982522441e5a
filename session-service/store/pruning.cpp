#include "session-service/store/pruning.hpp"

#include <algorithm>
#include <map>
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

/// What a page is about: when each of the sessions was changed last, and where the page ends.
struct Candidates {
    std::map<SessionId, Instant> changed_at;
    std::optional<std::string> next;
};

Candidates read_candidates(Connection& connection, const std::string& after, Instant made_before) {
    Candidates found;
    const auto rows =
        read_page(connection, "sessions", "id, state, due_at, updated_at", after, made_before);
    for (const auto& row : rows) {
        RowReader reader(row);
        const auto id = reader.text();
        const auto state = reader.text();
        const auto due_at = reader.optional_instant();
        const auto changed_at = reader.instant();
        found.next = id;
        if (!may_have_ended(state, due_at) || changed_at > made_before) continue;
        found.changed_at.emplace(id_of<SessionId>(id), changed_at);
        if (found.changed_at.size() == kRemovedMax) return found;
    }
    if (rows.size() < kLookedAtMax) found.next.reset();
    return found;
}

/// A code is redeemed without its session's lock (access.cpp), so that codes go before the tokens
/// that they become.
constexpr std::array<std::string_view, 8> kParts = {
    "session_codes",   "session_tokens", "session_holds",   "session_payments",
    "timeout_notices", "timeline",       "ignored_answers", "kept_answers"};

/// Those that are still as they were when they were looked at, in one transaction.
std::uint64_t remove_unchanged(Connection& connection,
                               const std::map<SessionId, std::int64_t>& versions) {
    std::vector<SessionId> ids;
    for (const auto& [id, version] : versions)
        ids.push_back(id);
    Transaction transaction(connection);
    Values keys;
    for (const auto& row : connection.lock(kSessionVersions, "id", keys_of(ids))) {
        RowReader reader(row);
        const auto id = reader.text();
        if (reader.integer() == versions.at(id_of<SessionId>(id))) keys.emplace_back(id);
    }
    for (const auto table : kParts)
        remove_rows(connection, table, "session_id", keys);
    const auto removed = remove_rows(connection, "sessions", "id", keys);
    transaction.commit();
    return static_cast<std::uint64_t>(removed);
}

}  // namespace

PrunePage prune_sessions(const Retention& retention, const Limits& limits) {
    if (retention.keeps_all()) return {};
    return [kept = Kept{retention.age, retention.past_deadline}, limits](
               Connection& connection, const std::string& after, Instant now) {
        const auto candidates = read_candidates(connection, after, now - kept.age);
        std::vector<SessionId> ids;
        for (const auto& [id, changed_at] : candidates.changed_at)
            ids.push_back(id);
        std::map<SessionId, std::int64_t> versions;
        for (const auto& [id, session] : find_readable_sessions(connection, ids).sessions) {
            const auto at = removable_at(session, candidates.changed_at.at(id), kept, limits);
            if (at && *at <= now) versions.emplace(id, session.version);
        }
        PrunedPage page{.next = candidates.next};
        if (!versions.empty()) page.pruned = remove_unchanged(connection, versions);
        return page;
    };
}

}  // namespace viaja::session
