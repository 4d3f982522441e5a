#include "session-service/search/flight_answers.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/catalogue/zones.hpp"
#include "common/contract/fares.hpp"
#include "common/text/enum_words.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/routes/page_key.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;
using routes::ItineraryResult;
using routes::Minute;
using routes::Route;
using routes::Segment;
using routes::Timetable;

std::string local_text(const Timetable& timetable, routes::AirportIndex airport, Minute at) {
    const std::chrono::minutes local(timetable.clock().local(timetable.zone(airport), at));
    return catalogue::local_text(catalogue::LocalTime(local));
}

json price_json(const Timetable& timetable, std::int32_t seat, int passengers) {
    return to_json(Money{std::int64_t{seat} * passengers, timetable.currency()});
}

/// What names a segment: the wish to hold it is made of it.
json name_json(const Timetable& timetable, const Segment& segment) {
    const auto& flight = timetable.flight(segment.flight);
    return {{"carrier", timetable.carrier(flight.carrier)},
            {"flight", flight.number},
            {"date", iso_date(routes::date_of(segment.day))}};
}

json segment_json(const ItineraryResult& result, const Segment& segment) {
    const Timetable& timetable = *result.timetable;
    const auto& flight = timetable.flight(segment.flight);
    json shown = name_json(timetable, segment);
    shown["from"] = timetable.airport(flight.from).code;
    shown["to"] = timetable.airport(flight.to).code;
    shown["departs_at"] = rfc3339(routes::instant_of(segment.departs));
    shown["departs_at_local"] = local_text(timetable, flight.from, segment.departs);
    shown["arrives_at"] = rfc3339(routes::instant_of(segment.arrives));
    shown["arrives_at_local"] = local_text(timetable, flight.to, segment.arrives);
    shown["seats_left"] = result.seats.at({segment.flight, segment.day}).left;
    if (flight.operated_by) {
        shown["operated_by"] = {{"carrier", flight.operated_by->carrier},
                                {"flight", flight.operated_by->flight}};
    }
    return shown;
}

json segments_json(const ItineraryResult& result, const Route& route) {
    json segments = json::array();
    const Segment* before = nullptr;
    for (const Segment& segment : route.segments()) {
        segments.push_back(segment_json(result, segment));
        if (before) segments.back()["layover_minutes"] = segment.departs - before->arrives;
        before = &segment;
    }
    return segments;
}

json also_sold_as_json(const Timetable& timetable, const std::vector<Route>& others) {
    json routes = json::array();
    for (const Route& route : others) {
        json names = json::array();
        for (const Segment& segment : route.segments())
            names.push_back(name_json(timetable, segment));
        routes.push_back({{"segments", std::move(names)}});
    }
    return routes;
}

std::string_view refund_word(Fare fare) {
    switch (refund_percent(fare)) {
        case 0:
            return "none";
        case 100:
            return "all";
        default:
            return "half";
    }
}

/// What each fare of all segments costs, and how much of it comes back before the departure.
json fares_json(const Timetable& timetable, const Route& route, int passengers) {
    json fares = json::array();
    for (const auto fare : all_of<Fare>()) {
        std::int64_t seat = 0;
        for (const Segment& segment : route.segments())
            seat += fare_price(segment.price, fare);
        fares.push_back({{"fare", name_of(fare)},
                         {"price", to_json(Money{seat * passengers, timetable.currency()})},
                         {"refund", refund_word(fare)}});
    }
    return fares;
}

json flight_json(const ItineraryResult& result, const routes::Offer& offer, int passengers) {
    json shown = {{"segments", segments_json(result, offer.route)},
                  {"duration_minutes", offer.route.duration()},
                  {"price", price_json(*result.timetable, offer.route.price, passengers)},
                  {"fares", fares_json(*result.timetable, offer.route, passengers)},
                  {"marks", json::array()}};
    if (offer.cheapest) shown["marks"].push_back("cheapest");
    if (offer.fastest) shown["marks"].push_back("fastest");
    if (!offer.also_sold_as.empty()) {
        shown["also_sold_as"] = also_sold_as_json(*result.timetable, offer.also_sold_as);
    }
    return shown;
}

}  // namespace

json offers_json(const FoundRoutes& found, const std::set<std::string>& missing, int passengers,
                 Instant now) {
    const auto& result = *found.result;
    json offers = json::array();
    for (const auto& offer : result.offers)
        offers.push_back(flight_json(result, offer, passengers));
    json body = {{"offers", std::move(offers)},  {"missing", missing},
                 {"more", result.more},          {"truncated", result.truncated},
                 {"timetable", found.timetable}, {"server_time", rfc3339(now)}};
    if (result.next) body["next"] = routes::text_of(*result.next);
    return body;
}

json days_json(const FoundRoutes& found, int passengers, Instant now) {
    const auto& result = *found.result;
    json days = json::array();
    for (std::size_t index = 0; index < result.days.size(); ++index) {
        const auto& day = result.days[index];
        json shown = {{"date", iso_date(day.date)}, {"checked", bool(result.checked[index])}};
        if (day.cheapest) {
            shown["price"] = price_json(*result.timetable, day.cheapest->price, passengers);
            shown["segments"] = day.cheapest->count;
        }
        days.push_back(std::move(shown));
    }
    return {{"days", std::move(days)},
            {"missing", found.missing},
            {"truncated", result.truncated},
            {"timetable", found.timetable},
            {"server_time", rfc3339(now)}};
}

}  // namespace viaja::session
