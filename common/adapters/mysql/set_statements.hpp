#pragma once
// What of the set-based calls is MySQL's own; the rest is common/sql_text. Part of the adapter.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "common/ports/database.hpp"

namespace viaja::mysql {

/// Fewer than MariaDB's in_predicate_conversion_threshold (1000), beyond which it turns the list of
/// keys into a table of its own and locks rows in another order.
constexpr std::size_t kKeysMax = 512;
/// Each statement is a round trip. More rows than these gain nothing (measured: 100 cost a fifth
/// of what 10 rows cost each), and the server takes 65,535 parameters.
constexpr std::size_t kRowsMax = 128;

/// Up to so many keys in all, the statements of one `load` travel together as text, which costs the
/// server more for a key and less for a statement than prepared ones do.
constexpr std::size_t kKeysTogether = 128;
/// The same for the rows that one commit writes.
constexpr std::size_t kRowsTogether = 96;

/// The server's clock as microseconds since 1970. Of several statements that travel together each
/// has a time of its own.
constexpr std::string_view kClockText = "SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)";

/// A statement whose values stand in its text.
struct FilledStatement {
    std::string text;
    std::string shown;  ///< for errors and logs: with `?` in place of the values, which are secret
};

/// With a literal in place of each `?`: another number of parameters is a Bug. For connections on
/// which a backslash stands for itself; the text has no `?` in a literal of its own.
FilledStatement with_literals(std::string sql, std::span<const Value> parameters);

/// Whether the text is no more than one statement. Semicolons within quotes are text.
bool is_one_statement(std::string_view sql);

/// `sql_text::select_text` that locks what it finds, row by row in the order of the key.
std::string lock_text(const Table& table, std::string_view column, std::size_t keys);
/// The same, which fails at once where a row is locked by another transaction.
std::string lock_at_once_text(const Table& table, std::string_view column, std::size_t keys);

/// Like insert, but a row whose primary key is there already is overwritten.
std::string put_text(const Table& table, std::size_t rows);

}  // namespace viaja::mysql
