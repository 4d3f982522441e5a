#pragma once
// Statements of pruning: a page of a table by its primary key, and the removal of rows by a few of
// their keys. Functions over the connection of the calling thread; errors are those of
// common/ports/database.hpp.

#include <span>
#include <string>
#include <string_view>

#include "common/contract/ids.hpp"
#include "common/ports/database.hpp"

namespace viaja {

/// A page of a table whose primary key `id` is a Uuid of version 7: `columns` of at most
/// kLookedAtMax rows behind `after`, by ascending id, that were made before `made_before`.
constexpr std::size_t kLookedAtMax = 512;
Rows read_page(Connection& connection, std::string_view table, std::string_view columns,
               const std::string& after, Instant made_before);

/// Removes the rows whose `column` is one of `keys`, at most kRemovedMax. `condition` narrows them
/// down, "AND state <> 'held'"; it may be empty. How many there were.
constexpr std::size_t kRemovedMax = 64;
std::int64_t remove_rows(Connection& connection, std::string_view table, std::string_view column,
                         std::span<const Value> keys, std::string_view condition = {});

}  // namespace viaja
