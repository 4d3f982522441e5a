#include "session-service/search/flight_routes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "session-service/http/requests.hpp"
#include "session-service/routes/nearby.hpp"
#include "session-service/routes/page_key.hpp"
#include "session-service/search/flight_answers.hpp"
#include "session-service/search/parameters.hpp"

namespace viaja::session {
namespace {

using routes::ItineraryQuery;
using routes::Timetable;

constexpr int kNearbyKmMax = 200;
constexpr int kPageByDefault = 50;
/// Of `all`, unless asked otherwise: longer ones make most of all routes, and few are wanted.
constexpr int kLayoverOfAll = 13 * 60;
/// Of each search for a page of `all`: other searches wait some tens of milliseconds for its end.
constexpr std::uint64_t kWorkOfAll = 4'000'000;

struct Between {
    std::string from;
    std::string to;
    int passengers = 1;
};

Between read_between(Parameters& parameters) {
    Between between{parameters.airport("from"), parameters.airport("to"),
                    parameters.count("passengers")};
    if (!between.from.empty() && between.from == between.to) {
        parameters.wrong("to", "must be another airport than from");
    }
    return between;
}

int read_nearby(Parameters& parameters) {
    return parameters.number("nearby_km", 0, 0, kNearbyKmMax);
}

int read_segments(Parameters& parameters) {
    return parameters.number("max_segments", routes::kSegmentsMax, 1, routes::kSegmentsMax);
}

/// What a query asks of all that is known; airports and days are looked at with the timetable.
struct FlightQuery {
    Between between;
    Date date;
    int nearby_km = 0;
    ItineraryQuery itineraries;
};

void read_after(Parameters& parameters, ItineraryQuery& query) {
    const auto* text = parameters.find("after");
    if (!text) return;
    query.after = routes::page_key(*text);
    if (query.kind != ItineraryQuery::Kind::all) {
        parameters.wrong("after", "goes on in a list of all routes: it needs all=1");
    } else if (!query.after) {
        parameters.wrong("after", "must be \"next\" of an earlier answer to this search");
    } else if (query.after->order != query.order) {
        parameters.wrong("after", "is of a list in the order " +
                                      std::string(name_of(query.after->order)) +
                                      ": sort must be that too");
    }
}

FlightQuery read_query(Parameters& parameters) {
    FlightQuery query;
    query.between = read_between(parameters);
    query.date = parameters.date("date");
    query.nearby_km = read_nearby(parameters);
    auto& asked = query.itineraries;
    const bool all = parameters.flag("all");
    asked.kind = all ? ItineraryQuery::Kind::all : ItineraryQuery::Kind::best;
    if (all) asked.route.work_max = kWorkOfAll;
    asked.passengers = query.between.passengers;
    asked.order = parameters.word("sort", routes::Order::best);
    asked.limit = static_cast<std::size_t>(parameters.number(
        "limit", all ? kPageByDefault : int{routes::kPageMax}, 1, int{routes::kPageMax}));
    asked.route.date = query.date;
    asked.route.max_segments = read_segments(parameters);
    asked.route.layover_max = parameters.number(
        "layover_max", all ? kLayoverOfAll : routes::kLayoverMax, 1, routes::kLayoverMax);
    asked.route.carriers = parameters.carriers("carriers");
    asked.route.only = parameters.flag("only");
    if (asked.route.only && asked.route.carriers.empty()) {
        parameters.wrong("only", "needs carriers, to which the search is limited");
    }
    read_after(parameters, asked);
    return query;
}

void check_airports(Parameters& parameters, const Between& between, const Timetable& timetable) {
    for (const auto& [name, code] : {std::pair("from", between.from), {"to", between.to}}) {
        if (!timetable.find_airport(code))
            parameters.wrong(name, "is an airport that is not known");
    }
}

/// By the clock at a known airport.
Date today_at(const std::string& airport, const Timetable& timetable, Instant now) {
    const auto zone = timetable.zone(timetable.find_airport(airport).value());
    return routes::date_of(timetable.clock().local_day(zone, routes::minute_of(now)));
}

/// With only=1 the others are not missed.
std::set<std::string> missed(const FoundRoutes& found, const routes::RouteQuery& query) {
    if (!query.only) return found.missing;
    std::set<std::string> missing;
    for (const auto& carrier : query.carriers)
        if (found.missing.contains(carrier)) missing.insert(carrier);
    return missing;
}

/// True if it can be searched; else the call is refused.
bool is_sound(Parameters& parameters, const routes::RouteQuery& query, const Timetable& timetable,
              const HttpCall& call) {
    const auto problem = routes::problem_of(timetable, query);
    if (problem) parameters.wrong(problem->field.c_str(), "cannot be searched: " + problem->reason);
    return parameters.good(call);
}

/// Of a query without a mistake; nothing where the call was refused.
std::optional<ItineraryQuery> itineraries_of(const FlightQuery& query, const Timetable& timetable,
                                             Instant now, const HttpCall& call) {
    Parameters parameters(call.request());
    const auto& [from, to, passengers] = query.between;
    check_airports(parameters, query.between, timetable);
    if (parameters.good()) {
        parameters.check_sale("date", query.date, from, today_at(from, timetable, now));
    }
    if (!parameters.good(call)) return std::nullopt;
    auto itineraries = query.itineraries;
    auto sides = routes::sides_near(timetable, from, to, query.nearby_km);
    itineraries.route.from = std::move(sides.from);
    itineraries.route.to = std::move(sides.to);
    itineraries.route.now = now;
    if (!is_sound(parameters, itineraries.route, timetable, call)) return std::nullopt;
    return itineraries;
}

void search_flights(Api& api, RouteSearch& search, const SharedHttpCall& call) {
    Parameters parameters(call->request());
    auto query = read_query(parameters);
    if (!parameters.good(*call)) return;
    const bool is_page = query.itineraries.kind == ItineraryQuery::Kind::all;
    search.find(
        is_page ? RouteSearch::Lane::deep : RouteSearch::Lane::brief,
        http::context_of(call->request()),
        [&api, call, query](const Timetable& timetable) {
            return itineraries_of(query, timetable, api.time.now(), *call);
        },
        [&api, call, query](const FoundRoutes& found) {
            if (!found.result) return call->refuse(Failure::overloaded);
            call->answer(200, offers_json(found, missed(found, query.itineraries.route),
                                          query.between.passengers, api.time.now()));
        });
}

/// The lowest prices of a month's days.
struct CalendarQuery {
    Between between;
    Date first;
    int nearby_km = 0;
    int max_segments = routes::kSegmentsMax;
};

CalendarQuery read_calendar(Parameters& parameters) {
    return {read_between(parameters), parameters.month("month"), read_nearby(parameters),
            read_segments(parameters)};
}

/// The days of the month that are on sale; nothing where the call was refused.
std::optional<ItineraryQuery> calendar_of(const CalendarQuery& query, const Timetable& timetable,
                                          Instant now, const HttpCall& call) {
    Parameters parameters(call.request());
    const auto& [between, first, nearby_km, max_segments] = query;
    check_airports(parameters, between, timetable);
    if (!parameters.good(call)) return std::nullopt;
    const auto today = today_at(between.from, timetable, now);
    const auto [begin, end] = parameters.month_on_sale("month", first, between.from, today);
    if (!parameters.good(call)) return std::nullopt;
    ItineraryQuery itineraries;
    itineraries.kind = ItineraryQuery::Kind::calendar;
    itineraries.passengers = between.passengers;
    itineraries.days = days_between(begin, end) + 1;
    auto sides = routes::sides_near(timetable, between.from, between.to, nearby_km);
    itineraries.route.from = std::move(sides.from);
    itineraries.route.to = std::move(sides.to);
    itineraries.route.max_segments = max_segments;
    itineraries.route.date = begin;
    itineraries.route.now = now;
    if (!is_sound(parameters, itineraries.route, timetable, call)) return std::nullopt;
    return itineraries;
}

void show_calendar(Api& api, RouteSearch& search, const SharedHttpCall& call) {
    Parameters parameters(call->request());
    const auto query = read_calendar(parameters);
    if (!parameters.good(*call)) return;
    search.find(
        RouteSearch::Lane::brief, http::context_of(call->request()),
        [&api, call, query](const Timetable& timetable) {
            return calendar_of(query, timetable, api.time.now(), *call);
        },
        [&api, call, passengers = query.between.passengers](const FoundRoutes& found) {
            if (!found.result) return call->refuse(Failure::overloaded);
            call->answer(200, days_json(found, passengers, api.time.now()));
        });
}

}  // namespace

void add_flight_routes(http::Router& router, Api& api, RouteSearch& search) {
    const auto with_search = [&api, &search](auto handle) {
        return on(api,
                  [&search, handle](Api& of, const SharedHttpCall& call,
                                    const http::PathParameters&) { handle(of, search, call); });
    };
    router.add("GET", "/v1/flights/search", with_search(search_flights));
    router.add("GET", "/v1/flights/calendar", with_search(show_calendar));
}

}  // namespace viaja::session
