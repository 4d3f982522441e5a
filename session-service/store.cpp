#include "session-service/store.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "common/ports/errors.hpp"
#include "session-service/rows.hpp"

namespace viaja::session {
namespace {

/// So often a session is read anew that changes under its reader.
constexpr int kReadsMax = 16;

/// A row that cannot be read takes its session out of the trips.
template <class Read>
void read_row(ReadableTrips& found, const SessionId& session, Read read) {
    if (found.unreadable.contains(session)) return;
    try {
        read();
    } catch (const std::logic_error& error) {
        found.trips.erase(session);
        found.unreadable.emplace(session, error.what());
    }
}

using ReadPart = void (*)(const Values& row, Trip& trip);

void read_parts(Connection& connection, const Table& table, std::size_t session_column,
                std::span<const Value> sessions, ReadPart read, ReadableTrips& found) {
    if (sessions.empty()) return;
    for (const auto& row : connection.find(table, "session_id", sessions)) {
        const auto session = read_id(std::span(row).subspan(session_column));
        read_row(found, session, [&] { read(row, found.trips.at(session)); });
    }
}

ReadableTrips read_trips(Connection& connection, const Rows& sessions) {
    ReadableTrips found;
    std::vector<Value> keys;
    std::vector<Value> with_notices;
    for (const auto& row : sessions) {
        const auto id = read_id(row);
        read_row(found, id, [&] {
            auto [trip, notices] = read_session(row);
            keys.emplace_back(id.text());
            if (notices > 0) with_notices.push_back(keys.back());
            found.trips.emplace(id, std::move(trip));
        });
    }
    read_parts(connection, kHolds, kSessionOfHold, keys, read_hold, found);
    read_parts(connection, kPayments, kSessionOfPayment, keys, read_payment, found);
    read_parts(connection, kNotices, kSessionOfNotice, with_notices, read_notice, found);
    for (auto& [id, trip] : found.trips) {
        std::ranges::sort(trip.holds, {}, &Hold::position);
        std::ranges::sort(trip.payments, {}, &Payment::attempt);
    }
    return found;
}

/// Of these keys the trips that were not changed while they were read; the others stay in `keys`.
/// Each statement sees what is committed when it starts, so that holds may be newer than their
/// session.
ReadableTrips take_undisturbed(Connection& connection, std::vector<Value>& keys) {
    auto found = read_trips(connection, connection.find(kSessions, "id", keys));
    keys.clear();
    std::vector<SessionId> read;
    for (const auto& [id, trip] : found.trips)
        read.push_back(id);
    for (const auto& [id, version] : find_versions(connection, read)) {
        if (found.trips.at(id).version == version) continue;
        found.trips.erase(id);
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

LockedSessions lock_sessions(Connection& connection, std::span<const SessionId> ids) {
    LockedSessions locked{connection.lock(kSessions, "id", keys_of(ids)), {}};
    for (const auto& row : locked.rows)
        locked.access.emplace(read_id(row), read_access(row));
    return locked;
}

ReadableTrips read_locked(Connection& connection, const LockedSessions& locked,
                          const std::set<SessionId>& ids) {
    Rows rows;
    std::ranges::copy_if(locked.rows, std::back_inserter(rows),
                         [&](const Values& row) { return ids.contains(read_id(row)); });
    return read_trips(connection, rows);
}

ReadableTrips find_readable_trips(Connection& connection, std::span<const SessionId> ids) {
    ReadableTrips found;
    auto keys = keys_of(ids);
    for (int reads = 0; !keys.empty(); ++reads) {
        if (reads == kReadsMax) throw Conflict("a session changes faster than it can be read");
        auto more = take_undisturbed(connection, keys);
        found.trips.merge(more.trips);
        found.unreadable.merge(more.unreadable);
    }
    return found;
}

Trips find_trips(Connection& connection, std::span<const SessionId> ids) {
    auto found = find_readable_trips(connection, ids);
    for (const auto& [session, why] : found.unreadable)
        throw Bug("the rows of session " + session.text() + " cannot be read: " + why);
    return std::move(found.trips);
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

void save_trips(Connection& connection, std::span<const Change> changes, Instant now,
                const Limits& limits) {
    std::vector<Values> opened;
    std::vector<Values> sessions;
    std::vector<Values> holds;
    std::vector<Values> payments;
    std::vector<Values> notices;
    for (const auto& [before, after] : changes) {
        if (before && *before == *after) continue;
        (before ? sessions : opened).push_back(write_session(*after, now, limits));
        for (const auto* hold : changed(before ? &before->holds : nullptr, after->holds)) {
            holds.push_back(write_hold(after->id, *hold));
        }
        for (const auto* payment : changed(before ? &before->payments : nullptr, after->payments)) {
            payments.push_back(write_payment(after->id, *payment));
        }
        for (const auto* notice : changed(before ? &before->notices : nullptr, after->notices)) {
            notices.push_back(write_notice(after->id, *notice));
        }
    }
    if (!opened.empty()) connection.insert(kSessions, opened);
    if (!sessions.empty()) connection.put(kSessions, sessions);
    if (!holds.empty()) connection.put(kHolds, holds);
    if (!payments.empty()) connection.put(kPayments, payments);
    if (!notices.empty()) connection.put(kNotices, notices);
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
