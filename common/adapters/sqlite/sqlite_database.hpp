#pragma once
// The Database port on SQLite: the embedded default (one file per service), and the simulation.

#include <filesystem>
#include <memory>
#include <string>

#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"

namespace viaja {

class SqliteHandle;
class WritersInTurn;

/// Where a database lies: a file's path, or a name in memory.
struct SqliteLocation {
    std::string name;
    bool in_memory = false;
};

/// A file in WAL mode: every commit is on the disk when it returns, readers never wait for a
/// writer, and there is one writer at a time, in this process or in another. `begin` takes that
/// one writer's place, so that whatever a transaction reads is locked. Writers of one
/// SqliteDatabase take turns; it waits up to five seconds for those and as long for other
/// processes, and then throws Conflict. `now` is the clock that is given here, since SQLite's own
/// is this machine's clock too.
///
/// Any thread. Connections may outlive this object; the clock may not go before them.
class SqliteDatabase : public Database {
  public:
    /// A database in memory, shared by all SqliteDatabase objects of this process with the same
    /// name, which lives as long as one of them or of their connections. Here readers and writers
    /// wait for each other, up to five seconds: a thread that reads on one connection while it has
    /// a transaction open on another would wait for itself, and gets Conflict at the end.
    struct Memory {
        std::string name;
    };

    /// The file is made at the first `connect`; its folder must exist by then.
    SqliteDatabase(const std::filesystem::path& file, const Clock& clock);
    SqliteDatabase(const Memory& memory, const Clock& clock);
    ~SqliteDatabase() override;

    std::unique_ptr<Connection> connect() override;

  private:
    const SqliteLocation location_;
    const Clock& clock_;
    const std::shared_ptr<WritersInTurn> writers_;
    std::unique_ptr<SqliteHandle> anchor_;  ///< keeps a database in memory alive
};

}  // namespace viaja
