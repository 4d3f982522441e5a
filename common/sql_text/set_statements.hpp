#pragma once
// The SQL text of the set-based calls, as far as all engines agree on it, and the batches that go
// with it. The number of rows or keys in one statement is always a power of two, so that few
// different texts serve every size of a batch and stay prepared. Names come from Table constants
// only. For the adapters of databases; pure functions.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/ports/database.hpp"

namespace viaja::sql_text {

/// "a, b, c"
std::string listed(std::span<const std::string_view> names);

/// Ends with the ORDER BY of the primary key.
std::string select_text(const Table& table, std::string_view column, std::size_t keys);
std::string insert_text(const Table& table, std::size_t rows);

/// The keys in ascending order, without repetitions and nulls (which are equal to nothing), in
/// batches of at most `keys_max`, a power of two. The last key of a batch is repeated until their
/// number is a power of two. A column that the table does not have is a Bug.
std::vector<Values> key_batches(const Table& table, std::string_view column,
                                std::span<const Value> keys, std::size_t keys_max);

/// How many of so many rows the next statement takes, at most `rows_max`: a power of two or one and
/// a half of it, so that few statements serve every number and few of them have to be known.
std::size_t rows_at_once(std::size_t rows, std::size_t rows_max);
/// Takes as many from the front of `rows`.
std::span<const Values> take_rows(std::span<const Values>& rows, std::size_t rows_max);

/// The values of the rows, one after the other. A row of another width than the table's is a Bug.
Values parameters_of(const Table& table, std::span<const Values> rows);

/// Sorts by the primary key and drops repeated rows: what several batches of keys have found.
void sort_by_key(const Table& table, Rows& rows);

}  // namespace viaja::sql_text
