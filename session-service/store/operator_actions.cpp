#include "session-service/store/operator_actions.hpp"

#include <array>
#include <utility>

#include "common/contract/check.hpp"
#include "session-service/store/rows.hpp"

namespace viaja::session {
namespace {

constexpr std::array<std::string_view, 12> kActionColumns = {
    "id",     "at",     "action", "session_id", "hold_id", "letter",
    "reason", "client", "token",  "request_id", "outcome", "detail"};
/// Of the column.
constexpr std::size_t kActionBytesMax = 16;
constexpr Table kActions{"operator_actions", kActionColumns, 1};

Values row_of(const OperatorAction& action) {
    check(action.action.size() <= kActionBytesMax, "the name of an action fits into its column");
    return {action.id.text(),
            to_value(action.at),
            action.action,
            action.session_id ? Value(action.session_id->text()) : Value(nullptr),
            to_value(action.hold),
            shortened(action.letter),
            shortened(action.reason),
            action.client,
            action.token,
            shortened(action.request_id),
            action.outcome,
            shortened(action.detail)};
}

OperatorAction action_in(const Values& row) {
    RowReader reader(row);
    OperatorAction action;
    const auto id = Uuid::parse(reader.text());
    check(id.has_value(), "a row keeps an id that is none");
    action.id = *id;
    action.at = reader.instant();
    action.action = reader.text();
    if (const auto session = reader.optional_text()) {
        action.session_id = id_of<SessionId>(*session);
    }
    action.hold = optional_hold(reader.optional_text());
    action.letter = reader.text();
    action.reason = reader.text();
    action.client = reader.text();
    action.token = reader.text();
    action.request_id = reader.text();
    action.outcome = reader.text();
    action.detail = reader.text();
    return action;
}

}  // namespace

void save_operator_actions(Connection& connection, std::span<const OperatorAction> actions) {
    std::vector<Values> rows;
    for (const auto& action : actions)
        rows.push_back(row_of(action));
    if (!rows.empty()) connection.put(kActions, rows);
}

std::vector<OperatorAction> find_operator_actions(Connection& connection,
                                                  const std::optional<SessionId>& session_id,
                                                  const std::optional<Uuid>& after,
                                                  std::size_t limit) {
    std::string sql =
        "SELECT id, at, action, session_id, hold_id, letter, reason, client, token, request_id, "
        "outcome, detail FROM operator_actions";
    Values parameters;
    const auto where = [&](std::string_view condition, std::string value) {
        sql += (parameters.empty() ? " WHERE " : " AND ") + std::string(condition);
        parameters.emplace_back(std::move(value));
    };
    if (session_id) where("session_id = ?", session_id->text());
    if (after) where("id < ?", after->text());
    sql += " ORDER BY id DESC LIMIT ?";
    parameters.emplace_back(static_cast<std::int64_t>(limit));
    std::vector<OperatorAction> actions;
    for (const auto& row : connection.query(sql, parameters))
        actions.push_back(action_in(row));
    return actions;
}

}  // namespace viaja::session
