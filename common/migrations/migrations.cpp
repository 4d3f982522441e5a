#include "common/migrations/migrations.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "common/text/fnv1a.hpp"
#include "common/text/hexadecimal.hpp"

namespace viaja {

namespace {

constexpr std::array<std::string_view, 4> kColumns{"number", "name", "checksum", "applied_at"};
constexpr Table kTable{"schema_migrations", kColumns, 1};
constexpr std::string_view kMakeTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "number BIGINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, "
    "checksum CHAR(16) NOT NULL, applied_at BIGINT NOT NULL)";

/// How many statements of a step have run that is not applied yet. Where DDL is part of a
/// transaction its rows are never visible.
constexpr std::array<std::string_view, 3> kUnderWayColumns{"number", "checksum", "statements"};
constexpr Table kUnderWay{"schema_under_way", kUnderWayColumns, 1};
constexpr std::string_view kMakeUnderWay =
    "CREATE TABLE IF NOT EXISTS schema_under_way ("
    "number BIGINT NOT NULL PRIMARY KEY, checksum CHAR(16) NOT NULL, statements BIGINT NOT NULL)";

/// The steps that older programs may leave aside, applied or under way. Each is noted before its
/// first statement: an upgrade that ends at any point can be taken back. A table of its own, since
/// programs that are older than it make and fill schema_migrations with the columns of above.
constexpr std::array<std::string_view, 1> kAdditionsColumns{"number"};
constexpr Table kAdditions{"schema_additions", kAdditionsColumns, 1};
constexpr std::string_view kMakeAdditions =
    "CREATE TABLE IF NOT EXISTS schema_additions (number BIGINT NOT NULL PRIMARY KEY)";

constexpr std::array<std::string_view, 2> kProbeColumns{"number", "at"};
constexpr Table kProbe{"write_probe", kProbeColumns, 1};
constexpr std::string_view kMakeProbe =
    "CREATE TABLE IF NOT EXISTS write_probe ("
    "number BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL)";

/// A process that meets another one at work waits inside the database, so that more tries than
/// these mean that something else is wrong.
constexpr int kTriesMax = 10;

/// It need only notice an edit, not an attack.
std::string checksum_of(std::string_view text) {
    return hexadecimal(fnv1a(text));
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

[[noreturn]] void refuse_newer(std::string_view service, const std::string& step) {
    throw SchemaRefused("the database of " + std::string(service) +
                        " was changed by a newer program: it has " + step +
                        ", which this program does not know. Start the newer program, or go back "
                        "to a backup that was made before it");
}

using Steps = std::map<std::int64_t, const Migration*>;
using Numbers = std::set<std::int64_t>;

/// What is begun and not applied; the row of a step may outlive its end by an interruption.
constexpr std::string_view kSelectUnderWay =
    "SELECT number FROM schema_under_way "
    "WHERE number NOT IN (SELECT number FROM schema_migrations)";

struct Schema {
    Steps missing;                   ///< not applied yet
    Numbers additions;               ///< as the database remembers them
    std::vector<std::string> newer;  ///< applied or under way, described: this program lacks them
};

void compare(std::string_view service, const std::string& step, const std::string& checksum,
             const Migration& expected) {
    if (checksum == checksum_of(expected.sql)) return;
    throw SchemaRefused("the database of " + std::string(service) +
                        " was made with another text of " + step +
                        " than this program has. A migration is never edited: take the edit "
                        "back and add a new migration");
}

Numbers additions_of(Connection& connection) {
    Numbers additions;
    for (const Values& row : connection.query("SELECT number FROM schema_additions"))
        additions.insert(RowReader(row).integer());
    return additions;
}

Schema schema_of(Connection& connection, std::string_view service, const Steps& steps) {
    Schema schema{.missing = steps, .additions = additions_of(connection), .newer = {}};
    for (const Values& values :
         connection.query("SELECT number, name, checksum FROM schema_migrations ORDER BY number")) {
        RowReader row(values);
        const std::int64_t number = row.integer();
        const auto step = described(number, row.text());
        if (const auto known = steps.find(number); known != steps.end()) {
            compare(service, step, row.text(), *known->second);
            schema.missing.erase(number);
        } else if (schema.additions.contains(number)) {
            schema.newer.push_back(step);
        } else {
            refuse_newer(service, step);
        }
    }
    for (const Values& row : connection.query(kSelectUnderWay)) {
        const std::int64_t number = RowReader(row).integer();
        if (steps.contains(number)) continue;
        const auto part = "a part of migration " + std::to_string(number);
        if (!schema.additions.contains(number)) refuse_newer(service, part);
        schema.newer.push_back(part);
    }
    return schema;
}

/// Steps that were applied before their program said that they only add; false if there are none.
bool note_applied_additions(Connection& connection, const Steps& steps, const Schema& schema) {
    std::vector<Values> rows;
    for (const auto& [number, step] : steps) {
        if (step->older == OlderPrograms::may_run && !schema.missing.contains(number) &&
            !schema.additions.contains(number)) {
            rows.push_back({number});
        }
    }
    if (!rows.empty()) connection.insert(kAdditions, rows);
    return !rows.empty();
}

/// Before its first statement. What was noted of a step of the same number that was begun and then
/// undone by hand does not hold for this one.
void note_whether_it_adds(Connection& connection, const Migration& step, const Schema& schema) {
    const bool adds = step.older == OlderPrograms::may_run;
    if (adds == schema.additions.contains(step.number)) return;
    const Values row{std::int64_t{step.number}};
    if (adds) {
        connection.insert(kAdditions, std::span(&row, 1));
    } else {
        connection.execute("DELETE FROM schema_additions WHERE number = ?", row);
    }
}

void report_newer(std::string_view service, const std::vector<std::string>& newer,
                  const Report& report) {
    if (newer.empty() || !report) return;
    std::string steps;
    for (const auto& step : newer)
        steps += (steps.empty() ? "" : ", ") + step;
    report({Severity::warning,
            "schema of a newer program, working on it",
            {{"database_of", std::string(service)}, {"steps", std::move(steps)}}});
}

/// One step on its way.
class Progress {
  public:
    /// Goes on where an earlier start came to its end within the step.
    Progress(Connection& connection, std::string_view service, const Migration& step)
        : connection_(connection),
          step_(step),
          checksum_(checksum_of(step.sql)),
          of_service_(described(step.number, step.name) + " of the database of " +
                      std::string(service)) {
        const Value key = std::int64_t{step.number};
        const Rows rows = connection.find(kUnderWay, "number", std::span(&key, 1));
        if (rows.empty()) return;
        RowReader row(rows.front());
        row.integer();
        const std::string checksum = row.text();
        done_ = row.integer();
        goes_on_ = true;
        if (checksum != checksum_) refuse_edited();
    }

    void run(std::span<const std::string_view> statements) {
        if (!goes_on_) remember();
        for (auto left = statements.subspan(std::min(std::size_t(done_), statements.size()));
             !left.empty(); left = left.subspan(1)) {
            run_one(left.front(), statements.size());
            ++done_;
            remember();
        }
    }

    void finish() {
        const Values row{std::int64_t{step_.number}, std::string(step_.name), checksum_,
                         to_value(connection_.now())};
        connection_.insert(kTable, std::span(&row, 1));
        connection_.execute("DELETE FROM schema_under_way WHERE number = ?",
                            std::span(row).first(1));
    }

  private:
    /// The first statement that is run again may be the one in which the earlier start ended, done
    /// or not; only an operator can find out.
    void run_one(std::string_view statement, std::size_t count) {
        if (!std::exchange(goes_on_, false)) {
            connection_.execute(statement);
            return;
        }
        try {
            connection_.execute(statement);
        } catch (const Bug& error) {
            refuse_half_done(error.what(), count);
        } catch (const Conflict& error) {
            refuse_half_done(error.what(), count);
        }
    }

    void remember() {
        const Values row{std::int64_t{step_.number}, checksum_, done_};
        connection_.put(kUnderWay, std::span(&row, 1));
    }

    [[noreturn]] void refuse_half_done(const std::string& why, std::size_t count) const {
        const std::string number = std::to_string(step_.number);
        const std::string next = std::to_string(done_ + 1);
        throw SchemaRefused(of_service_ + " was interrupted, and cannot go on at statement " +
                            next + " of " + std::to_string(count) + ": " + why +
                            ". If that statement is done already, say so: UPDATE "
                            "schema_under_way SET statements = " +
                            next + " WHERE number = " + number +
                            ". If not, put right what it complains of. Then start again");
    }

    [[noreturn]] void refuse_edited() const {
        const std::string number = std::to_string(step_.number);
        throw SchemaRefused(of_service_ + " was begun with another text than this program has, " +
                            "and " + std::to_string(done_) +
                            " of its statements have run. Go on with the program that began it; "
                            "or undo by hand what they did, and then: DELETE FROM "
                            "schema_under_way WHERE number = " +
                            number);
    }

    Connection& connection_;
    const Migration& step_;
    const std::string checksum_;
    const std::string of_service_;
    std::int64_t done_ = 0;
    bool goes_on_ = false;
};

/// Applies the first step that is missing; the steps of newer programs if none is.
std::optional<std::vector<std::string>> apply_next(Connection& connection, std::string_view service,
                                                   const Steps& steps) {
    std::optional<std::vector<std::string>> newer;
    connection.change_schema([&] {
        newer.reset();
        connection.execute(kMakeTable);
        connection.execute(kMakeUnderWay);
        connection.execute(kMakeAdditions);
        connection.execute(kMakeProbe);
        const Schema schema = schema_of(connection, service, steps);
        // A change of its own, which stays where the next step fails.
        if (note_applied_additions(connection, steps, schema)) return;
        if (schema.missing.empty()) {
            newer = schema.newer;
            return;
        }
        const Migration& next = *schema.missing.begin()->second;
        Progress progress(connection, service, next);
        note_whether_it_adds(connection, next, schema);
        progress.run(statements_of(next.sql));
        progress.finish();
    });
    return newer;
}

}  // namespace

void prove_writable(Connection& connection) {
    const Values row{std::int64_t{1}, to_value(connection.now())};
    try {
        connection.put(kProbe, std::span(&row, 1));
    } catch (const Conflict&) {
        // Another process writes the same row, so that rows can be written.
    }
}

void migrate(Connection& connection, std::string_view service, std::span<const Migration> all,
             const Report& report) {
    Steps steps;
    for (const Migration& migration : all) {
        check(migration.number > 0, "the number of a migration must be 1 or more");
        check(steps.emplace(migration.number, &migration).second,
              "two migrations have the same number");
    }
    int tries = 0;
    while (true) {
        try {
            if (const auto newer = apply_next(connection, service, steps))
                return report_newer(service, *newer, report);
        } catch (const Conflict&) {
            // Another process is at the same work; what it has applied is seen by the next look.
            if (++tries == kTriesMax) throw;
        } catch (const Uncertain&) {
            // The next look tells what has happened.
            if (++tries == kTriesMax) throw;
        }
    }
}

}  // namespace viaja
