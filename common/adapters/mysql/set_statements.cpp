#include "common/adapters/mysql/set_statements.hpp"

#include "common/sql_text/set_statements.hpp"

namespace viaja::mysql {

namespace {

/// `first = IF(first = VALUES(first) AND second = VALUES(second), first, NULL)`: changes nothing,
/// unless the row in the way has another primary key and only a unique column in common. That row
/// would be overwritten in place of ours; a null in its key makes the server refuse it instead.
std::string same_row_only(const Table& table) {
    const auto keys = table.columns.first(table.key_columns);
    const std::string first(keys.front());
    std::string same;
    for (const std::string_view key : keys) {
        if (!same.empty()) same += " AND ";
        same += std::string(key) + " = VALUES(" + std::string(key) + ")";
    }
    return first + " = IF(" + same + ", " + first + ", NULL)";
}

}  // namespace

std::string lock_text(const Table& table, std::string_view column, std::size_t keys) {
    return sql_text::select_text(table, column, keys) + " FOR UPDATE";
}

std::string lock_at_once_text(const Table& table, std::string_view column, std::size_t keys) {
    return lock_text(table, column, keys) + " NOWAIT";
}

std::string put_text(const Table& table, std::size_t rows) {
    std::string text =
        sql_text::insert_text(table, rows) + " ON DUPLICATE KEY UPDATE " + same_row_only(table);
    for (const std::string_view column : table.columns.subspan(table.key_columns))
        text += ", " + std::string(column) + " = VALUES(" + std::string(column) + ")";
    return text;
}

}  // namespace viaja::mysql
