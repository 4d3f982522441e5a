#pragma once
// One carrier's schedule as it is announced: its version, and its flights page by page. Read by
// SQL; what is kept between calls is only the digest of the last revision of the rows, and where
// its pages end.

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/contract/schedule.hpp"
#include "common/ports/database.hpp"

namespace viaja::flight {

/// Any thread, each with its own connection, outside of a transaction; throws what the connection
/// throws.
class SchedulePages {
  public:
    explicit SchedulePages(std::string carrier);

    /// One statement of one row, unless the schedule changed since the last call, in this process
    /// or in another: then its rows are read once. Flights beyond kScheduleFlightsMax, by number,
    /// are not announced.
    ScheduleVersion version(Connection& connection);

    struct Answer {
        SchedulePage page;
        std::string problem;  ///< empty, "other_version" or "unknown_page"
    };
    /// A page of at most kFlightsPerPage flights, by number, from page 1 on; an empty schedule has
    /// one page. All of it is of the version that was asked for.
    Answer page(Connection& connection, const ScheduleQuestion& question);

  private:
    struct Digest {
        std::int64_t revision = 0;
        ScheduleVersion version;
        std::vector<std::string> page_ends;  ///< the last number of each full page
    };

    Digest digest(Connection& connection);
    Answer read_page(Connection& connection, const Digest& present,
                     const ScheduleQuestion& question) const;

    const std::string carrier_;
    std::mutex mutex_;
    std::optional<Digest> known_;  // guarded by mutex_
};

}  // namespace viaja::flight
