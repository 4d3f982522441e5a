#include "common/pruning/ended_rows.hpp"

#include "common/contract/check.hpp"

namespace viaja {

/// The time in an id is that of a process's clock, which may be ahead of the database's.
Rows read_page(Connection& connection, std::string_view table, std::string_view columns,
               const std::string& after, Instant made_before) {
    const auto end = Uuid::version7(made_before + kClockSkewMax, {}).text();
    const Values parameters = {after, end, static_cast<std::int64_t>(kLookedAtMax)};
    return connection.query("SELECT " + std::string(columns) + " FROM " + std::string(table) +
                                " WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
                            parameters);
}

/// The last key stands for those that are missing, so that there is one statement a table to
/// prepare.
std::int64_t remove_rows(Connection& connection, std::string_view table, std::string_view column,
                         std::span<const Value> keys, std::string_view condition) {
    if (keys.empty()) return 0;
    check(keys.size() <= kRemovedMax, "more rows than are removed at once");
    Values parameters(keys.begin(), keys.end());
    parameters.resize(kRemovedMax, keys.back());
    std::string sql =
        "DELETE FROM " + std::string(table) + " WHERE " + std::string(column) + " IN (?";
    for (std::size_t i = 1; i < kRemovedMax; ++i)
        sql += ", ?";
    sql += ")";
    if (!condition.empty()) sql += " " + std::string(condition);
    return connection.execute(sql, parameters);
}

}  // namespace viaja
