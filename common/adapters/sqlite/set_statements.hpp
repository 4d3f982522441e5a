#pragma once
// What of the set-based calls is SQLite's own; the rest is common/sql_text. Part of the adapter.

#include <cstddef>
#include <string>

#include "common/ports/database.hpp"

namespace viaja::sqlite {

/// SQLite takes 32,766 parameters; more keys than these gain nothing.
constexpr std::size_t kKeysMax = 512;
/// In one process a statement needs no round trip, so large ones gain nothing and cost memory.
constexpr std::size_t kRowsMax = 32;

/// Like insert, but a row whose key is there already is overwritten.
std::string put_text(const Table& table, std::size_t rows);

}  // namespace viaja::sqlite
