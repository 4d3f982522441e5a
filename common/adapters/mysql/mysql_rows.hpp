#pragma once
// Values between the port and the connector. Part of the adapter.

#include <span>
#include <string_view>

#include "common/ports/database.hpp"

namespace sql {
class PreparedStatement;
class ResultSet;
}  // namespace sql

namespace viaja::mysql {

void bind(sql::PreparedStatement& statement, std::span<const Value> parameters);

/// All rows. Integers of any width, and decimals without a fraction (the sums of integers), are
/// integers; anything that is neither an integer nor text is a Bug that shows `sql`.
Rows read(sql::ResultSet& result, std::string_view sql);

}  // namespace viaja::mysql
