#pragma once
// Removes rows of what has ended, by their age: a page of the table at a time by its primary key,
// with a pause behind each page, and a pass over the table every few hours. Each page is one short
// transaction of a connection of its own. Any number of processes may prune one table: what another
// one has removed is not found.
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

    static constexpr auto list() {
        using Of = PruningCounters;
        return std::to_array<Counter<Of>>({
            {&Of::pruned, "viaja_pruned_total",
             "Ended sessions, or ended holds of a supplier, that were removed for their age"},
            {&Of::passes, "viaja_pruning_passes_total", "Times that the whole table was looked at"},
            {&Of::put_off, "viaja_pruning_put_off_total",
             "Pages to be tried again later: a row was locked, the database failed, or its clock "
             "differs from the process's"},
        });
    }
};

/// What became of a page.
struct PrunedPage {
    std::uint64_t pruned = 0;
    std::optional<std::string> next;  ///< the key behind which the next one begins; none: the last
};
/// Prunes the page behind the key `after`, empty for the first one, at the time `now` of the
/// database.
using PrunePage =
    std::function<PrunedPage(Connection& connection, const std::string& after, Instant now)>;

struct PrunePace {
    Duration pause = std::chrono::milliseconds(20);  ///< between two pages
    Duration rest = std::chrono::hours(6);           ///< between two passes
};

/// Construct, `start`, `stop` and destroy it on one thread. `step` and `next_wake` are for the
/// thread of a simulation, instead of `start`. Counters from any thread.
class Pruning {
  public:
    /// All outlive it. Without a `prune_page` it does nothing.
    Pruning(Database& database, const Clock& clock, PrunePage prune_page, PrunePace pace = {},
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
    void put_off(const std::string& why);
    void continue_in(Duration pause);

    Database& database_;
    const Clock& clock_;
    const PrunePage prune_page_;
    const PrunePace pace_;
    const Report report_;
    SharedCounters<PruningCounters> counters_;

    std::unique_ptr<Connection> connection_;  // these: of the thread
    std::string after_;
    bool failure_reported_ = false;

    mutable std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    bool stopping_ = false;
    Moment next_;
    std::unique_ptr<runtime::Worker> thread_;
};

}  // namespace viaja
