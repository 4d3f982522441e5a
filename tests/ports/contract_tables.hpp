#pragma once
// The tables on which the database suites work.

#include <array>
#include <string>

#include "common/ports/database.hpp"

namespace viaja::test {

inline constexpr std::array<std::string_view, 4> kThingColumns{"id", "number", "content", "nick"};
inline constexpr Table kThings{"things", kThingColumns, 1};
inline constexpr std::string_view kMakeThings =
    "CREATE TABLE things (id VARCHAR(64) NOT NULL PRIMARY KEY, number BIGINT, "
    "content MEDIUMTEXT, nick VARCHAR(64) UNIQUE)";

inline constexpr std::array<std::string_view, 3> kPairColumns{"owner", "place", "content"};
inline constexpr Table kPairs{"pairs", kPairColumns, 2};
inline constexpr std::string_view kMakePairs =
    "CREATE TABLE pairs (owner VARCHAR(64) NOT NULL, place BIGINT NOT NULL, "
    "content VARCHAR(64), PRIMARY KEY (owner, place))";

inline Values thing(const std::string& id, std::int64_t number, Value content = nullptr,
                    Value nick = nullptr) {
    return {id, number, std::move(content), std::move(nick)};
}

inline void insert_one(Connection& connection, const Table& table, const Values& row) {
    connection.insert(table, std::span(&row, 1));
}
inline void put_one(Connection& connection, const Table& table, const Values& row) {
    connection.put(table, std::span(&row, 1));
}
inline Rows find_one(Connection& connection, const Table& table, const Value& key) {
    return connection.find(table, table.columns.front(), std::span(&key, 1));
}
inline Rows lock_one(Connection& connection, const Table& table, const Value& key) {
    return connection.lock(table, table.columns.front(), std::span(&key, 1));
}

}  // namespace viaja::test
