#pragma once
// The Database port on a MySQL or MariaDB server (MariaDB 10.6, MySQL 8.4, or newer), with InnoDB.

#include <chrono>
#include <memory>
#include <string>

#include "common/ports/database.hpp"

namespace viaja {

struct MysqlSettings {
    std::string host = "127.0.0.1";  ///< always by TCP, also where it is "localhost"
    int port = 3306;
    std::string user = "viaja";
    std::string password = "viaja";
    std::string database;  ///< exists already; at most 50 characters
    /// The server ends a connection that is silent for so long, and with it the locks of a process
    /// that was frozen inside of a transaction. Whole seconds, 2 or more.
    std::chrono::seconds silence = std::chrono::seconds(30);
};

/// Every connection reads READ COMMITTED, in UTC, in a strict mode in which SQL text means what it
/// means in SQLite: `||` joins texts and a backslash stands for itself. A wait for a row's lock
/// ends with Conflict after two seconds; a server that says nothing for five is Unavailable. Tables
/// made here tell texts apart by every byte, blanks at the end included: the first connection sees
/// to it that the database has the collation for that, for which it needs the right to ALTER it.
///
/// Connections keep their prepared statements, at most 256 each. One that never began a transaction
/// lets each call commit by itself; the others send a COMMIT with it, and no BEGIN ever.
///
/// Any thread. A connection may move from thread to thread, and may outlive this object.
class MysqlDatabase : public Database {
  public:
    explicit MysqlDatabase(MysqlSettings settings);

    std::unique_ptr<Connection> connect() override;

  private:
    const MysqlSettings settings_;
};

}  // namespace viaja
