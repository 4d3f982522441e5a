#pragma once
// Searches for routes together with their carriers. Each runs an ItinerarySearch: the search itself
// on a thread of its own, seat checks and time on the loop. Loop thread only.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "common/contract/seats_changed.hpp"
#include "session-service/routes/itineraries.hpp"
#include "session-service/routes/schedules.hpp"
#include "session-service/search/search_thread.hpp"
#include "session-service/search/seat_checks.hpp"

namespace viaja::session {

struct FoundRoutes {
    /// Null: too many searches are under way, or too much of their work waits. Without a timetable
    /// where no schedule is known.
    std::shared_ptr<const routes::ItineraryResult> result;
    std::set<std::string> missing;  ///< carriers
    std::string timetable;          ///< the version of the timetable that the search began with
};

class RouteSearch {
  public:
    /// More searches under way are refused: of those of the lane `deep`, and of all.
    static constexpr std::size_t kDeepSearchesMax = 50;
    static constexpr std::size_t kSearchesMax = 1'000;
    /// For so long after the start a search waits, up to half its time, for the schedules of the
    /// carriers that are expected: an announcement that was lost is repeated within it.
    static constexpr Duration kStartTime = std::chrono::seconds(10);

    using Ports = SeatChecks::Ports;
    /// Makes the query for the timetable that the search begins with; it has no problem
    /// (problem_of). Nothing: the caller has answered otherwise, and `OnFound` is not called.
    using Ask = std::function<std::optional<routes::ItineraryQuery>(const routes::Timetable&)>;
    using OnFound = std::function<void(const FoundRoutes&)>;

    /// All outlive it. `time`: how long a search may take, 2 ms at least.
    RouteSearch(const Ports& ports, routes::Schedules& schedules, std::chrono::milliseconds time);
    ~RouteSearch();
    RouteSearch(const RouteSearch&) = delete;
    RouteSearch& operator=(const RouteSearch&) = delete;

    using Lane = SearchThread::Lane;
    /// Calls `on_found` once, at once or later. Carriers are asked in the trace of `context`.
    /// `deep`: a page of all routes.
    void find(Lane lane, const TraceContext& context, Ask ask, OnFound on_found);

    /// A hold of the flight has come to an outcome: the next search asks what is left.
    void outdate(const std::string& flight, Date date);

    /// The carriers that were to be asked and are not gone.
    AskedSuppliers suppliers() const { return checks_.suppliers(); }
    std::vector<http::Metric> metrics() const {
        return search_metrics(suppliers(), clock_.moment());
    }

  private:
    /// Of the calculation's thread.
    using Calculation = std::optional<routes::ItinerarySearch>;
    struct Step {
        std::vector<routes::FlightsToCheck> checks;
        std::shared_ptr<const routes::ItineraryResult> result;  ///< null: not done
    };
    struct UnderWay {
        Lane lane{};
        TraceContext context;
        Ask ask;
        OnFound on_found;
        Moment ends;
        runtime::TimerHandle timer;
        std::shared_ptr<Calculation> calculation;  ///< null: waits for schedules
        int passengers = 1;
        bool over = false;  ///< its time is up: nothing more is asked
        FoundRoutes found;
    };
    using Work = std::function<std::vector<routes::FlightsToCheck>(Calculation&)>;

    void begin(const Uuid& id);
    void begin_waiting();
    bool waits_for_schedules() const;
    bool calculate(const Uuid& id, Work work);
    void set_newest(std::shared_ptr<const routes::Timetable> timetable);
    std::shared_ptr<const routes::Timetable> newest() const;
    void take(const Uuid& id, Step step);
    void take(SeatChecks::Answer answer);
    void time_is_up(const Uuid& id);
    void finish(const Uuid& id, std::shared_ptr<const routes::ItineraryResult> result);
    std::optional<UnderWay> extract(const Uuid& id);
    std::chrono::milliseconds time_left(const UnderWay& one) const;
    void take(const SeatsChanged& change);
    using Correct = std::function<void(routes::SeatCache&, routes::FlightIndex)>;
    void correct(const std::string& flight, Correct correction);

    runtime::Loop& loop_;
    const Clock& clock_;
    Random& random_;
    routes::Schedules& schedules_;
    const std::chrono::milliseconds time_;
    const Moment started_;
    SeatChecks checks_;
    std::map<Uuid, UnderWay> under_way_;
    std::size_t deep_under_way_ = 0;
    mutable std::mutex newest_mutex_;  // protects the next
    std::shared_ptr<const routes::Timetable> newest_;
    std::optional<routes::SeatCache> cache_;  ///< of the calculation's thread
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    SearchThread thread_;
    std::unique_ptr<Consumer> seats_changed_;  // destroyed before the thread that it feeds
};

}  // namespace viaja::session
