#include "flight-service/flights.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "common/catalogue/sale_window.hpp"
#include "common/catalogue/zones.hpp"
#include "common/contract/check.hpp"
#include "common/contract/topology.hpp"
#include "common/supplier/store.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/test_flights.hpp"

namespace viaja::flight {
namespace {

using supplier::NoQuote;
using supplier::Quote;

constexpr int kSeatsMax = 9;
/// Where test flights depart and arrive, also if the catalogue is empty.
constexpr const char* kTestZone = "America/Recife";
constexpr const char* kTestZoneOfArrival = "America/Sao_Paulo";

Instant departure_of(const Flight& flight, Date date, const std::string& zone) {
    return catalogue::instant_of(catalogue::wall_clock(date, flight.departure_minutes), zone);
}

/// Why nobody can buy the flight on this day any more, or yet; empty if they can.
std::string outside_of_sale(const Flight& flight, Date date, const std::string& zone, Instant now) {
    if (!date.ok() || !flies_on(flight, date)) return "not_on_this_day";
    if (departure_of(flight, date, zone) <= now) return "departed";
    const Date today = catalogue::local_date(now, zone);
    return days_between(today, date) > catalogue::kDaysAheadMax ? "too_far_ahead" : "";
}

/// From where to where and when, of an offer or of what is held; its item is set.
void set_leg(auto& leg, const Flight& flight, const std::string& from_zone,
             const std::string& to_zone) {
    leg.from = flight.origin;
    leg.to = flight.destination;
    leg.departs_at = departure_of(flight, leg.item.date, from_zone);
    leg.arrives_at = leg.departs_at + std::chrono::minutes(flight.block_minutes);
    // Read back, since a departure that a change of the clocks skips is moved.
    leg.departs_at_local = catalogue::local_text(catalogue::local_time(leg.departs_at, from_zone));
    leg.arrives_at_local = catalogue::local_text(catalogue::local_time(leg.arrives_at, to_zone));
}

FlightOffer offer(const Flight& flight, const FlightQuestion& question,
                  const std::string& from_zone, const std::string& to_zone, int seats_left) {
    FlightOffer offer;
    offer.item = FlightItem{flight.carrier, flight.number, question.date};
    set_leg(offer, flight, from_zone, to_zone);
    offer.seats_left = seats_left;
    offer.price = Money{flight.price.amount * question.passengers, flight.price.currency};
    return offer;
}

}  // namespace

Flights::Flights(std::string carrier, bool test_mode)
    : carrier_(std::move(carrier)), test_mode_(test_mode) {
    check(is_carrier_code(carrier_), "a carrier's code is two capital letters or digits");
}

std::vector<std::variant<Quote, NoQuote>> Flights::quote(Connection& connection,
                                                         std::span<const HoldRequest> requests,
                                                         Instant now) {
    std::set<std::string> numbers;
    for (const HoldRequest& request : requests) {
        const auto* item = std::get_if<FlightItem>(&request.item);
        if (item && item->carrier == carrier_) numbers.insert(item->flight);
    }
    const auto flights =
        find_flights(connection, carrier_, std::vector(numbers.begin(), numbers.end()));
    std::set<std::string> codes;
    for (const auto& [number, flight] : flights)
        codes.insert({flight.origin, flight.destination});
    const Airports airports =
        catalogue::find_airports(connection, std::vector(codes.begin(), codes.end()));

    std::vector<Result> results;
    for (const HoldRequest& request : requests) {
        results.push_back(quote_one(request, flights, airports, now));
    }
    return results;
}

Flights::Result Flights::quote_one(const HoldRequest& request,
                                   const std::map<std::string, Flight>& flights,
                                   const Airports& airports, Instant now) const {
    const auto* item = std::get_if<FlightItem>(&request.item);
    if (!item || item->carrier != carrier_) return NoQuote{"unknown_item"};

    Quote quote;
    Flight flight;
    std::string from_zone;
    std::string to_zone;
    if (auto test = test_flight(item->flight, carrier_)) {
        if (!test_mode_) return NoQuote{"test_item"};
        flight = std::move(test->flight);
        from_zone = kTestZone;
        to_zone = kTestZoneOfArrival;
        quote.behaviour = test->behaviour;
    } else {
        const auto found = flights.find(item->flight);
        if (found == flights.end()) return NoQuote{"unknown_item"};
        flight = found->second;
        const auto origin = airports.find(flight.origin);
        const auto destination = airports.find(flight.destination);
        check(origin != airports.end(), "a flight of the catalogue departs from no known airport");
        check(destination != airports.end(), "a flight of the catalogue goes to no known airport");
        from_zone = origin->second.zone;
        to_zone = destination->second.zone;
    }
    if (request.quantity < 1 || request.quantity > kSeatsMax) return NoQuote{"invalid_quantity"};
    std::string reason = outside_of_sale(flight, item->date, from_zone, now);
    if (!reason.empty()) return NoQuote{std::move(reason)};

    quote.claims = {{unit_id(flight.number, item->date), flight.seats, request.quantity}};
    quote.price = Money{flight.price.amount * request.quantity, flight.price.currency};
    quote.description = description(flight, item->date);
    HeldFlight held;
    held.item = *item;
    set_leg(held, flight, from_zone, to_zone);
    quote.item = std::move(held);
    return quote;
}

QuestionAnswer Flights::answer(Connection& connection, const Question& question, Instant now) {
    QuestionAnswer answer;
    answer.id = question.id;
    answer.from = topology::flight(carrier_);
    const auto* about = std::get_if<FlightQuestion>(&question.about);
    if (!about) {
        answer.problem = "unknown_question";
        return answer;
    }
    if (about->passengers < 1 || about->passengers > kSeatsMax || !about->date.ok()) {
        answer.problem = "invalid_question";
        return answer;
    }
    const std::vector<std::string> codes = {about->from, about->to};
    const Airports airports = catalogue::find_airports(connection, codes);
    if (!airports.contains(about->from) || !airports.contains(about->to)) {
        answer.problem = "unknown_airport";
        return answer;
    }
    answer.flights = offers(connection, *about, airports, now);
    return answer;
}

std::vector<FlightOffer> Flights::offers(Connection& connection, const FlightQuestion& question,
                                         const Airports& airports, Instant now) const {
    const std::string& from_zone = airports.at(question.from).zone;
    const std::string& to_zone = airports.at(question.to).zone;
    std::vector<Flight> flights = flights_between(connection, carrier_, question.from, question.to);
    std::erase_if(flights, [&](const Flight& flight) {
        return !outside_of_sale(flight, question.date, from_zone, now).empty();
    });
    std::vector<std::string> units;
    for (const Flight& flight : flights)
        units.push_back(unit_id(flight.number, question.date));
    const auto taken = supplier::taken(connection, units);

    std::vector<FlightOffer> offers;
    for (const Flight& flight : flights) {
        const auto sold = taken.find(unit_id(flight.number, question.date));
        const int seats_left = flight.seats - (sold == taken.end() ? 0 : sold->second);
        if (seats_left < question.passengers) continue;
        offers.push_back(offer(flight, question, from_zone, to_zone, seats_left));
    }
    std::stable_sort(offers.begin(), offers.end(), [](const auto& one, const auto& other) {
        return one.departs_at < other.departs_at;
    });
    return offers;
}

}  // namespace viaja::flight
