#pragma once
// The Database port on a MySQL or MariaDB server (MariaDB 10.6, MySQL 8.4, or newer), with InnoDB.

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/ports/database.hpp"
#include "common/tls/tls_settings.hpp"

namespace viaja {

class DecidingConnections;

struct MysqlSettings {
    std::string host = "127.0.0.1";  ///< always by TCP, also where it is "localhost"
    int port = 3306;
    std::string user = "viaja";
    std::string password = "viaja";
    TlsSettings tls;
    std::string database;  ///< exists already; at most 50 characters
    /// The server ends a connection that is silent for so long, and with it the locks of a process
    /// that was frozen inside of a transaction. Whole seconds, 2 or more.
    std::chrono::seconds silence = std::chrono::seconds(30);
    /// The longest wait for the response to a statement. Whole seconds, 1 or more.
    std::chrono::seconds answer = std::chrono::seconds(5);
};

/// Every connection reads READ COMMITTED, in UTC, in a strict mode in which SQL text means what it
/// means in SQLite: `||` joins texts and a backslash stands for itself. A wait for a row's lock
/// ends with Conflict after two seconds; a server that is silent for `answer` is Unavailable.
/// Tables made here tell texts apart by every byte, blanks at the end included: the first
/// connection sees to it that the database has the collation for that, for which it needs the right
/// to ALTER it.
///
/// Connections keep their prepared statements, at most 256 each. One that never began a transaction
/// lets each call commit by itself; the others send a COMMIT with it, and no BEGIN ever.
///
/// Any thread. A connection may move from thread to thread, and may outlive this object.
class MysqlDatabase : public Database {
  public:
    explicit MysqlDatabase(MysqlSettings settings);

    std::unique_ptr<Connection> connect() override;

    /// The server's numbers of the connections of this object that never wait for rows.
    std::vector<std::int64_t> deciding_connections() const;
    /// Ends connections of this user, of whatever process, at the server: what they had open is
    /// rolled back, and their process connects again. Those that are gone are passed over. Throws
    /// Unavailable.
    void end_connections(std::span<const std::int64_t> numbers) const;

  private:
    const MysqlSettings settings_;
    const std::shared_ptr<DecidingConnections> deciding_;
};

}  // namespace viaja
