#include "common/contract/schedule_form.hpp"

#include "common/contract/form_members.hpp"

namespace viaja {
namespace {

constexpr std::int64_t kDegree = 1'000'000;
constexpr int kPassengersMax = 9;
constexpr int kFlightMinutesMax = 2 * 24 * 60;
constexpr std::size_t kZoneBytesMax = 64;

double degrees(std::int64_t millionths) {
    return static_cast<double>(millionths) / static_cast<double>(kDegree);
}

OrderedJson airport_json(const ScheduledAirport& airport) {
    OrderedJson json;
    json["airport"] = airport.airport;
    json["zone"] = airport.zone;
    json["country"] = airport.country;
    json["city"] = airport.city;
    json["latitude"] = degrees(airport.latitude);
    json["longitude"] = degrees(airport.longitude);
    return json;
}

ScheduledAirport read_airport(const JsonReader& json) {
    ScheduledAirport airport;
    airport.airport = json.code("airport");
    airport.zone = json.code("zone", kZoneBytesMax);
    airport.country = json.code("country");
    airport.city = json.optional_text("city");
    airport.latitude = json.millionths("latitude", 90);
    airport.longitude = json.millionths("longitude", 180);
    return airport;
}

OrderedJson flight_json(const ScheduledFlight& flight) {
    OrderedJson json;
    json["flight"] = flight.flight;
    json["from"] = flight.from;
    json["to"] = flight.to;
    json["departs"] = clock_text(flight.departs);
    json["days"] = flight.days;
    json["minutes"] = flight.minutes;
    json["seats"] = flight.seats;
    json["price"] = to_json(flight.price);
    if (flight.valid_from) json["valid_from"] = iso_date(*flight.valid_from);
    if (flight.valid_to) json["valid_to"] = iso_date(*flight.valid_to);
    if (flight.operated_by) {
        json["operated_by"]["carrier"] = flight.operated_by->carrier;
        json["operated_by"]["flight"] = flight.operated_by->flight;
    }
    return json;
}

ScheduledFlight read_flight(const JsonReader& json) {
    ScheduledFlight flight;
    flight.flight = json.code("flight");
    flight.from = json.code("from");
    flight.to = json.code("to");
    if (flight.from == flight.to) json.refuse("to", "must be another airport than from");
    const auto departs = minutes_of_day(json.code("departs"));
    if (!departs) json.refuse("departs", "must be a time of day, hh:mm");
    flight.departs = *departs;
    flight.days = json.code("days");
    if (!is_weekdays(flight.days)) json.refuse("days", "must be digits from 1 to 7, ascending");
    flight.minutes = json.integer("minutes", 1, kFlightMinutesMax);
    flight.seats = json.integer("seats", 0, kLeftMax);
    flight.price = json.money("price");
    if (json.has("valid_from")) flight.valid_from = json.date("valid_from");
    if (json.has("valid_to")) flight.valid_to = json.date("valid_to");
    if (json.has("operated_by")) {
        const JsonReader other = json.object("operated_by");
        flight.operated_by = OperatingFlight{other.code("carrier"), other.code("flight")};
    }
    return flight;
}

OrderedJson dated_json(const DatedFlight& flight) {
    OrderedJson json;
    json["flight"] = flight.flight;
    json["date"] = iso_date(flight.date);
    return json;
}

DatedFlight read_dated(const JsonReader& json) {
    return {json.code("flight"), json.date("date")};
}

}  // namespace

OrderedJson to_json(const ScheduleQuestion& question) {
    OrderedJson json;
    json["version"] = question.version;
    json["page"] = question.page;
    return json;
}

OrderedJson to_json(const SeatsQuestion& question) {
    OrderedJson json;
    json["passengers"] = question.passengers;
    json["flights"] = OrderedJson::array();
    for (const auto& flight : question.flights)
        json["flights"].push_back(dated_json(flight));
    return json;
}

void read_members(const JsonReader& content, ScheduleQuestion& question) {
    question.version = content.code("version", kScheduleVersionBytesMax);
    question.page = content.integer("page", 1, kSchedulePagesMax);
}

void read_members(const JsonReader& content, SeatsQuestion& question) {
    question.passengers = content.integer("passengers", 1, kPassengersMax);
    for (const auto& flight : content.objects("flights", kSeatsAskedMax))
        question.flights.push_back(read_dated(flight));
}

void put_members(OrderedJson& json, const SchedulePage& page) {
    json["version"] = page.version;
    json["page"] = page.page;
    json["pages"] = page.pages;
    for (const auto& airport : page.airports)
        json["airports"].push_back(airport_json(airport));
    json["flights"] = OrderedJson::array();
    for (const auto& flight : page.flights)
        json["flights"].push_back(flight_json(flight));
}

void read_members(const JsonReader& content, SchedulePage& page) {
    page.version = content.code("version", kScheduleVersionBytesMax);
    page.page = content.integer("page", 1, kSchedulePagesMax);
    page.pages = content.integer("pages", 1, kSchedulePagesMax);
    if (content.has("airports")) {
        for (const auto& airport : content.objects("airports", kScheduleAirportsMax))
            page.airports.push_back(read_airport(airport));
    }
    for (const auto& flight : content.objects("flights", kFlightsPerPage))
        page.flights.push_back(read_flight(flight));
}

void put_members(OrderedJson& json, const SeatsAnswer& answer) {
    json["version"] = answer.version;
    json["flights"] = OrderedJson::array();
    for (const auto& seats : answer.flights) {
        OrderedJson one = dated_json(seats.flight);
        one["seats_left"] = seats.seats_left;
        put_unless_empty(one, "reason", seats.reason);
        if (seats.reason.empty()) one["price"] = to_json(seats.price);
        json["flights"].push_back(std::move(one));
    }
}

void read_members(const JsonReader& content, SeatsAnswer& answer) {
    answer.version = content.code("version", kScheduleVersionBytesMax);
    for (const auto& json : content.objects("flights", kSeatsAskedMax)) {
        auto& seats = answer.flights.emplace_back();
        seats.flight = read_dated(json);
        seats.seats_left = json.integer("seats_left", 0, kLeftMax);
        if (json.has("reason")) {
            seats.reason = json.code("reason");
        } else {
            seats.price = json.money("price");
        }
    }
}

}  // namespace viaja
