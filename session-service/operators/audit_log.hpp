#pragma once
// Rows of what operators did (store/operator_actions.hpp) for actions with an effect outside of the
// database: the row is written before the effect, and once more with the outcome. One thread; its
// connection is made at the first use.

#include <memory>

#include "common/ports/database.hpp"
#include "session-service/store/operator_actions.hpp"

namespace viaja::session {

class AuditLog {
  public:
    explicit AuditLog(Database& database) : database_(database) {}

    /// Writes the row, at the database's time. Unavailable, Conflict or Uncertain: nothing may be
    /// done without it.
    void write(OperatorAction& action);

  private:
    Database& database_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace viaja::session
