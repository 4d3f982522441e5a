#pragma once
// The schedules of all carriers at this replica: hears their announcements, fetches their pages and
// keeps the index over them. The index is rebuilt each day: it has time zone offsets for five
// weeks. Decisions stand in carriers.hpp; this is the bus, the timer and the thread that builds.
// Loop thread only, but for the build.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/contract/messages.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "common/runtime/loop.hpp"
#include "session-service/routes/build_pace.hpp"
#include "session-service/routes/carriers.hpp"

namespace viaja::routes {

class Timetable;

/// What is built from: each carrier's schedule.
using CarrierSchedules = std::map<std::string, std::shared_ptr<const FetchedSchedule>>;

/// An index and the schedules that it was built from.
struct CurrentTimetable {
    std::shared_ptr<const Timetable> timetable;
    std::string version;  ///< a digest of the versions of all schedules, the same at every replica
    Date built_on;        ///< the UTC day
};

class Schedules {
  public:
    /// At most one index is begun in this time, the first change in it at once. One that took long
    /// to build is followed by a longer pause (BuildPace).
    static constexpr std::chrono::milliseconds kPace{100};

    struct Ports {
        runtime::Loop& loop;
        Bus& bus;
        const Clock& clock;
        Random& random;
    };
    /// Makes the index of this UTC day. Called on a thread of its own, one call at a time. Must not
    /// throw.
    using Build =
        std::function<std::shared_ptr<const Timetable>(const CarrierSchedules&, Date today)>;

    /// The UTC day. Called on the loop thread.
    using Today = std::function<Date()>;

    /// `expected`: codes of VIAJA_CARRIERS. Asks all processes to announce themselves.
    Schedules(const Ports& ports, const std::vector<std::string>& expected, Build build,
              Today today, std::chrono::milliseconds pace = kPace);
    /// Waits for a build that is under way.
    ~Schedules();
    Schedules(const Schedules&) = delete;
    Schedules& operator=(const Schedules&) = delete;

    /// No timetable before the first schedule has been fetched and built.
    const CurrentTimetable& current() const { return current_; }
    Carriers& carriers() { return carriers_; }
    const Carriers& carriers() const { return carriers_; }
    /// Whether the index has the schedules of all carriers that are expected.
    bool complete() const;
    /// Carriers whose flights a search would show if they were in the index and not silent.
    std::set<std::string> missing() const;
    /// An answer of the carrier names this version of its schedule.
    void saw_version(const std::string& carrier, const std::string& version);
    /// Replaces what is called after each new index.
    void when_built(std::function<void()> call) { when_built_ = std::move(call); }

  private:
    void hear(const ServiceAlive& alive);
    void hear(const ServiceGone& gone);
    void take(const std::string& body);
    void look();
    void do_what_is_due();
    void build_when_due();
    void wake_when_due();
    void send_requests();
    bool is_of_another_day() const;
    void build();
    void built(CurrentTimetable timetable);

    runtime::Loop& loop_;
    Bus& bus_;
    const Clock& clock_;
    Random& random_;
    const Build build_;
    const Today today_;
    const std::vector<std::string> expected_;
    BuildPace pace_;
    Carriers carriers_;
    CurrentTimetable current_;
    std::function<void()> when_built_ = [] {};
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::string reply_to_;
    std::vector<std::unique_ptr<Consumer>> consumers_;
    runtime::TimerHandle looks_;
    runtime::TimerHandle due_;
    runtime::BlockingExecutor executor_{"timetable"};  // destroyed first: waits for the build
};

}  // namespace viaja::routes
