#include "flight-service/flights.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "common/catalogue/zones.hpp"
#include "common/contract/carrier_code.hpp"
#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "common/contract/quantity.hpp"
#include "common/contract/seats_changed.hpp"
#include "common/contract/topology.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "common/supplier/store.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/sale.hpp"
#include "flight-service/seats.hpp"
#include "flight-service/test_flights.hpp"

namespace viaja::flight {
namespace {

using supplier::NoQuote;
using supplier::Quote;

constexpr std::size_t kFlightsAtOnce = 200;
/// Where test flights depart and arrive, also if the catalogue is empty.
constexpr const char* kTestZone = "America/Recife";
constexpr const char* kTestZoneOfArrival = "America/Sao_Paulo";

struct Zones {
    const std::string& from;
    const std::string& to;
};

/// From where to where and when, of an offer or of what is held; its item is set.
void set_leg(auto& leg, const Flight& flight, const Zones& zones) {
    leg.from = flight.origin;
    leg.to = flight.destination;
    leg.departs_at = departure_of(flight, leg.item.date, zones.from);
    leg.arrives_at = leg.departs_at + std::chrono::minutes(flight.block_minutes);
    // Read back, since a departure that a change of the clocks skips is moved.
    leg.departs_at_local = catalogue::local_text(catalogue::local_time(leg.departs_at, zones.from));
    leg.arrives_at_local = catalogue::local_text(catalogue::local_time(leg.arrives_at, zones.to));
}

FlightOffer offer(const Flight& flight, const FlightQuestion& question, const Zones& zones,
                  const Money& seat, int seats_left) {
    FlightOffer offer;
    offer.item = FlightItem{flight.carrier, flight.number, question.date};
    set_leg(offer, flight, zones);
    offer.seats_left = seats_left;
    offer.price = Money{seat.amount * question.passengers, seat.currency};
    return offer;
}

/// The flights that can still be sold, behind the place that was asked for, in the order of
/// FlightPlace.
std::vector<Flight> departures(Connection& connection, const std::string& carrier,
                               const FlightQuestion& question, const std::string& zone,
                               Instant now) {
    std::vector<std::pair<FlightPlace, Flight>> found;
    for (Flight& flight :
         flights_between(connection, carrier, question.from, question.to, question.date)) {
        if (!outside_of_sale(flight, question.date, zone, now).empty()) continue;
        FlightPlace place{departure_of(flight, question.date, zone), flight.number};
        if (question.after && place <= *question.after) continue;
        found.emplace_back(std::move(place), std::move(flight));
    }
    std::ranges::sort(found, {}, &std::pair<FlightPlace, Flight>::first);
    std::vector<Flight> flights;
    for (auto& [place, flight] : found)
        flights.push_back(std::move(flight));
    return flights;
}

}  // namespace

Flights::Flights(std::string carrier, bool test_mode)
    : carrier_(std::move(carrier)),
      test_mode_(test_mode),
      schedule_(carrier_),
      editable_(editable_flights(carrier_)) {
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
    auto test = test_flight(item->flight, carrier_);
    if (test) {
        if (!test_mode_) return NoQuote{"test_item"};
        flight = std::move(test->flight);
        from_zone = kTestZone;
        to_zone = kTestZoneOfArrival;
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
    if (!is_quantity(request.quantity)) return NoQuote{"invalid_quantity"};
    std::string reason = outside_of_sale(flight, item->date, from_zone, now);
    if (!reason.empty()) return NoQuote{std::move(reason)};

    quote.claims = {{unit_id(flight.number, item->date), flight.seats, request.quantity}};
    const Money seat = test ? flight.price : price_of(flight, item->date, from_zone, now);
    quote.price = Money{fare_price(seat.amount, item->fare) * request.quantity, seat.currency};
    quote.description = description(flight, item->date);
    HeldFlight held;
    held.item = *item;
    set_leg(held, flight, {from_zone, to_zone});
    held.refund = RefundTerms{refund_percent(item->fare), held.departs_at};
    quote.sale_ends = held.departs_at;
    quote.item = std::move(held);
    return quote;
}

supplier::Behaviour Flights::behaviour_of(const Item& item) const {
    const auto* flight = std::get_if<FlightItem>(&item);
    const auto test = flight && test_mode_ ? test_flight(flight->flight, carrier_) : std::nullopt;
    return test ? test->behaviour : supplier::Behaviour::normal;
}

QuestionAnswer Flights::answer(Connection& connection, const Question& question, Instant now) {
    auto answer = std::visit(
        Match{[&](const FlightQuestion& about) { return search(connection, about, now); },
              [&](const ScheduleQuestion& about) {
                  auto [page, problem] = schedule_.page(connection, about);
                  QuestionAnswer paged;
                  paged.problem = std::move(problem);
                  paged.offers = std::move(page);
                  return paged;
              },
              [&](const SeatsQuestion& about) { return seats(connection, about, now); },
              [&](const auto&) {
                  QuestionAnswer refused;
                  refused.problem = "unknown_question";
                  return refused;
              }},
        question.about);
    answer.id = question.id;
    answer.from = topology::flight(carrier_);
    return answer;
}

QuestionAnswer Flights::search(Connection& connection, const FlightQuestion& question,
                               Instant now) {
    QuestionAnswer answer;
    answer.offers = FlightOffers{};
    if (!is_quantity(question.passengers) || !question.date.ok()) {
        answer.problem = "invalid_question";
        return answer;
    }
    const std::vector<std::string> codes = {question.from, question.to};
    const Airports airports = catalogue::find_airports(connection, codes);
    if (!airports.contains(question.from) || !airports.contains(question.to)) {
        answer.problem = "unknown_airport";
        return answer;
    }
    add_offers(connection, question, airports, now, answer);
    return answer;
}

QuestionAnswer Flights::seats(Connection& connection, const SeatsQuestion& question, Instant now) {
    QuestionAnswer answer;
    SeatsAnswer seats;
    seats.version = schedule_.version(connection).version;
    if (question.flights.size() > kSeatsAskedMax || !is_quantity(question.passengers)) {
        answer.problem = "invalid_question";
    } else {
        seats.flights = seats_of(connection, carrier_, question.flights, question.passengers, now);
    }
    answer.offers = std::move(seats);
    return answer;
}

void Flights::few_left(const std::vector<supplier::UnitLeft>& units) {
    if (!bus_) return;
    std::vector<SeatsChanged> changes;
    for (const auto& unit : units) {
        if (auto flight = dated_flight(unit.id))
            changes.push_back({topology::flight(carrier_), std::move(*flight), unit.left});
    }
    if (!changes.empty()) bus_->announce(std::string(topology::kSeatsChanged), to_text(changes));
}

void Flights::catalogue_changed() {
    if (bus_) request_heartbeats(*bus_);
}

/// Reads how many seats are taken for few flights at a time, until there are enough offers.
void Flights::add_offers(Connection& connection, const FlightQuestion& question,
                         const Airports& airports, Instant now, QuestionAnswer& answer) const {
    auto& offers = std::get<FlightOffers>(answer.offers);
    const Zones zones{airports.at(question.from).zone, airports.at(question.to).zone};
    const std::vector<Flight> flights = departures(connection, carrier_, question, zones.from, now);
    for (std::size_t start = 0; start < flights.size() && !answer.more; start += kFlightsAtOnce) {
        const auto some = std::span(flights).subspan(start).first(
            std::min(kFlightsAtOnce, flights.size() - start));
        std::vector<std::string> units;
        for (const Flight& flight : some)
            units.push_back(unit_id(flight.number, question.date));
        const auto taken = supplier::taken(connection, units);
        for (const Flight& flight : some) {
            const auto sold = taken.find(unit_id(flight.number, question.date));
            const int seats_left = flight.seats - (sold == taken.end() ? 0 : sold->second);
            if (seats_left < question.passengers) continue;
            answer.more = offers.size() == kOffersMax;
            if (answer.more) break;
            const Money seat = price_of(flight, question.date, zones.from, now);
            offers.push_back(offer(flight, question, zones, seat, seats_left));
        }
    }
}

}  // namespace viaja::flight
