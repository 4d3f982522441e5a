#pragma once
// Removes rows of what has ended, by their age: a page of the table at a time by its primary key,
// with a pause behind each page, and a pass over the table every few hours. Each page is one short
// transaction of a connection of its own. Any number of processes may prune one table: what another
// one has removed is not found.
//
// A page whose removal fails is tried once more after a minute, and then left to the next pass:
// what lies behind it is removed all the same.
//
// Nothing is removed while the process's clock and the database's differ by more than
// kClockSkewMax: by one that is wrong, everything would look old.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "common/counters/counters.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/report.hpp"
#include "common/runtime/workers.hpp"

namespace viaja {

struct PruningCounters {
    std::uint64_t pruned = 0;
    std::uint64_t passes = 0;
    std::uint64_t put_off = 0;
    std::uint64_t left_out = 0;

    static constexpr auto list() {
        using Of = PruningCounters;
        return std::to_array<Counter<Of>>({
            {&Of::pruned, "viaja_pruned_total",
             "Ended sessions, or ended holds of a supplier, that were removed for their age"},
            {&Of::passes, "viaja_pruning_passes_total", "Times that the whole table was looked at"},
            {&Of::put_off, "viaja_pruning_put_off_total",
             "Pages to be tried again later: a row was locked, the database failed, or its clock "
             "differs from the process's"},
            {&Of::left_out, "viaja_pruning_left_out_total",
             "Pages that could not be removed twice, and were left to the next pass"},
        });
    }
};

/// What became of a page.
struct PrunedPage {
    std::uint64_t pruned = 0;
    bool again = false;  ///< more of it is left than one transaction removes
};
/// A page that was looked at. `prune` removes what has ended of it, in one transaction of the
/// connection by which it was found.
struct FoundPage {
    std::string first;                ///< the key of what is removed first; empty: nothing is
    std::optional<std::string> next;  ///< the key behind which the next one begins; none: the last
    std::function<PrunedPage()> prune;
};
/// Finds the page behind the key `after`, empty for the first one, at the time `now` of the
/// database.
using FindPage =
    std::function<FoundPage(Connection& connection, const std::string& after, Instant now)>;

struct PrunePace {
    /// Between two pages, and four times as long as the page took where that is longer.
    Duration pause = std::chrono::milliseconds(20);
    Duration rest = std::chrono::hours(6);  ///< between two passes
};

/// Construct, `start`, `stop` and destroy it on one thread. `step` and `next_wake` are for the
/// thread of a simulation, instead of `start`. Counters from any thread.
class Pruning {
  public:
    /// All outlive it. Without a `find_page` it does nothing.
    Pruning(Database& database, const Clock& clock, FindPage find_page, PrunePace pace = {},
            Report report = {});
    ~Pruning();
    Pruning(const Pruning&) = delete;
    Pruning& operator=(const Pruning&) = delete;

    void start(const std::string& thread_name);
    void stop();

    /// Prunes one page if its time has come; false: it has not.
    bool step();
    /// Max where there is nothing to prune.
    Moment next_wake() const;

    PruningCounters counters() const { return counters_.sum(); }

  private:
    bool wait();
    void prune_one_page();
    std::optional<PrunedPage> prune(const FoundPage& page);
    void try_again_or_leave_out(const FoundPage& page, const std::string& why);
    void go_to(const std::optional<std::string>& next, Duration pause);
    void wait_for_locked_row();
    void put_off(const std::string& why);
    void continue_in(Duration pause);

    Database& database_;
    const Clock& clock_;
    const FindPage find_page_;
    const PrunePace pace_;
    const Report report_;
    SharedCounters<PruningCounters> counters_;

    std::unique_ptr<Connection> connection_;  // these: of the thread
    std::string after_;
    bool page_has_failed_ = false;  // the one behind after_
    int conflicts_ = 0;             // in a row
    bool failure_reported_ = false;

    mutable std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    bool stopping_ = false;
    Moment next_;
    std::unique_ptr<runtime::Worker> thread_;
};

}  // namespace viaja
