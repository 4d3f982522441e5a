// The formulas for imported routes, held against the demo schedule that was made by them.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>

#include "common/contract/carrier_code.hpp"
#include "common/csv/csv.hpp"
#include "flight-service/core/routes.hpp"
#include "flight-service/core/schedule.hpp"

namespace viaja::flight {
namespace {

std::map<std::string, Position> airport_positions() {
    auto reader = csv::Reader::open("data/demo/airports.csv", {"iata", "lat", "lon"});
    std::map<std::string, Position> positions;
    while (reader.next()) {
        positions[reader.text("iata")] = {reader.millionths("lat", -90'000'000, 90'000'000),
                                          reader.millionths("lon", -180'000'000, 180'000'000)};
    }
    return positions;
}

struct DemoRow {
    std::string from, to, aircraft;
    int km, block, price;
};

std::vector<DemoRow> demo_rows() {
    auto reader = csv::Reader::open(
        "data/demo/flights.csv",
        {"from", "to", "aircraft", "distance_km", "block_min", "base_price_brl_cents"});
    std::vector<DemoRow> rows;
    while (reader.next()) {
        const auto number = [&](const char* column) {
            return static_cast<int>(reader.integer(column, 0, 10'000'000));
        };
        rows.push_back({reader.text("from"), reader.text("to"), reader.text("aircraft"),
                        number("distance_km"), number("block_min"),
                        number("base_price_brl_cents")});
    }
    return rows;
}

TEST(FlightFormulas, DistancesAreExactlyThoseOfTheDemoSchedule) {
    const auto positions = airport_positions();
    const auto rows = demo_rows();
    ASSERT_EQ(rows.size(), 1572U);
    for (const DemoRow& row : rows) {
        EXPECT_EQ(distance_km(positions.at(row.from), positions.at(row.to)), row.km)
            << row.from << " " << row.to;
    }
}

TEST(FlightFormulas, BlockMinutesAreExactlyThoseOfTheDemoSchedule) {
    for (const DemoRow& row : demo_rows()) {
        // The schedule's only other turboprop is not made by import.
        const Propulsion propulsion =
            row.aircraft == "PC12" ? Propulsion::turboprop : propulsion_of(row.aircraft);
        EXPECT_EQ(block_minutes(row.km, propulsion), row.block) << row.from << " " << row.to;
    }
}

TEST(FlightFormulas, PricesStayInTheBandOfTheDemoScheduleAndEndIn90) {
    for (const DemoRow& row : demo_rows()) {
        const Money price = route_price(row.km, "G3", row.from, row.to);
        const double fair = (150 + 0.47 * std::pow(row.km, 0.98)) * 100;
        for (const double amount : {static_cast<double>(price.amount), double(row.price)}) {
            EXPECT_GE(amount, fair * 0.92) << row.from << " " << row.to;
            EXPECT_LE(amount, fair * 1.08) << row.from << " " << row.to;
        }
        EXPECT_EQ(price.amount % 100, 90);
        EXPECT_EQ(price.currency, "BRL");
        EXPECT_EQ(price, route_price(row.km, "G3", row.to, row.from));
    }
}

TEST(FlightFormulas, PricesOfShortRoutesStayInTheBandToo) {
    for (int km = 1; km < 400; ++km) {
        const double fair = (150 + 0.47 * std::pow(km, 0.98)) * 100;
        const auto amount = static_cast<double>(route_price(km, "G3", "AAA", "BBB").amount);
        EXPECT_GE(amount, fair * 0.92) << km;
        EXPECT_LE(amount, fair * 1.08) << km;
    }
}

TEST(FlightFormulas, AnAtrIsSlowerAndSmaller) {
    EXPECT_EQ(propulsion_of("AT7"), Propulsion::turboprop);
    EXPECT_EQ(propulsion_of("E95 AT7"), Propulsion::turboprop);
    EXPECT_EQ(propulsion_of("320 319"), Propulsion::jet);
    EXPECT_EQ(propulsion_of(""), Propulsion::jet);
    EXPECT_EQ(seats_of(Propulsion::jet), 180);
    EXPECT_EQ(seats_of(Propulsion::turboprop), 74);
    EXPECT_EQ(block_minutes(341, Propulsion::turboprop), 70);
    EXPECT_EQ(block_minutes(2100, Propulsion::jet), 190);
}

TEST(FlightFormulas, DeparturesAreSpreadOverTheWholeDay) {
    std::set<int> hours;
    for (const DemoRow& row : demo_rows()) {
        const int minutes = departure_minutes("G3", row.from, row.to);
        EXPECT_GE(minutes, 6 * 60);
        EXPECT_LE(minutes, 21 * 60);
        EXPECT_EQ(minutes % 5, 0);
        hours.insert(minutes / 60);
    }
    for (int hour = 6; hour <= 20; ++hour)
        EXPECT_TRUE(hours.contains(hour)) << hour;
}

TEST(FlightFormulas, HashesAreTheSameOnEveryMachine) {
    // An import elsewhere, or tomorrow, must give the flights that were sold today.
    EXPECT_NE(departure_minutes("G3", "GRU", "REC"), departure_minutes("G3", "REC", "GRU"));
    EXPECT_EQ(departure_minutes("G3", "GRU", "REC"), 935);
    EXPECT_EQ(route_price(2100, "G3", "GRU", "REC").amount, 99090);
}

TEST(FlightFormulas, CarriersOfOnePairDifferInDepartureAndFare) {
    std::set<int> departures;
    std::set<std::int64_t> fares;
    const std::vector<std::string> carriers = {"G3", "AD", "JJ", "LA", "AA", "TP", "AF", "KL"};
    for (const auto& carrier : carriers) {
        departures.insert(departure_minutes(carrier, "GRU", "REC"));
        fares.insert(route_price(2100, carrier, "GRU", "REC").amount);
    }
    EXPECT_GE(departures.size(), carriers.size() - 1);
    EXPECT_GE(fares.size(), carriers.size() - 1);
}

TEST(FlightSchedule, WeekdaysAreDigitsInOrder) {
    EXPECT_TRUE(is_weekdays("1234567"));
    EXPECT_TRUE(is_weekdays("5"));
    for (const char* wrong : {"", "0", "8", "21", "11", "1 2", "x"}) {
        EXPECT_FALSE(is_weekdays(wrong)) << wrong;
    }
    Flight flight;
    flight.days = "12345";
    EXPECT_TRUE(flies_on(flight, *parse_date("2026-12-18")));   // a Friday
    EXPECT_FALSE(flies_on(flight, *parse_date("2026-12-19")));  // a Saturday
    flight.days = "7";
    EXPECT_TRUE(flies_on(flight, *parse_date("2026-12-20")));  // a Sunday
}

TEST(FlightSchedule, TimesOfDayAndNumbersAreCheckedWhole) {
    EXPECT_EQ(minutes_of_day("09:40"), 580);
    EXPECT_EQ(minutes_of_day("23:59"), 1439);
    for (const char* wrong : {"24:00", "9:40", "09:60", "09-40", "0940", ""}) {
        EXPECT_FALSE(minutes_of_day(wrong)) << wrong;
    }
    EXPECT_TRUE(is_flight_number("I01370", "I0"));
    EXPECT_TRUE(is_flight_number("I010000", "I0"));
    EXPECT_FALSE(is_flight_number("I0137", "I0"));
    EXPECT_FALSE(is_flight_number("I001370", "I0")) << "that is I01370";
    EXPECT_FALSE(is_flight_number("I0100000", "I0"));
    EXPECT_FALSE(is_flight_number("I01370a", "I0"));
    EXPECT_FALSE(is_flight_number("8G1370", "I0"));
    EXPECT_TRUE(is_carrier_code("9B"));
    EXPECT_FALSE(is_carrier_code("i0"));
    EXPECT_FALSE(is_carrier_code("I00"));
}

TEST(FlightSchedule, UnitsAndDescriptionsAreReadable) {
    Flight flight;
    flight.number = "I01370";
    flight.origin = "GRU";
    flight.destination = "REC";
    EXPECT_EQ(unit_id("I01370", *parse_date("2026-12-20")), "I01370/2026-12-20");
    EXPECT_EQ(description(flight, *parse_date("2026-12-20")), "I01370 GRU–REC 2026-12-20");
}

}  // namespace
}  // namespace viaja::flight
