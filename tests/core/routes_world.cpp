#include "tests/core/routes_world.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "common/catalogue/zones.hpp"
#include "session-service/routes/zone_data.hpp"

namespace viaja::routes {
namespace {

/// Text that stands before `mark`, which is taken away with it.
std::string take(std::string& text, char mark) {
    const auto end = text.find(mark);
    std::string taken = text.substr(0, end);
    text = end == std::string::npos ? "" : text.substr(end + 1);
    return taken;
}

int minutes_of(std::string clock) {
    const int hours = std::stoi(take(clock, ':'));
    return hours * 60 + std::stoi(clock);
}

void set_option(ScheduledFlight& flight, std::string option) {
    const std::string name = take(option, '=');
    if (name == "days") {
        flight.weekdays = 0;
        for (const char digit : option)
            flight.weekdays = static_cast<std::uint8_t>(flight.weekdays | 1U << (digit - '1'));
    } else if (name == "first") {
        flight.first = parse_date(option);
    } else if (name == "last") {
        flight.last = parse_date(option);
    } else {
        flight.operated_by = OperatedBy{option.substr(0, 2), option};
    }
}

ScheduledFlight flight_of(const std::string& line) {
    std::istringstream words(line);
    ScheduledFlight flight;
    std::string pair;
    std::string departs;
    words >> flight.number >> pair >> departs >> flight.block_minutes >> flight.price.amount;
    flight.from = take(pair, '-');
    flight.to = pair;
    flight.departure_minutes = minutes_of(departs);
    flight.weekdays = 127;
    flight.seats = 9;
    for (std::string option; words >> option;)
        set_option(flight, option);
    return flight;
}

std::vector<std::string> list_of(std::string codes) {
    std::vector<std::string> list;
    while (!codes.empty())
        list.push_back(take(codes, ','));
    return list;
}

}  // namespace

std::vector<Airport> world_airports() {
    return {{"AKL", "Pacific/Auckland", "NZ"},
            {"AMS", "Europe/Amsterdam", "NL"},
            {"APW", "Pacific/Apia", "WS"},
            {"CAI", "Africa/Cairo", "EG"},
            {"CGH", "America/Sao_Paulo", "BR"},
            {"CHT", "Pacific/Chatham", "NZ"},
            {"CMN", "Africa/Casablanca", "MA"},
            {"CXI", "Pacific/Kiritimati", "KI"},
            {"DEL", "Asia/Kolkata", "IN"},
            {"DUB", "Europe/Dublin", "IE"},
            {"EIN", "Europe/Amsterdam", "NL"},
            {"EZE", "America/Argentina/Buenos_Aires", "AR"},
            {"GIG", "America/Sao_Paulo", "BR"},
            {"GOH", "America/Nuuk", "GL"},
            {"GRU", "America/Sao_Paulo", "BR"},
            {"HAV", "America/Havana", "CU"},
            {"HNL", "Pacific/Honolulu", "US"},
            {"HOG", "America/Havana", "CU"},
            {"KTM", "Asia/Kathmandu", "NP"},
            {"LAX", "America/Los_Angeles", "US"},
            {"LDH", "Australia/Lord_Howe", "AU"},
            {"MAO", "America/Manaus", "BR"},
            {"MST", "Europe/Amsterdam", "NL"},
            {"PPG", "Pacific/Pago_Pago", "AS"},
            {"REC", "America/Recife", "BR"},
            {"RTM", "Europe/Amsterdam", "NL", 0, 0, {.domestic = 10, .international = 90}},
            {"SCL", "America/Santiago", "CL"},
            {"SCU", "America/Havana", "CU"},
            {"SSA", "America/Bahia", "BR"},
            {"SYD", "Australia/Sydney", "AU"},
            {"TRL", "Antarctica/Troll", "AQ"},
            {"VCP", "America/Sao_Paulo", "BR", 0, 0, {.domestic = 120, .international = 150}}};
}

RoutesWorld::RoutesWorld(const std::vector<std::string>& flights) {
    for (const std::string& line : flights) {
        const ScheduledFlight flight = flight_of(line);
        const std::string carrier = flight.number.substr(0, 2);
        auto schedule = std::ranges::find(schedules_, carrier, &Schedule::carrier);
        if (schedule == schedules_.end())
            schedule = schedules_.insert(schedule, Schedule{carrier, {}});
        schedule->flights.push_back(flight);
    }
    now("2026-12-01T12:00:00.000Z");
}

RoutesWorld& RoutesWorld::now(const std::string& instant) {
    query.now = parse_rfc3339(instant).value();
    std::set<std::string> zones;
    for (const Airport& airport : world_airports())
        zones.insert(airport.zone);
    const auto clock = std::make_shared<const WallClock>(
        read_wall_clock({zones.begin(), zones.end()}, plus_days(utc_date(query.now), -2)));
    auto built = build_timetable(world_airports(), schedules_, clock);
    timetable_ = built.timetable;
    left_out = built.left_out;
    return *this;
}

RoutesWorld& RoutesWorld::ask(const std::string& from_to, const std::string& date) {
    std::string rest = from_to;
    query.from = list_of(take(rest, ' '));
    query.to = list_of(rest);
    query.date = parse_date(date).value();
    return *this;
}

std::vector<std::string> RoutesWorld::best() const {
    return texts_of(best_routes(*timetable_, query).routes);
}

std::vector<std::string> RoutesWorld::texts_of(const std::vector<Route>& routes) const {
    std::vector<std::string> texts;
    for (const Route& route : routes)
        texts.push_back(text_of(route));
    return texts;
}

std::string RoutesWorld::text_of(const Route& route) const {
    std::string text;
    for (const Segment& segment : route.segments()) {
        const FlightDetails& flight = timetable_->flight(segment.flight);
        const auto shown = [this](AirportIndex airport, Minute at) {
            return catalogue::local_text(
                catalogue::local_time(instant_of(at), timetable_->airport(airport).zone));
        };
        text += (text.empty() ? "" : ", ") + flight.number + " " +
                shown(flight.from, segment.departs) + " > " + shown(flight.to, segment.arrives);
    }
    return text;
}

}  // namespace viaja::routes
