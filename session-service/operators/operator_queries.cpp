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

}  // namespace

SagaPage find_sagas(Connection& connection, SagaFilter filter,
                    const std::optional<SessionId>& after, std::size_t limit) {
    SagaPage page;
    const Values parameters = {static_cast<std::int64_t>(kSagasMax)};
    const auto rows =
        connection.query(filter == SagaFilter::running ? kRunning : kStuck, parameters);
    std::vector<SessionId> ids;
    for (const auto& row : rows)
        ids.push_back(id_of<SessionId>(RowReader(row).text()));
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

}  // namespace viaja::session
