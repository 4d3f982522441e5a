#include "common/sql_text/set_statements.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

#include "common/contract/check.hpp"

namespace viaja::sql_text {

namespace {

/// "?, ?, ?"
std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) {
        if (i > 0) text += ", ";
        text += part;
    }
    return text;
}

/// As a binary collation orders: null, integers, texts by their bytes.
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

std::vector<Value> distinct(std::span<const Value> keys) {
    std::vector<Value> result;
    std::ranges::copy_if(keys, std::back_inserter(result), [](const Value& key) {
        return !std::holds_alternative<std::nullptr_t>(key);
    });
    std::ranges::sort(result, less);
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

}  // namespace

std::string listed(std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

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

std::vector<Values> key_batches(const Table& table, std::string_view column,
                                std::span<const Value> keys, std::size_t keys_max) {
    check(std::ranges::find(table.columns, column) != table.columns.end(),
          "rows are looked for by a column that the table does not have");
    const std::vector<Value> wanted = distinct(keys);
    std::vector<Values> batches;
    std::span<const Value> left = wanted;
    while (!left.empty()) {
        const auto batch = left.first(std::min(left.size(), keys_max));
        left = left.subspan(batch.size());
        Values& padded = batches.emplace_back(batch.begin(), batch.end());
        padded.resize(std::bit_ceil(padded.size()), batch.back());
    }
    return batches;
}

std::size_t rows_at_once(std::size_t rows, std::size_t rows_max) {
    const std::size_t most = std::min(rows, rows_max);
    const std::size_t power = std::bit_floor(most);
    const std::size_t more = power + power / 2;
    return more <= most ? more : power;
}

std::span<const Values> take_rows(std::span<const Values>& rows, std::size_t rows_max) {
    const auto taken = rows.first(rows_at_once(rows.size(), rows_max));
    rows = rows.subspan(taken.size());
    return taken;
}

Values parameters_of(const Table& table, std::span<const Values> rows) {
    Values parameters;
    parameters.reserve(rows.size() * table.columns.size());
    for (const Values& row : rows) {
        check(row.size() == table.columns.size(), "a row does not have the table's columns");
        parameters.insert(parameters.end(), row.begin(), row.end());
    }
    return parameters;
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

}  // namespace viaja::sql_text
