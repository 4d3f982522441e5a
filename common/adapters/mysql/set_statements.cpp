#include "common/adapters/mysql/set_statements.hpp"

#include <utility>

#include "common/contract/check.hpp"
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

void append_quoted(std::string& text, std::string_view content) {
    text += '\'';
    for (const char c : content) {
        if (c == '\'') text += c;
        text += c;
    }
    text += '\'';
}

void append_literal(std::string& text, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        text += std::to_string(*number);
    } else if (const auto* content = std::get_if<std::string>(&value)) {
        append_quoted(text, *content);
    } else {
        text += "NULL";
    }
}

}  // namespace

FilledStatement with_literals(std::string sql, std::span<const Value> parameters) {
    std::string text;
    std::string_view left = sql;
    for (const Value& value : parameters) {
        const auto place = left.find('?');
        check(place != left.npos, "a statement has fewer places than parameters");
        text += left.substr(0, place);
        append_literal(text, value);
        left.remove_prefix(place + 1);
    }
    check(left.find('?') == left.npos, "a statement has more places than parameters");
    text += left;
    return {std::move(text), std::move(sql)};
}

bool is_one_statement(std::string_view sql) {
    char quote = 0;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"' || c == '`') {
            quote = c;
        } else if (c == ';') {
            return sql.find_first_not_of("; \t\r\n", i) == sql.npos;
        }
    }
    return true;
}

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
