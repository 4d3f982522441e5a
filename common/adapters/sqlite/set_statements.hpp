#pragma once
// The SQL text of the set-based calls. The number of rows or keys in one statement is always a
// power of two, so that few different texts serve every size of a batch and stay prepared. Names
// come from Table constants only. Part of the adapter; pure functions.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/ports/database.hpp"

namespace viaja::sqlite {

/// SQLite takes 32,766 parameters; more keys than these gain nothing.
constexpr std::size_t kKeysMax = 512;
/// In one process a statement costs no journey, so large ones gain nothing and only cost memory.
constexpr std::size_t kRowsMax = 32;

std::string select_text(const Table& table, std::string_view column, std::size_t keys);
std::string insert_text(const Table& table, std::size_t rows);
/// Like insert, but a row whose key is there already is overwritten.
std::string put_text(const Table& table, std::size_t rows);

/// In ascending order, without repetitions and nulls (which are equal to nothing).
std::vector<Value> distinct(std::span<const Value> keys);

/// Sorts by the primary key and drops repeated rows.
void sort_by_key(const Table& table, Rows& rows);

}  // namespace viaja::sqlite
