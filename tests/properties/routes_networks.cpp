#include "tests/properties/routes_networks.hpp"

#include <array>
#include <map>

#include "common/catalogue/zones.hpp"
#include "session-service/routes/zone_data.hpp"

namespace viaja::routes {
namespace {

constexpr std::array kZones = {
    "America/Sao_Paulo", "Europe/Amsterdam",  "America/New_York",     "Pacific/Kiritimati",
    "Pacific/Pago_Pago", "Australia/Sydney",  "Australia/Lord_Howe",  "Asia/Kathmandu",
    "Africa/Cairo",      "Africa/Casablanca", "America/Santiago",     "America/St_Johns",
    "Pacific/Auckland",  "America/Nuuk",      "Pacific/Chatham",      "Pacific/Apia",
    "Antarctica/Troll",  "Asia/Beirut",       "America/Scoresbysund", "Australia/Eucla",
    "Pacific/Norfolk",   "America/Havana",    "Pacific/Easter",       "Asia/Gaza",
    "Atlantic/Azores",
};
/// Around changes of the clocks of these zones, leap days, the new year, and an ordinary day.
constexpr std::array kDates = {
    "2026-12-16", "2027-03-28", "2027-03-14", "2026-10-25", "2027-04-04",
    "2026-11-01", "2027-09-26", "2027-10-03", "2027-04-30", "2026-10-30",
    "2027-02-07", "2027-03-14", "2028-02-28", "2026-12-31", "2027-03-27",
    "2028-02-29", "2028-03-26", "2027-12-31", "2028-03-12", "2027-10-31",
    "2028-04-02", "2027-11-07", "2028-10-01", "2100-02-28", "2027-04-02",
};
/// Minutes from midnight UTC at which it is asked: the local day is another one west and east of
/// there, and here and there just before or after midnight.
constexpr std::array kHours = {720, 0, 179, 600, 839, 1'260, 1'439};
constexpr int kRawFlightsMax = 220;
constexpr std::array kGaps = {44, 45, 46, 89, 90, 91, 1'440, 1'441};
constexpr std::array kSegments = {1, 2, 3, 3, 4, 4, 4};
constexpr std::array kCarriers = {"AA", "BB", "CC"};
constexpr std::array kSchedulePermille = {kPermille, kPermille, 600};
constexpr std::array kOrders = {Order::best, Order::price, Order::duration, Order::stops,
                                Order::departure};

/// What is drawn, so that a failure shrinks number by number and flight by flight.
struct RawFlight {
    int from = 0;
    int to = 0;
    int departure = 0;
    int weekdays = 0;
    int block = 0;
    int price = 0;
    int carrier = 0;
    int special = 0;  ///< see `apply_special`
    int which = 0;
    int days_long = 0;  ///< 0: it lasts one to two days
};
struct RawQuery {
    int airports = 0;
    int mostly_domestic = 0;
    int date = 0;
    int date_shift = 0;
    int now = 0;
    int hour = 0;
    int segments = 0;
    int layover = 0;
    int sides = 0;
    int carriers = 0;
    int order = 0;
    int page_size = 0;
};

rc::Gen<RawFlight> raw_flights() {
    const auto below = [](int end) { return rc::gen::inRange(0, end); };
    return rc::gen::build<RawFlight>(
        rc::gen::set(&RawFlight::from, below(9)), rc::gen::set(&RawFlight::to, below(9)),
        rc::gen::set(&RawFlight::departure, below(2 * kMinutesOfDay)),
        rc::gen::set(&RawFlight::weekdays, below(1'000)),
        rc::gen::set(&RawFlight::block, below(1'000)), rc::gen::set(&RawFlight::price, below(100)),
        rc::gen::set(&RawFlight::carrier, below(3)), rc::gen::set(&RawFlight::special, below(12)),
        rc::gen::set(&RawFlight::which, below(1'000)),
        rc::gen::set(&RawFlight::days_long, below(24)));
}

rc::Gen<RawQuery> raw_queries() {
    const auto below = [](int end) { return rc::gen::inRange(0, end); };
    return rc::gen::build<RawQuery>(
        rc::gen::set(&RawQuery::airports, below(5)),
        rc::gen::set(&RawQuery::mostly_domestic, below(2)),
        rc::gen::set(&RawQuery::date, below(kDates.size())),
        rc::gen::set(&RawQuery::date_shift, below(4)), rc::gen::set(&RawQuery::now, below(9)),
        rc::gen::set(&RawQuery::hour, below(kHours.size())),
        rc::gen::set(&RawQuery::segments, below(kSegments.size())),
        rc::gen::set(&RawQuery::layover, below(4)), rc::gen::set(&RawQuery::sides, below(4)),
        rc::gen::set(&RawQuery::carriers, below(6)),
        rc::gen::set(&RawQuery::order, below(kOrders.size())),
        rc::gen::set(&RawQuery::page_size, below(200)));
}

template <class T, std::size_t size>
const T& pick(const std::array<T, size>& list, int number) {
    return list[static_cast<std::size_t>(number) % size];
}

std::vector<Airport> airports_of(const RawQuery& raw) {
    std::vector<Airport> airports;
    for (int place = 0; place < 4 + raw.airports; ++place) {
        Airport airport;
        airport.code = std::string("P") + static_cast<char>('A' + place);
        airport.zone = pick(kZones, place + raw.date);
        airport.country =
            raw.mostly_domestic == 1 ? (place < 7 ? "XX" : "YY") : (place % 3 ? "XX" : "ZZ");
        if (place == 3) airport.minimum_connection = {30, 60};
        airports.push_back(airport);
    }
    return airports;
}

/// Half of all on a coarse grid, so that ties are frequent.
ScheduledFlight plain_flight(const RawFlight& raw, const std::vector<Airport>& airports,
                             std::size_t number) {
    const bool coarse = raw.departure >= kMinutesOfDay;
    ScheduledFlight flight;
    flight.from = airports[static_cast<std::size_t>(raw.from) % airports.size()].code;
    flight.to = airports[static_cast<std::size_t>(raw.to) % airports.size()].code;
    flight.departure_minutes = raw.departure % kMinutesOfDay;
    if (coarse) flight.departure_minutes = flight.departure_minutes / 120 * 120;
    const bool daily = raw.weekdays % 4 != 0;
    flight.weekdays = daily ? 127 : static_cast<std::uint8_t>(raw.weekdays % 127 + 1);
    flight.block_minutes = coarse ? (1 + raw.block % 4) * 60 : 1 + raw.block;
    if (raw.days_long == 0) flight.block_minutes = 1'440 + raw.block * 1'441 / 1'000;
    flight.price = {coarse ? 100 * (1 + raw.price % 4) : 1 + raw.price * 7, "BRL"};
    flight.seats = 9;
    flight.number = std::string(pick(kCarriers, raw.carrier)) + std::to_string(1'000 + number);
    return flight;
}

/// Some flights leave at a limit of a connection from an earlier one, are sold on some days only,
/// or have a price or no seats on a day.
void apply_special(const RawFlight& raw, const std::vector<ScheduledFlight>& earlier,
                   const std::map<std::string, std::string>& zones, const RouteQuery& query,
                   Network& network, ScheduledFlight& flight) {
    const Day day = day_of(query.date) + raw.which % 4 - 1;
    if (raw.special <= 2 && !earlier.empty()) {
        const ScheduledFlight& before =
            earlier[static_cast<std::size_t>(raw.which) % earlier.size()];
        if (before.to == flight.to) return;
        flight.from = before.to;
        const Instant lands =
            catalogue::instant_of(catalogue::wall_clock(date_of(day), before.departure_minutes),
                                  zones.at(before.from)) +
            std::chrono::minutes(before.block_minutes + pick(kGaps, raw.which));
        const auto shown = catalogue::local_time(lands, zones.at(flight.from));
        flight.departure_minutes =
            static_cast<int>((shown - std::chrono::floor<std::chrono::days>(shown)).count());
        flight.weekdays = 127;
    } else if (raw.special == 3) {
        flight.first = date_of(day);
    } else if (raw.special == 4) {
        flight.last = date_of(day);
    } else if (raw.special == 5) {
        network.facts[{flight.number, day}] = std::nullopt;
    } else if (raw.special == 7) {
        // A minute before, at and after the moment of the query.
        const auto shown = catalogue::local_time(query.now, zones.at(flight.from)) +
                           std::chrono::minutes(raw.which % 3 - 1);
        flight.departure_minutes =
            static_cast<int>((shown - std::chrono::floor<std::chrono::days>(shown)).count());
    } else if (raw.special == 6) {
        // From half to one and a half times the schedule's.
        const auto price = flight.price.amount * (500 + raw.which) / 1'000;
        network.facts[{flight.number, day}] =
            static_cast<std::int32_t>(std::max<std::int64_t>(price, 1));
    }
}

RouteQuery query_of(const RawQuery& raw, const std::vector<Airport>& airports) {
    RouteQuery query;
    query.date = plus_days(*parse_date(pick(kDates, raw.date)), raw.date_shift - 1);
    // Far before, on the day itself, or so that the sale ends within the route.
    const Instant asked =
        instant_of(day_of(query.date) * kMinutesOfDay + pick(kHours, raw.hour) + raw.now);
    const int days_before = raw.now < 3 ? 20 : raw.now < 6 ? 0 : 328 + raw.now - 6;
    query.now = asked - std::chrono::days(days_before);
    query.max_segments = pick(kSegments, raw.segments);
    query.layover_max = std::array{1'440, 1'440, 780, 90}[static_cast<std::size_t>(raw.layover)];
    query.from = {airports[0].code};
    query.to = {airports.back().code};
    if (raw.sides == 1) query.from.push_back(airports[1].code);
    if (raw.sides == 2) query.to.push_back(airports[1].code);
    if (raw.carriers > 0) query.carriers = {"BB", "AA"};
    query.only = raw.carriers == 4;
    if (raw.carriers == 5) query.excluded = {"BB"};
    return query;
}

Case case_of(const std::vector<RawFlight>& raw_flights, const RawQuery& raw) {
    Case result;
    Network& network = result.network;
    network.airports = airports_of(raw);
    result.query = query_of(raw, network.airports);
    std::map<std::string, std::string> zones;
    for (const Airport& airport : network.airports)
        zones.emplace(airport.code, airport.zone);
    std::vector<ScheduledFlight> flights;
    for (const char* carrier : kCarriers)
        network.schedules.push_back({carrier, {}});
    for (const RawFlight& raw_flight : raw_flights) {
        auto flight = plain_flight(raw_flight, network.airports, flights.size());
        if (flight.from == flight.to) continue;
        apply_special(raw_flight, flights, zones, result.query, network, flight);
        flights.push_back(flight);
        network.schedules[static_cast<std::size_t>(raw_flight.carrier)].flights.push_back(flight);
    }
    network.schedule_permille = pick(kSchedulePermille, raw.page_size);
    result.order = pick(kOrders, raw.order);
    result.page_size = 1 + static_cast<std::size_t>(raw.page_size);
    return result;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Case& one) {
    out << "\n";
    for (const Airport& airport : one.network.airports)
        out << airport.code << " " << airport.country << " " << airport.zone << "\n";
    for (const Schedule& schedule : one.network.schedules) {
        for (const ScheduledFlight& flight : schedule.flights) {
            out << flight.number << " " << flight.from << "-" << flight.to << " at "
                << flight.departure_minutes << " for " << flight.block_minutes << " on "
                << static_cast<int>(flight.weekdays) << " costs " << flight.price.amount;
            if (flight.first) out << " from " << iso_date(*flight.first);
            if (flight.last) out << " to " << iso_date(*flight.last);
            out << "\n";
        }
    }
    for (const auto& [unit, price] : one.network.facts)
        out << unit.first << " on " << iso_date(date_of(unit.second)) << ": "
            << (price ? std::to_string(*price) : "full") << "\n";
    const RouteQuery& query = one.query;
    for (const std::string& code : query.from)
        out << code << " ";
    out << "->";
    for (const std::string& code : query.to)
        out << " " << code;
    return out << " on " << iso_date(query.date) << ", now " << rfc3339(query.now) << ", segments "
               << query.max_segments << ", layover " << query.layover_max << ", carriers "
               << query.carriers.size() << (query.only ? " only" : "") << ", excluded "
               << query.excluded.size() << ", order " << name_of(one.order) << ", page "
               << one.page_size << "\n";
}

rc::Gen<Case> cases() {
    // Independent of the run's size, which would make most networks too small to fly through.
    return rc::gen::map(
        rc::gen::tuple(rc::gen::resize(kRawFlightsMax,
                                       rc::gen::container<std::vector<RawFlight>>(raw_flights())),
                       rc::gen::resize(rc::kNominalSize, raw_queries())),
        [](const std::tuple<std::vector<RawFlight>, RawQuery>& drawn) {
            return case_of(std::get<0>(drawn), std::get<1>(drawn));
        });
}

std::shared_ptr<const Timetable> timetable_of(const Network& network, Instant now) {
    static std::map<Day, std::shared_ptr<const WallClock>> clocks;
    const Date first = plus_days(utc_date(now), -2);
    auto& clock = clocks[day_of(first)];
    if (!clock) {
        clock = std::make_shared<const WallClock>(
            read_wall_clock({kZones.begin(), kZones.end()}, first));
    }
    auto schedules = network.schedules;
    for (Schedule& schedule : schedules) {
        for (ScheduledFlight& flight : schedule.flights)
            flight.price.amount = std::max<std::int64_t>(
                1, flight.price.amount * network.schedule_permille / kPermille);
    }
    return build_timetable(network.airports, schedules, clock).timetable;
}

RouteQuery searched(const Network& network, const RouteQuery& query, const Timetable& timetable) {
    RouteQuery result = query;
    const bool as_scheduled = network.schedule_permille == kPermille;
    if (network.facts.empty() && as_scheduled) return result;
    std::map<std::string, std::int32_t> prices;
    std::int64_t floor = INT32_MAX;
    const auto can_cost = [&](const std::string& number, std::int64_t price) {
        const auto flight = timetable.find_flight(number);
        if (flight) floor = std::min(floor, price * kPermille / timetable.flight(*flight).price);
    };
    for (const Schedule& schedule : network.schedules) {
        for (const ScheduledFlight& flight : schedule.flights) {
            prices[flight.number] = static_cast<std::int32_t>(flight.price.amount);
            can_cost(flight.number, flight.price.amount);
        }
    }
    for (const auto& [unit, price] : network.facts)
        if (price) can_cost(unit.first, *price);
    result.price_floor_permille = static_cast<int>(floor);
    result.seat_price = [&network, &timetable, prices](FlightIndex flight,
                                                       Day day) -> std::optional<std::int32_t> {
        const std::string& number = timetable.flight(flight).number;
        const auto fact = network.facts.find({number, day});
        return fact == network.facts.end() ? prices.at(number) : fact->second;
    };
    return result;
}

std::string text_of(const Timetable& timetable, const Route& route) {
    std::string text;
    for (const Segment& segment : route.segments())
        text +=
            timetable.flight(segment.flight).number + "/" + iso_date(date_of(segment.day)) + " ";
    return text + "= " + std::to_string(route.price);
}

}  // namespace viaja::routes
