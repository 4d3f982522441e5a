#include "common/adapters/sqlite/set_statements.hpp"

#include "common/sql_text/set_statements.hpp"

namespace viaja::sqlite {

std::string put_text(const Table& table, std::size_t rows) {
    std::string text = sql_text::insert_text(table, rows) + " ON CONFLICT (" +
                       sql_text::listed(table.columns.first(table.key_columns)) + ") DO ";
    const auto others = table.columns.subspan(table.key_columns);
    if (others.empty()) return text + "NOTHING";
    text += "UPDATE SET ";
    for (const std::string_view column : others) {
        if (column != others.front()) text += ", ";
        text += std::string(column) + " = excluded." + std::string(column);
    }
    return text;
}

}  // namespace viaja::sqlite
