#include "session-service/search/route_search.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/topology.hpp"

namespace viaja::session {
namespace {

/// Steps of searches, and events, that wait for the calculation's thread.
constexpr std::size_t kStepsMax = 4 * RouteSearch::kSearchesMax;
/// Carriers are asked only while this share of a search's time is left.
constexpr int kLeastShareOfTime = 8;

}  // namespace

RouteSearch::RouteSearch(const Ports& ports, routes::Schedules& schedules,
                         std::chrono::milliseconds time)
    : loop_(ports.loop),
      clock_(ports.clock),
      random_(ports.random),
      schedules_(schedules),
      time_(time),
      started_(clock_.moment()),
      checks_(ports, schedules, [this](SeatChecks::Answer answer) { take(std::move(answer)); }),
      thread_(kStepsMax) {
    schedules_.when_built([this] { begin_waiting(); });
    seats_changed_ = ports.bus.listen(std::string(topology::kSeatsChanged),
                                      [this](const std::string&, const std::string& body) {
                                          for (const auto& change : seats_changed_from(body))
                                              take(change);
                                      });
}

RouteSearch::~RouteSearch() {
    *alive_ = false;
    schedules_.when_built([] {});
}

void RouteSearch::find(Lane lane, const TraceContext& context, Ask ask, OnFound on_found) {
    const bool is_deep = lane == Lane::deep;
    if (under_way_.size() >= kSearchesMax || (is_deep && deep_under_way_ >= kDeepSearchesMax)) {
        return on_found({});
    }
    if (is_deep) ++deep_under_way_;
    const auto id = new_uuid(clock_, random_);
    UnderWay one;
    one.lane = lane;
    one.context = context;
    one.ask = std::move(ask);
    one.on_found = std::move(on_found);
    one.ends = clock_.moment() + time_;
    const bool waits = waits_for_schedules();
    if (waits) one.timer = loop_.call_after(time_ / 2, [this, id] { begin(id); });
    under_way_.emplace(id, std::move(one));
    if (!waits) begin(id);
}

bool RouteSearch::waits_for_schedules() const {
    return clock_.moment() < started_ + kStartTime && !schedules_.complete();
}

void RouteSearch::begin_waiting() {
    if (waits_for_schedules()) return;
    std::vector<Uuid> waiting;
    for (const auto& [id, one] : under_way_) {
        if (!one.calculation) waiting.push_back(id);
    }
    for (const auto& id : waiting)
        begin(id);
}

void RouteSearch::begin(const Uuid& id) {
    auto& one = under_way_.at(id);
    const auto& current = schedules_.current();
    one.found.missing = schedules_.missing();
    one.found.timetable = current.version;
    if (!current.timetable) return finish(id, std::make_shared<routes::ItineraryResult>());
    auto query = one.ask(*current.timetable);
    if (!query) {
        extract(id);
        return;
    }
    query->silent = schedules_.carriers().silent(clock_.moment());
    checks_.leave_out(query->silent);
    checks_.ask_silent_carriers(time_);
    one.passengers = query->passengers;
    one.calculation = std::make_shared<Calculation>();
    one.timer = loop_.call_after(time_left(one), [this, id] { time_is_up(id); });
    const bool taken =
        calculate(id, [this, query = std::move(*query)](Calculation& calculation) mutable {
            calculation.emplace(*cache_, std::move(query));
            return calculation->begin(clock_.moment());
        });
    if (!taken) finish(id, nullptr);
}

/// Does the work on the calculation's thread, and hands on what follows of it. False where too much
/// waits there. The timetable is the newest when it is done, not when it was given: a deep step may
/// be done behind brief ones that were given later, and the cache would go back and forth.
bool RouteSearch::calculate(const Uuid& id, Work work) {
    const auto& one = under_way_.at(id);
    set_newest(schedules_.current().timetable);
    return thread_.submit(one.lane, [this, alive = alive_, id, work = std::move(work),
                                     calculation = one.calculation]() mutable {
        const auto timetable = newest();
        if (!cache_) cache_.emplace(timetable);
        if (cache_->timetable() != timetable) cache_->move_to(timetable);
        Step step{work(*calculation), nullptr};
        const auto& search = **calculation;
        // A search that is done changes its result no more.
        if (search.done()) step.result = {calculation, &search.result()};
        loop_.post([this, alive, id, step = std::move(step)]() mutable {
            if (*alive) take(id, std::move(step));
        });
    });
}

void RouteSearch::set_newest(std::shared_ptr<const routes::Timetable> timetable) {
    const std::lock_guard guard(newest_mutex_);
    newest_ = std::move(timetable);
}

std::shared_ptr<const routes::Timetable> RouteSearch::newest() const {
    const std::lock_guard guard(newest_mutex_);
    return newest_;
}

void RouteSearch::take(const Uuid& id, Step step) {
    const auto place = under_way_.find(id);
    if (place == under_way_.end()) return;
    if (step.result) return finish(id, std::move(step.result));
    const auto& one = place->second;
    const auto left = time_left(one);
    // An answer would come too late, and silence would say nothing of the carriers.
    if (one.over || left < time_ / kLeastShareOfTime) return;
    checks_.ask(id, step.checks, {one.passengers, left, one.context});
}

void RouteSearch::take(SeatChecks::Answer answer) {
    const auto place = under_way_.find(answer.search);
    if (place == under_way_.end()) return;
    // An answer for which there is no room counts as lost: the search ends at its time.
    calculate(answer.search, [this, answer](Calculation& calculation) {
        return calculation->answered(answer.carrier, answer.seats, clock_.moment());
    });
}

void RouteSearch::time_is_up(const Uuid& id) {
    under_way_.at(id).over = true;
    checks_.give_up(id);
    const bool taken = calculate(id, [this](Calculation& calculation) {
        calculation->time_is_up(clock_.moment());
        return std::vector<routes::FlightsToCheck>();
    });
    if (!taken) finish(id, nullptr);
}

void RouteSearch::finish(const Uuid& id, std::shared_ptr<const routes::ItineraryResult> result) {
    auto one = extract(id);
    if (!one) return;
    if (result) one->found.missing.insert(result->missing.begin(), result->missing.end());
    one->found.result = std::move(result);
    one->on_found(one->found);
}

std::optional<RouteSearch::UnderWay> RouteSearch::extract(const Uuid& id) {
    auto node = under_way_.extract(id);
    if (node.empty()) return std::nullopt;
    if (node.mapped().lane == Lane::deep) --deep_under_way_;
    return std::move(node.mapped());
}

std::chrono::milliseconds RouteSearch::time_left(const UnderWay& one) const {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(one.ends - clock_.moment());
    return std::max(left, std::chrono::milliseconds(1));
}

void RouteSearch::outdate(const std::string& flight, Date date) {
    correct(flight, [date](routes::SeatCache& cache, routes::FlightIndex index) {
        cache.outdate(index, routes::day_of(date));
    });
}

/// On a thread of the bus. What it says of another carrier's flights is ignored.
void RouteSearch::take(const SeatsChanged& change) {
    correct(change.flight.flight,
            [this, change](routes::SeatCache& cache, routes::FlightIndex index) {
                const auto& timetable = *cache.timetable();
                const auto& carrier = timetable.carrier(timetable.flight(index).carrier);
                if (topology::carrier_of(change.address) != carrier) return;
                cache.changed(index, routes::day_of(change.flight.date), change.seats_left,
                              clock_.moment());
            });
}

/// Any thread. A correction for which there is no room is lost: entries are good for a minute.
void RouteSearch::correct(const std::string& flight, Correct correction) {
    thread_.submit(Lane::brief, [this, flight, correction = std::move(correction)] {
        if (!cache_) return;
        const auto index = cache_->timetable()->find_flight(flight);
        if (index) correction(*cache_, *index);
    });
}

}  // namespace viaja::session
