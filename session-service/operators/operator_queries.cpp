#include "session-service/operators/operator_queries.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "session-service/store/rows.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

// Whatever waits is due some day, so the index on due_at leads to all of it without passing the
// sessions that are over.
constexpr std::string_view kRunning =
    "SELECT id FROM sessions WHERE due_at IS NOT NULL AND saga_pending IS NOT NULL "
    "ORDER BY due_at LIMIT ?";
constexpr std::string_view kStuck =
    "SELECT id FROM sessions WHERE due_at IS NOT NULL AND needs_attention = 1 "
    "ORDER BY due_at LIMIT ?";

constexpr std::string_view kNewest =
    "SELECT id FROM (SELECT id, state FROM sessions WHERE id < ? ORDER BY id DESC LIMIT ?) "
    "AS newest";
/// Behind every id.
constexpr const char* kBehindAll = "~";

std::vector<SessionId> ids_in(const Rows& rows) {
    std::vector<SessionId> ids;
    for (const auto& row : rows)
        ids.push_back(id_of<SessionId>(RowReader(row).text()));
    return ids;
}

/// In the order of the ids.
SessionsFound read_found(Connection& connection, const std::vector<SessionId>& ids) {
    SessionsFound found;
    auto read = find_readable_sessions(connection, ids);
    for (const auto& id : ids) {
        const auto session = read.sessions.find(id);
        if (session != read.sessions.end()) found.sessions.push_back(std::move(session->second));
    }
    found.unreadable = std::move(read.unreadable);
    found.now = connection.now();
    return found;
}

}  // namespace

SagaPage find_sagas(Connection& connection, SagaFilter filter,
                    const std::optional<SessionId>& after, std::size_t limit) {
    SagaPage page;
    const Values parameters = {static_cast<std::int64_t>(kSagasMax)};
    const auto rows =
        connection.query(filter == SagaFilter::running ? kRunning : kStuck, parameters);
    auto ids = ids_in(rows);
    std::ranges::sort(ids);
    page.total = ids.size();
    const auto begin = after ? std::ranges::upper_bound(ids, *after) : ids.begin();
    const auto behind = static_cast<std::size_t>(ids.end() - begin);
    const auto count = std::min(limit, behind);
    page.more = behind > count;
    auto found = find_readable_sessions(
        connection, std::span(begin, begin + static_cast<std::ptrdiff_t>(count)));
    for (auto& [id, session] : found.sessions)
        page.sessions.push_back(std::move(session));
    page.unreadable = std::move(found.unreadable);
    page.now = connection.now();
    return page;
}

SessionsFound find_sessions_in(Connection& connection, const std::optional<SessionState>& state,
                               const std::optional<SessionId>& after, std::size_t limit) {
    const auto seen = static_cast<std::int64_t>(kSessionsSeenMax);
    Values parameters = {after ? after->text() : kBehindAll, seen};
    std::string sql(kNewest);
    if (state) {
        sql += " WHERE state = ?";
        parameters.push_back(to_value(*state));
    }
    sql += " ORDER BY id DESC LIMIT ?";
    parameters.emplace_back(static_cast<std::int64_t>(limit) + 1);
    auto ids = ids_in(connection.query(sql, parameters));
    std::optional<SessionId> next;
    if (ids.size() > limit) {
        ids.pop_back();
        next = ids.back();
    } else {
        const Values last = {after ? after->text() : kBehindAll, seen - 1};
        const auto rest = ids_in(connection.query(
            "SELECT id FROM sessions WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?", last));
        if (!rest.empty()) next = rest.front();
    }
    auto found = read_found(connection, ids);
    found.next = next;
    return found;
}

SessionsFound find_sessions_with_reference(Connection& connection, const std::string& reference,
                                           std::size_t limit) {
    const Values parameters = {reference, static_cast<std::int64_t>(limit)};
    return read_found(connection,
                      ids_in(connection.query("SELECT DISTINCT session_id FROM session_holds WHERE "
                                              "booking_reference = ? ORDER BY session_id DESC "
                                              "LIMIT ?",
                                              parameters)));
}

}  // namespace viaja::session
