#pragma once
// A search that is played together with its carriers, and told as text.

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "session-service/routes/itineraries.hpp"
#include "tests/core/routes_world.hpp"

namespace viaja::routes {

inline const Moment kNow{std::chrono::seconds(1'000)};

/// A replica and its carriers, which answer what their books say, and what was said.
class Stage {
  public:
    explicit Stage(const std::vector<std::string>& flights)
        : world_(flights), cache_(world_.shared_timetable()) {
        query.route = world_.ask("GRU REC", "2026-12-10").query;
        query.order = Order::price;
    }

    /// Asks, hands over what the carriers answer round by round, and tells the outcome.
    std::string run() {
        log_.clear();
        ItinerarySearch search(cache_, query);
        auto checks = search.begin(now);
        while (!checks.empty()) {
            std::vector<FlightsToCheck> next;
            for (const FlightsToCheck& asked : checks) {
                log_ += "ask " + text_of(asked);
                if (during_the_answers) during_the_answers();
                if (frozen.contains(asked.carrier)) continue;
                for (auto& one : search.answered(asked.carrier, answers_to(asked), now))
                    next.push_back(one);
            }
            checks = next;
        }
        if (!search.done()) {
            log_ += "time is up\n";
            search.time_is_up(now);
        }
        result = search.result();
        tell();
        return log_;
    }

    void move_to(const std::vector<std::string>& flights) {
        world_ = RoutesWorld(flights);
        cache_.move_to(world_.shared_timetable());
    }
    SeatCache& cache() { return cache_; }
    FlightIndex flight(const std::string& number) const {
        return cache_.timetable()->find_flight(number).value();
    }

    ItineraryQuery query;
    Moment now = kNow;
    std::map<std::string, Seats> books;  ///< by number; otherwise 50 seats at the schedule's price
    std::set<std::string> frozen;
    std::function<void()> during_the_answers;
    ItineraryResult result;

  private:
    static std::string text_of(const FlightsToCheck& asked) {
        std::string text = asked.carrier + ":";
        for (const FlightOnDay& unit : asked.flights)
            text += " " + unit.flight + "/" + iso_date(date_of(unit.day)).substr(8);
        return text + "\n";
    }

    std::vector<CheckedFlight> answers_to(const FlightsToCheck& asked) const {
        std::vector<CheckedFlight> answers;
        for (const FlightOnDay& unit : asked.flights) {
            const auto book = books.find(unit.flight);
            const auto index = cache_.timetable()->find_flight(unit.flight);
            if (book != books.end()) {
                answers.push_back({unit, book->second});
            } else if (index) {
                answers.push_back({unit, Seats{50, cache_.timetable()->flight(*index).price}});
            }
        }
        return answers;
    }

    void tell() {
        for (const Offer& offer : result.offers)
            log_ += numbers_of(offer.route) + "for " + std::to_string(offer.route.price) + "\n";
        for (std::size_t day = 0; day < result.days.size(); ++day) {
            const auto& cheapest = result.days[day].cheapest;
            log_ += iso_date(result.days[day].date).substr(8) + " " +
                    (cheapest ? numbers_of(*cheapest) + "for " + std::to_string(cheapest->price)
                              : "none") +
                    (result.checked[day] ? "" : ", unchecked") + "\n";
        }
        for (const std::string& carrier : result.missing)
            log_ += "missing " + carrier + "\n";
        if (result.more) log_ += "more\n";
    }

    std::string numbers_of(const Route& route) const {
        std::string text;
        for (const Segment& segment : route.segments())
            text += result.timetable->flight(segment.flight).number + " ";
        return text;
    }

    RoutesWorld world_;
    SeatCache cache_;
    std::string log_;
};

}  // namespace viaja::routes
