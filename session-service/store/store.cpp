#include "session-service/store/store.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "common/ports/errors.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/store/rows.hpp"

namespace viaja::session {
namespace {

/// So often a session is read anew that changes under its reader.
constexpr int kReadsMax = 16;

/// A row that cannot be read takes its session out of what is found.
template <class Read>
void read_row(ReadableSessions& found, const SessionId& session_id, Read read) {
    if (found.unreadable.contains(session_id)) return;
    try {
        read();
    } catch (const std::logic_error& error) {
        found.sessions.erase(session_id);
        found.unreadable.emplace(session_id, error.what());
    }
}

using ReadPart = void (*)(const Values& row, Session& session);

/// Rows of sessions that are not among those found are passed over.
void add_parts(const Rows& rows, std::size_t session_column, ReadPart read,
               ReadableSessions& found) {
    for (const auto& row : rows) {
        const auto session_id = read_id(std::span(row).subspan(session_column));
        const auto session = found.sessions.find(session_id);
        if (session == found.sessions.end()) continue;
        read_row(found, session_id, [&] { read(row, session->second); });
    }
}

Rows find_parts(Connection& connection, const Table& table, std::span<const Value> sessions) {
    return sessions.empty() ? Rows{} : connection.find(table, "session_id", sessions);
}

/// The sessions of these rows, whose parts are known of some and read of the others.
ReadableSessions read_sessions(Connection& connection, const Rows& rows,
                               const LockedSessions& known = {}) {
    ReadableSessions found;
    std::vector<Value> keys;
    std::vector<Value> with_subscriptions;
    for (const auto& row : rows) {
        const auto id = read_id(row);
        read_row(found, id, [&] {
            auto [session, subscriptions, sweep_times] = read_session(row);
            if (!known.with_parts.contains(id)) keys.emplace_back(id.text());
            if (subscriptions > 0) with_subscriptions.emplace_back(id.text());
            found.sessions.emplace(id, std::move(session));
            found.sweep_times.emplace(id, sweep_times);
        });
    }
    add_parts(known.holds, kSessionOfHold, read_hold, found);
    add_parts(known.payments, kSessionOfPayment, read_payment, found);
    add_parts(find_parts(connection, kHolds, keys), kSessionOfHold, read_hold, found);
    add_parts(find_parts(connection, kPayments, keys), kSessionOfPayment, read_payment, found);
    add_parts(find_parts(connection, kSubscriptions, with_subscriptions), kSessionOfSubscription,
              read_subscription, found);
    for (auto& [id, session] : found.sessions) {
        std::ranges::sort(session.holds, {}, &Hold::position);
        std::ranges::sort(session.payments, {}, &Payment::attempt);
    }
    return found;
}

/// Of these keys the sessions that were not changed while they were read; the others stay in
/// `keys`. Each statement sees what is committed when it starts, so that holds may be newer than
/// their session.
ReadableSessions take_undisturbed(Connection& connection, std::vector<Value>& keys) {
    auto found = read_sessions(connection, connection.find(kSessions, "id", keys));
    keys.clear();
    std::vector<SessionId> read;
    for (const auto& [id, session] : found.sessions)
        read.push_back(id);
    for (const auto& [id, version] : find_versions(connection, read)) {
        if (found.sessions.at(id).version == version) continue;
        found.sessions.erase(id);
        keys.emplace_back(id.text());
    }
    return found;
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

LockedSessions lock_sessions(Connection& connection, std::span<const SessionId> ids,
                             ReadWithLocks with) {
    LockedSessions locked;
    const auto keys = [](const std::set<SessionId>& some) {
        return keys_of(std::vector(some.begin(), some.end()));
    };
    auto loaded = connection.load(
        std::array{WantedRows{&kSessions, "id", keys_of(ids), true},
                   WantedRows{&kHolds, "session_id", keys(with.parts)},
                   WantedRows{&kPayments, "session_id", keys(with.parts)},
                   WantedRows{&kKeptAnswers, "session_id", keys(with.kept_answers)}});
    for (auto& row : loaded[0]) {
        const auto id = read_id(row);
        try {
            locked.access.emplace(id, read_access(row));
            locked.rows.push_back(std::move(row));
        } catch (const std::logic_error& error) {
            locked.unreadable.emplace(id, error.what());
        }
    }
    locked.with_parts = std::move(with.parts);
    locked.holds = std::move(loaded[1]);
    locked.payments = std::move(loaded[2]);
    locked.kept_answers = read_kept_answers(loaded[3]);
    return locked;
}

ReadableSessions read_locked(Connection& connection, const LockedSessions& locked,
                             const std::set<SessionId>& ids) {
    Rows rows;
    std::ranges::copy_if(locked.rows, std::back_inserter(rows),
                         [&](const Values& row) { return ids.contains(read_id(row)); });
    auto found = read_sessions(connection, rows, locked);
    found.unreadable.insert(locked.unreadable.begin(), locked.unreadable.end());
    return found;
}

ReadableSessions find_readable_sessions(Connection& connection, std::span<const SessionId> ids) {
    ReadableSessions found;
    auto keys = keys_of(ids);
    for (int reads = 0; !keys.empty(); ++reads) {
        if (reads == kReadsMax) throw Conflict("a session changes faster than it can be read");
        auto more = take_undisturbed(connection, keys);
        found.sessions.merge(more.sessions);
        found.unreadable.merge(more.unreadable);
    }
    return found;
}

SessionsById find_sessions(Connection& connection, std::span<const SessionId> ids) {
    auto found = find_readable_sessions(connection, ids);
    for (const auto& [session_id, why] : found.unreadable)
        throw Bug("the rows of session " + session_id.text() + " cannot be read: " + why);
    return std::move(found.sessions);
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
                   const Rules& rules) {
    std::vector<Values> opened;
    std::vector<Values> sessions;
    std::vector<Values> holds;
    std::vector<Values> payments;
    std::vector<Values> subscriptions;
    for (const auto& [before, after, stored] : changes) {
        const auto times = sweep_times(*after, stored, now, rules);
        const bool same = before && *before == *after;
        if (same && times == stored) continue;
        (before ? sessions : opened).push_back(write_session(*after, times, now));
        if (same) continue;
        for (const auto* hold : changed(before ? &before->holds : nullptr, after->holds)) {
            holds.push_back(write_hold(after->id, *hold));
        }
        for (const auto* payment : changed(before ? &before->payments : nullptr, after->payments)) {
            payments.push_back(write_payment(after->id, *payment));
        }
        for (const auto* subscription :
             changed(before ? &before->subscriptions : nullptr, after->subscriptions)) {
            subscriptions.push_back(write_subscription(after->id, *subscription));
        }
    }
    if (!opened.empty()) connection.insert(kSessions, opened);
    if (!sessions.empty()) connection.put(kSessions, sessions);
    if (!holds.empty()) connection.put(kHolds, holds);
    if (!payments.empty()) connection.put(kPayments, payments);
    if (!subscriptions.empty()) connection.put(kSubscriptions, subscriptions);
}

DueSessions find_due_sessions(Connection& connection, Instant now, std::size_t limit) {
    DueSessions due;
    const Values parameters = {to_micros(now), static_cast<std::int64_t>(limit)};
    const auto rows = connection.query(
        "SELECT id FROM sessions WHERE due_at <= ? ORDER BY due_at LIMIT ?", parameters);
    for (const auto& row : rows)
        due.ids.push_back(id_of<SessionId>(RowReader(row).text()));
    const Values ahead = {to_micros(sweep_looks_behind(now)),
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
