#include "common/adapters/sqlite/set_statements.hpp"

#include <algorithm>
#include <iterator>

namespace viaja::sqlite {

namespace {

std::string listed(std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

/// "?, ?, ?"
std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) {
        if (i > 0) text += ", ";
        text += part;
    }
    return text;
}

/// As SQLite orders with its binary collation: null, integers, texts by their bytes.
bool less(const Value& left, const Value& right) {
    if (left.index() != right.index()) return left.index() < right.index();
    if (const auto* number = std::get_if<std::int64_t>(&left)) {
        return *number < std::get<std::int64_t>(right);
    }
    if (const auto* text = std::get_if<std::string>(&left)) {
        return *text < std::get<std::string>(right);
    }
    return false;
}

}  // namespace

std::string select_text(const Table& table, std::string_view column, std::size_t keys) {
    return "SELECT " + listed(table.columns) + " FROM " + std::string(table.name) + " WHERE " +
           std::string(column) + " IN (" + repeated("?", keys) + ") ORDER BY " +
           listed(table.columns.first(table.key_columns));
}

std::string insert_text(const Table& table, std::size_t rows) {
    const std::string row = "(" + repeated("?", table.columns.size()) + ")";
    return "INSERT INTO " + std::string(table.name) + " (" + listed(table.columns) + ") VALUES " +
           repeated(row, rows);
}

std::string put_text(const Table& table, std::size_t rows) {
    std::string text = insert_text(table, rows) + " ON CONFLICT (" +
                       listed(table.columns.first(table.key_columns)) + ") DO ";
    const auto others = table.columns.subspan(table.key_columns);
    if (others.empty()) return text + "NOTHING";
    text += "UPDATE SET ";
    for (const std::string_view column : others) {
        if (column != others.front()) text += ", ";
        text += std::string(column) + " = excluded." + std::string(column);
    }
    return text;
}

std::vector<Value> distinct(std::span<const Value> keys) {
    std::vector<Value> result;
    std::ranges::copy_if(keys, std::back_inserter(result), [](const Value& key) {
        return !std::holds_alternative<std::nullptr_t>(key);
    });
    std::ranges::sort(result, less);
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

void sort_by_key(const Table& table, Rows& rows) {
    const auto before = [&table](const Values& left, const Values& right) {
        for (std::size_t column = 0; column < table.key_columns; ++column) {
            if (less(left[column], right[column])) return true;
            if (less(right[column], left[column])) return false;
        }
        return false;
    };
    std::ranges::stable_sort(rows, before);
    const auto same = [&before](const Values& left, const Values& right) {
        return !before(left, right) && !before(right, left);
    };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
}

}  // namespace viaja::sqlite
