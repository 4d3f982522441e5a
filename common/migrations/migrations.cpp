#include "common/migrations/migrations.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {

constexpr std::array<std::string_view, 4> kColumns{"number", "name", "checksum", "applied_at"};
constexpr Table kTable{"schema_migrations", kColumns, 1};
constexpr std::string_view kMakeTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "number BIGINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, "
    "checksum CHAR(16) NOT NULL, applied_at BIGINT NOT NULL)";

/// A process that meets another one at work waits inside the database, so that more tries than
/// these mean that something else is wrong.
constexpr int kTriesMax = 10;

/// 64-bit FNV-1a: it need only notice an edit, not an attack.
std::string checksum_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3;
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hexadecimal(16, '0');
    for (auto digit = hexadecimal.rbegin(); digit != hexadecimal.rend(); ++digit) {
        *digit = kDigits[hash & 0xf];
        hash >>= 4;
    }
    return hexadecimal;
}

std::vector<std::string_view> statements_of(std::string_view sql) {
    std::vector<std::string_view> statements;
    while (!sql.empty()) {
        const auto end = std::min(sql.find(';'), sql.size());
        const std::string_view statement = sql.substr(0, end);
        if (statement.find_first_not_of(" \t\r\n") != std::string_view::npos) {
            statements.push_back(statement);
        }
        sql.remove_prefix(std::min(end + 1, sql.size()));
    }
    return statements;
}

std::string described(std::int64_t number, std::string_view name) {
    return "migration " + std::to_string(number) + " (" + std::string(name) + ")";
}

/// Looks at one applied step; `expected` is this program's step of the same number.
void compare(std::string_view service, RowReader row, const Migration* expected) {
    const std::int64_t number = row.integer();
    const std::string name = row.text();
    const std::string whose = "the database of " + std::string(service) + " ";
    if (expected == nullptr) {
        throw SchemaRefused(whose + "was changed by a newer program: it has " +
                            described(number, name) +
                            ", which this program does not know. Start the newer program, or go "
                            "back to a backup that was made before it");
    }
    if (row.text() != checksum_of(expected->sql)) {
        throw SchemaRefused(whose + "was made with another text of " + described(number, name) +
                            " than this program has. A migration is never edited: take the edit "
                            "back and add a new migration");
    }
}

using Steps = std::map<std::int64_t, const Migration*>;

/// Applies the first step that is missing; false if none is.
bool apply_next(Connection& connection, std::string_view service, const Steps& steps) {
    Transaction transaction(connection);
    connection.execute(kMakeTable);
    const Rows applied =
        connection.query("SELECT number, name, checksum FROM schema_migrations ORDER BY number");
    Steps missing = steps;
    for (const Values& row : applied) {
        const std::int64_t number = RowReader(row).integer();
        const auto step = steps.find(number);
        compare(service, RowReader(row), step == steps.end() ? nullptr : step->second);
        missing.erase(number);
    }
    if (!missing.empty()) {
        const Migration& next = *missing.begin()->second;
        for (const std::string_view statement : statements_of(next.sql)) {
            connection.execute(statement);
        }
        const Values row{std::int64_t{next.number}, std::string(next.name), checksum_of(next.sql),
                         to_value(connection.now())};
        connection.insert(kTable, std::span(&row, 1));
    }
    transaction.commit();
    return !missing.empty();
}

}  // namespace

void migrate(Connection& connection, std::string_view service, std::span<const Migration> all) {
    Steps steps;
    for (const Migration& migration : all) {
        check(migration.number > 0, "the number of a migration must be 1 or more");
        check(steps.emplace(migration.number, &migration).second,
              "two migrations have the same number");
    }
    int tries = 0;
    while (true) {
        try {
            if (!apply_next(connection, service, steps)) return;
        } catch (const Conflict&) {
            // Another process is at the same work; what it has applied is seen by the next look.
            if (++tries == kTriesMax) throw;
        }
    }
}

}  // namespace viaja
