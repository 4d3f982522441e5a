#pragma once
// How the schema of a service's database is made and changed: numbered steps, kept for ever, each
// applied once and remembered in the table `schema_migrations`.

#include <span>
#include <stdexcept>
#include <string_view>

#include "common/ports/database.hpp"
#include "common/ports/report.hpp"

namespace viaja {

/// What becomes of a program that does not know a step, because it is older, at its start.
enum class OlderPrograms {
    are_refused,
    /// Each statement of the step only adds what they neither read nor need to write: tables,
    /// indexes, columns with a default. So an upgrade may be taken back, also in the middle of the
    /// step (docs/operations.md, "Schemas").
    may_run,
};

/// One step. `number` is 1 or more and unique in a database; where several libraries bring tables
/// to one database, each has a range of numbers of its own. `sql` holds statements of the
/// common dialect, separated by ';', which therefore stands in no literal and no comment. A step
/// that has been released is never edited: databases remember its checksum. Add a new one instead.
struct Migration {
    int number;
    std::string_view name;
    std::string_view sql;
    OlderPrograms older = OlderPrograms::are_refused;
};

/// The database does not fit this program, and to go on could spoil it. The text is a sentence for
/// the operator.
class SchemaRefused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Applies the steps of `all` that are missing, by ascending number, each with the row that
/// remembers it, while no other process does the same (Connection::change_schema). Called at the
/// start of a process, outside of a transaction; several processes may start together. `all` names
/// every step of the database, in any order. `service` is named in errors.
///
/// Where DDL is part of transactions a step is applied as a whole or not at all. MySQL commits at
/// each DDL statement; there the table `schema_under_way` remembers how many statements of a step
/// have run, and a start that was interrupted is gone on with by the next. Where that cannot be,
/// the refusal says what the operator has to do.
///
/// The database may have steps that are not in `all`, of a newer program, applied or under way:
/// this one goes on where the newer one said of each that older programs may run, and `report` gets
/// a warning with their names. What it said is kept from before the first statement of a step.
///
/// Throws SchemaRefused if another step is not in `all`, if an applied step reads otherwise today,
/// or if an interrupted one cannot go on; Bug if a step is wrong; Unavailable; Conflict or
/// Uncertain when that happened over and over.
void migrate(Connection& connection, std::string_view service, std::span<const Migration> all,
             const Report& report = {});

/// Writes and commits a row that means nothing, in a table that `migrate` makes: a database that
/// can be read need not take writes, for its disk is full or it is told to be read-only. Outside of
/// a transaction. Throws Unavailable, Uncertain, Failed or Bug where it cannot be written.
void prove_writable(Connection& connection);

}  // namespace viaja
