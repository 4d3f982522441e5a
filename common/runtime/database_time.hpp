#pragma once
// The time of a database, for answers that need no row: the last reading of its clock, carried on
// by this process's monotonic clock.

#include <mutex>
#include <optional>

#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/report.hpp"

namespace viaja::runtime {

/// `read` is for one thread, the others for any. Before the first reading `now` is the wall clock.
class DatabaseTime {
  public:
    /// From here on the wall clock and the database's count as different.
    static constexpr Duration kSkewSaid = std::chrono::seconds(2);

    /// `report` is called when the wall clock begins to differ from the database's, and when it
    /// agrees again.
    explicit DatabaseTime(const Clock& clock, Report report = {});

    /// Asks the database for its time, which may be earlier than the last one. Errors are those of
    /// Connection::now.
    void read(Connection& connection);

    Instant now() const;
    /// False while the wall clock of this host differs from the database's.
    bool agrees() const;

  private:
    struct Reading {
        Instant at;
        Moment read_at;
    };

    const Clock& clock_;
    const Report report_;
    mutable std::mutex mutex_;  // protects all below
    std::optional<Reading> last_;
    bool agrees_ = true;
};

}  // namespace viaja::runtime
