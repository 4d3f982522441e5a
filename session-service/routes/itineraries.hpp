#pragma once
// A search for routes together with the carriers' answers on seats and prices, as a state machine:
// it searches, says which flights its carriers are to be asked about, takes their answers, and
// searches again with that knowledge, until every flight of the result is checked, or for
// kRoundsMax (kPageRoundsMax) searches, or until the time is up. Pure: it sends nothing and reads
// no clock. One thread at a time.
//
//     state    input               next
//     new      begin               asking, or done where every flight is known
//     asking   the last answer     asking again where a price or a full flight was unknown, or done
//     asking   time_is_up          done: silent carriers and unchecked flights are left out
//     done     anything            done

#include <compare>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/contract/schedule.hpp"
#include "session-service/routes/page_edges.hpp"
#include "session-service/routes/routes.hpp"
#include "session-service/routes/seats.hpp"

namespace viaja::routes {

constexpr int kRoundsMax = 3;
/// A page also learns what stands around its ends.
constexpr int kPageRoundsMax = 6;

struct ItineraryQuery {
    enum class Kind { best, all, calendar };

    Kind kind{};
    RouteQuery route;  ///< its seat_price and price_floor_permille are set by the search
    int passengers = 1;
    Order order = Order::best;
    std::size_t limit = kPageMax;       ///< of `best`, and the page's size of `all`
    std::optional<PageKey> after = {};  ///< of `all`
    int days = 1;                       ///< of `calendar`
    std::set<std::string> silent = {};  ///< carriers not to be asked now: left out and missing
};

/// A flight on a day, by the names that carriers know.
struct FlightOnDay {
    std::string flight;
    Day day = 0;
    auto operator<=>(const FlightOnDay&) const = default;
};

/// To one carrier, about at most kSeatsAskedMax flights.
struct FlightsToCheck {
    std::string carrier;
    std::vector<FlightOnDay> flights;
};

/// A carrier's answer on one flight; without seats where it does not sell it on that day.
struct CheckedFlight {
    FlightOnDay unit;
    std::optional<Seats> seats = std::nullopt;
};

struct ItineraryResult {
    /// What the positions below belong to.
    std::shared_ptr<const Timetable> timetable;
    std::vector<Offer> offers;  ///< of `best` and `all`: all flights have the seats, at that price
    /// What is known of the flights of the offers.
    std::map<std::pair<FlightIndex, Day>, Seats> seats;
    /// There are routes behind the limit. Of a page one of them is checked, unless the time was up
    /// or the rounds were.
    bool more = false;
    std::optional<PageKey> next = {};  ///< of `all`
    /// Of `calendar`; `checked` says by day whether its flights' seats and prices are.
    std::vector<CalendarDay> days;
    std::vector<bool> checked;
    /// Carriers that were silent, or whose flights were left out unchecked.
    std::set<std::string> missing;
    bool truncated = false;
    int rounds = 0;
};

class ItinerarySearch {
  public:
    /// The cache must outlive the search. Where it moves to another timetable meanwhile, the search
    /// goes on with that one. The query has no problem (problem_of).
    ItinerarySearch(SeatCache& cache, ItineraryQuery query);

    /// What the carriers are to be asked; nothing if the search is done.
    std::vector<FlightsToCheck> begin(Moment now);
    /// A carrier's answer to one of its checks, which may leave flights out. Returns what is to
    /// be asked next: nothing while others still owe an answer, and when the search is done.
    std::vector<FlightsToCheck> answered(const std::string& carrier,
                                         const std::vector<CheckedFlight>& answers, Moment now);
    /// Carriers that have not answered are silent. The search is done.
    void time_is_up(Moment now);

    bool done() const { return done_; }
    /// Of a search that is done.
    const ItineraryResult& result() const { return result_; }
    /// Carriers that still owe an answer, with the number of their checks.
    const std::map<std::string, int>& waiting() const { return waiting_; }

  private:
    std::vector<FlightsToCheck> search_and_ask(Moment now);
    void search(Moment now, bool checked_only);
    void search_best();
    void search_page(Moment now, bool checked_only);
    int rounds_max() const;
    void search_calendar();
    /// Of the flights found last, those that no good entry of the cache is about, and those around
    /// the ends of a page whose price is not known.
    std::set<Unit> unchecked(Moment now);
    std::set<Unit> unchecked_of(const Route& route, Moment now);
    /// Of the routes behind the page, where none of them is checked: all may be full, and then the
    /// page is the last.
    std::set<Unit> unchecked_behind(Moment now);
    void finish(Moment now);
    const std::string& carrier_of(FlightIndex flight) const;

    SeatCache& cache_;
    ItineraryQuery query_;
    std::map<std::string, int> waiting_;
    bool done_ = false;
    ItineraryResult result_;
    /// Not shown, but what is shown is measured by them, so they are checked too.
    std::vector<Route> measures_;
    std::vector<Route> behind_;  ///< the page
    PageEdges edges_;            ///< of the page
};

}  // namespace viaja::routes
