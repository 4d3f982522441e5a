#include "session-service/store/store.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "common/ports/errors.hpp"
#include "session-service/store/rows.hpp"

namespace viaja::session {
namespace {

/// So often a session is read anew that changes under its reader.
constexpr int kReadsMax = 16;

SessionsById read_all(Connection& connection, const Rows& rows) {
    SessionsById sessions;
    std::vector<Value> keys;
    std::vector<Value> with_notices;
    for (const auto& row : rows) {
        auto [session, subscriptions] = read_session(row);
        keys.emplace_back(session.id.text());
        if (subscriptions > 0) with_notices.push_back(keys.back());
        sessions.emplace(session.id, std::move(session));
    }
    if (sessions.empty()) return sessions;
    for (const auto& row : connection.find(kHolds, "session_id", keys))
        read_hold(row, sessions);
    for (const auto& row : connection.find(kPayments, "session_id", keys))
        read_payment(row, sessions);
    if (!with_notices.empty()) {
        for (const auto& row : connection.find(kNotices, "session_id", with_notices))
            read_notice(row, sessions);
    }
    for (auto& [id, session] : sessions) {
        std::ranges::sort(session.holds, {}, &Hold::position);
        std::ranges::sort(session.payments, {}, &Payment::attempt);
    }
    return sessions;
}

/// Of these keys the trips that nobody changed while they were read; the others stay in `keys`.
/// Each statement sees what is committed when it starts, so that holds may be newer than their
/// session.
SessionsById take_undisturbed(Connection& connection, std::vector<Value>& keys) {
    auto sessions = read_all(connection, connection.find(kSessions, "id", keys));
    keys.clear();
    std::vector<SessionId> found;
    for (const auto& [id, session] : sessions)
        found.push_back(id);
    for (const auto& [id, version] : find_versions(connection, found)) {
        if (sessions.at(id).version == version) continue;
        sessions.erase(id);
        keys.emplace_back(id.text());
    }
    return sessions;
}

/// The parts of `after` that are not in `before` as they are.
template <class Part>
std::vector<const Part*> changed(const std::vector<Part>* before, const std::vector<Part>& after) {
    std::vector<const Part*> parts;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const bool same = before && i < before->size() && (*before)[i] == after[i];
        if (!same) parts.push_back(&after[i]);
    }
    return parts;
}

}  // namespace

SessionsById lock_sessions(Connection& connection, std::span<const SessionId> ids) {
    return read_all(connection, connection.lock(kSessions, "id", keys_of(ids)));
}

SessionsById find_sessions(Connection& connection, std::span<const SessionId> ids) {
    SessionsById sessions;
    auto keys = keys_of(ids);
    for (int reads = 0; !keys.empty(); ++reads) {
        if (reads == kReadsMax) throw Conflict("a session changes faster than it can be read");
        sessions.merge(take_undisturbed(connection, keys));
    }
    return sessions;
}

ReadableSessions find_readable_sessions(Connection& connection, std::span<const SessionId> ids) {
    try {
        return {find_sessions(connection, ids), {}};
    } catch (const std::logic_error&) {
        if (ids.empty()) throw;
    }
    ReadableSessions found;
    for (const auto& id : ids) {
        try {
            found.sessions.merge(find_sessions(connection, std::span(&id, 1)));
        } catch (const std::logic_error& error) {
            found.unreadable.emplace(id, error.what());
        }
    }
    return found;
}

std::map<SessionId, std::int64_t> find_versions(Connection& connection,
                                                std::span<const SessionId> ids) {
    std::map<SessionId, std::int64_t> versions;
    if (ids.empty()) return versions;
    for (const auto& row : connection.find(kSessionVersions, "id", keys_of(ids))) {
        RowReader reader(row);
        const auto id = id_of<SessionId>(reader.text());
        versions[id] = reader.integer();
    }
    return versions;
}

void save_sessions(Connection& connection, std::span<const Change> changes, Instant now,
                   const Limits& limits) {
    std::vector<Values> opened;
    std::vector<Values> sessions;
    std::vector<Values> holds;
    std::vector<Values> payments;
    std::vector<Values> subscriptions;
    for (const auto& [before, after] : changes) {
        if (before && *before == *after) continue;
        (before ? sessions : opened).push_back(write_session(*after, now, limits));
        for (const auto* hold : changed(before ? &before->holds : nullptr, after->holds)) {
            holds.push_back(write_hold(after->id, *hold));
        }
        for (const auto* payment : changed(before ? &before->payments : nullptr, after->payments)) {
            payments.push_back(write_payment(after->id, *payment));
        }
        for (const auto* subscription :
             changed(before ? &before->subscriptions : nullptr, after->subscriptions)) {
            subscriptions.push_back(write_notice(after->id, *subscription));
        }
    }
    if (!opened.empty()) connection.insert(kSessions, opened);
    if (!sessions.empty()) connection.put(kSessions, sessions);
    if (!holds.empty()) connection.put(kHolds, holds);
    if (!payments.empty()) connection.put(kPayments, payments);
    if (!subscriptions.empty()) connection.put(kNotices, subscriptions);
}

DueSessions find_due_sessions(Connection& connection, Instant now, std::size_t limit) {
    DueSessions due;
    const Values parameters = {to_micros(now), static_cast<std::int64_t>(limit)};
    const auto rows = connection.query(
        "SELECT id FROM sessions WHERE due_at <= ? ORDER BY due_at LIMIT ?", parameters);
    for (const auto& row : rows)
        due.ids.push_back(id_of<SessionId>(RowReader(row).text()));
    const Values ahead = {to_micros(clock_was_set_back_from(now)),
                          static_cast<std::int64_t>(limit - due.ids.size())};
    const auto left_behind = connection.query(
        "SELECT id FROM sessions WHERE clock_reached > ? ORDER BY clock_reached DESC LIMIT ?",
        ahead);
    for (const auto& row : left_behind)
        due.ids.push_back(id_of<SessionId>(RowReader(row).text()));
    const Values later = {to_micros(now)};
    const auto next = connection.query("SELECT MIN(due_at) FROM sessions WHERE due_at > ?", later);
    if (!next.empty()) due.next = RowReader(next.front()).optional_instant();
    return due;
}

}  // namespace viaja::session
