// The demo schedule in a carrier's database: complete, the same after a second load, and refused
// with the place of the mistake where it is damaged.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/csv/csv.hpp"
#include "flight-service/catalogue.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::flight {
namespace {

using inventory_test::Folder;
using inventory_test::InventoryDatabase;

constexpr const char* kDemo = "data/demo";

constexpr const char* kAirports =
    "iata,name,city,country,lat,lon,tz\n"
    "GRU,Guarulhos,São Paulo,BR,-23.43560,-46.47310,America/Sao_Paulo\n"
    "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n";
constexpr const char* kFlightsHeader =
    "carrier,flight,from,to,dep_local,days,distance_km,block_min,aircraft,seats,"
    "base_price_brl_cents\n";

std::string error_of(Connection& connection, const Folder& folder) {
    try {
        load_demo(connection, folder.path(), "I0");
    } catch (const csv::Error& error) {
        return std::string(error.what()).substr(folder.path().string().size() + 1);
    }
    return "no error";
}

TEST(FlightCatalogue, EveryCarrierGetsItsOwnFlightsAndAllAirports) {
    const std::vector<std::pair<std::string, std::size_t>> carriers = {
        {"I0", 560}, {"8G", 268}, {"J0", 278}, {"P1", 248}, {"9B", 106}, {"A0", 112}};
    std::size_t flights = 0;
    for (const auto& [carrier, expected] : carriers) {
        InventoryDatabase database("demo " + carrier, flight_migrations());
        const LoadResult result = load_demo(database.connection(), kDemo, carrier);
        EXPECT_FALSE(result.already_loaded);
        EXPECT_EQ(result.airports.added, 342U);
        EXPECT_EQ(result.flights.added, expected) << carrier;
        EXPECT_EQ(database.count("flights"), static_cast<std::int64_t>(expected));
        flights += result.flights.added;
    }
    EXPECT_EQ(flights, 1572U);
}

TEST(FlightCatalogue, LoadingAgainDoesNothing) {
    InventoryDatabase database("again", flight_migrations());
    load_demo(database.connection(), kDemo, "I0");
    const auto before = all_flights(database.connection(), "I0");
    EXPECT_TRUE(load_demo(database.connection(), kDemo, "I0").already_loaded);
    EXPECT_EQ(all_flights(database.connection(), "I0").size(), before.size());
}

TEST(FlightCatalogue, ProgressRunsUpToTheTotal) {
    InventoryDatabase database("progress", flight_migrations());
    std::vector<std::pair<std::size_t, std::size_t>> calls;
    load_demo(database.connection(), kDemo, "I0",
              [&](std::size_t done, std::size_t total) { calls.emplace_back(done, total); });
    ASSERT_GE(calls.size(), 2U);
    for (std::size_t i = 1; i < calls.size(); ++i)
        EXPECT_GT(calls[i].first, calls[i - 1].first);
    EXPECT_EQ(calls.back(), (std::pair<std::size_t, std::size_t>{902, 902}));
}

TEST(FlightCatalogue, ARowIsReadWhole) {
    InventoryDatabase database("row", flight_migrations());
    load_demo(database.connection(), kDemo, "I0");
    const std::vector<std::string> number = {"I01370"};
    Flight expected;
    expected.number = "I01370";
    expected.carrier = "I0";
    expected.origin = "GRU";
    expected.destination = "REC";
    expected.departure_minutes = 9 * 60;
    expected.days = "12345";
    expected.distance_km = 2100;
    expected.block_minutes = 190;
    expected.equipment = "32N";
    expected.seats = 174;
    expected.price = Money{103190, "BRL"};
    EXPECT_EQ(find_flights(database.connection(), "I0", number).at("I01370"), expected);
    EXPECT_TRUE(find_flights(database.connection(), "8G", number).empty());
}

TEST(FlightCatalogue, AChangedFileUpdatesAddsAndRemovesAndLeavesWhatIsHeld) {
    InventoryDatabase database("changed", flight_migrations());
    Folder folder;
    folder.write("airports.csv", kAirports);
    folder.write("flights.csv", std::string(kFlightsHeader) +
                                    "I0,I01001,GRU,REC,09:00,12345,2100,190,32N,174,103190\n"
                                    "I0,I01002,REC,GRU,13:00,12345,2100,190,32N,174,103190\n"
                                    "8G,8G1001,REC,GRU,13:00,12345,2100,190,32N,174,103190\n");
    EXPECT_EQ(load_demo(database.connection(), folder.path(), "I0").flights.added, 2U);
    database.take("I01001/2026-12-21", 174, 3, 4);

    folder.write("flights.csv", std::string(kFlightsHeader) +
                                    "I0,I01001,GRU,REC,10:00,12345,2100,190,32N,174,103190\n"
                                    "I0,I01003,REC,GRU,13:00,12345,2100,190,32N,174,103190\n");
    const LoadResult result = load_demo(database.connection(), folder.path(), "I0");
    EXPECT_EQ(result.airports, (catalogue::Written{0, 0, 2}));
    EXPECT_EQ(result.flights, (catalogue::Written{1, 1, 0}));
    EXPECT_EQ(result.withdrawn, 1U);
    const auto flights = all_flights(database.connection(), "I0");
    EXPECT_EQ(flights.size(), 3U);
    EXPECT_EQ(flights.at("I01002").source, Source::withdrawn);
    EXPECT_EQ(flights.at("I01001").flight.departure_minutes, 600);
    const std::vector<std::string> unit = {"I01001/2026-12-21"};
    EXPECT_EQ(supplier::taken(database.connection(), unit).at(unit[0]), 7);
}

/// A carrier with two flights, of which I01001 has sold seats.
class SoldFlights : public testing::Test {
  protected:
    SoldFlights()
        : database_(testing::UnitTest::GetInstance()->current_test_info()->name(),
                    flight_migrations()) {
        folder_.write(
            "airports.csv",
            std::string(kAirports) + "MAO,Eduardo Gomes,Manaus,BR,-3.03,-60.04,America/Manaus\n");
        load("I01001,GRU,REC,09:00,1234567,2100", "I01002,REC,GRU,13:00,1234567,2100");
        database_.take("I01001/2026-11-21", 174, 1, 0);
    }

    std::string load(const std::string& one, const std::string& other = "") {
        std::string text = kFlightsHeader;
        for (const std::string& row : {one, other})
            if (!row.empty()) text += "I0," + row + ",190,32N,174,103190\n";
        folder_.write("flights.csv", text);
        return error_of(database_.connection(), folder_);
    }
    std::string route(const std::string& number) {
        const auto sourced = all_flights(database_.connection(), "I0").at(number);
        return sourced.flight.origin + "-" + sourced.flight.destination;
    }
    bool is_for_sale(const std::string& number) {
        const std::vector<std::string> numbers = {number};
        return !find_flights(database_.connection(), "I0", numbers).empty();
    }

    InventoryDatabase database_;
    Folder folder_;
};

TEST_F(SoldFlights, KeepTheirRoute) {
    EXPECT_EQ(
        load("I01001,MAO,REC,09:00,1234567,2100"),
        "flights.csv, line 2, column flight: seats of I01001 are held or sold as GRU–REC; give "
        "the flight MAO–REC another number");
    EXPECT_EQ(route("I01001"), "GRU-REC");
    EXPECT_EQ(load("I01002,MAO,REC,09:00,1234567,2100", "I01001,GRU,REC,10:00,12345,2100"),
              "no error");
    EXPECT_EQ(route("I01002"), "MAO-REC") << "nothing of it was sold";
}

TEST_F(SoldFlights, KeepTheirRouteAlsoWhenTheyLeftTheFile) {
    EXPECT_EQ(load("I01002,REC,GRU,13:00,1234567,2100"), "no error");
    EXPECT_FALSE(is_for_sale("I01001"));
    EXPECT_NE(load("I01001,MAO,REC,09:00,1234567,2100"), "no error");
    EXPECT_EQ(load("I01001,GRU,REC,09:00,1234567,2100"), "no error");
    EXPECT_TRUE(is_for_sale("I01001"));
    EXPECT_FALSE(is_for_sale("I01002"));
}

TEST_F(SoldFlights, OfDaysThatAreOverBindNothing) {
    database_.take("I01002/2026-11-19", 174, 0, 9);
    EXPECT_EQ(load("I01001,GRU,REC,09:00,1234567,2100", "I01002,MAO,REC,09:00,1234567,2100"),
              "no error");
}

TEST(FlightCatalogue, DamagedFilesAreNamedWithLineAndColumnAndChangeNothing) {
    InventoryDatabase database("damaged", flight_migrations());
    Folder folder;
    folder.write("airports.csv", kAirports);
    const auto with_row = [&](const std::string& row) {
        folder.write("flights.csv", kFlightsHeader + row + "\n");
        return error_of(database.connection(), folder);
    };
    EXPECT_EQ(with_row("I0,I01001,GRU,XXX,09:00,12345,2100,190,32N,174,103190"),
              "flights.csv, line 2, column to: the airport XXX is not in airports.csv");
    EXPECT_EQ(with_row("I0,I01001,GRU,REC,9:00,12345,2100,190,32N,174,103190"),
              "flights.csv, line 2, column dep_local: a time of day is written 09:40");
    EXPECT_EQ(with_row("I0,I01001,GRU,REC,09:00,21,2100,190,32N,174,103190"),
              "flights.csv, line 2, column days: weekdays are written as digits from 1 (Monday) to "
              "7, ascending");
    EXPECT_EQ(with_row("I0,I01001,GRU,REC,09:00,12,2100,190,32N,0,103190"),
              "flights.csv, line 2, column seats: \"0\" is not between 1 and 1000");
    EXPECT_EQ(with_row("I0,I01001,GRU,REC,09:00,12,2100,190,32N,174,0"),
              "flights.csv, line 2, column base_price_brl_cents: \"0\" is not between 1 and "
              "100000000");
    EXPECT_EQ(with_row("I0,8G1001,GRU,REC,09:00,12,2100,190,32N,9,103190"),
              "flights.csv, line 2, column flight: a flight of I0 is numbered I0 and four or five "
              "digits, "
              "not 8G1001");
    EXPECT_EQ(with_row("I0,I09901,GRU,REC,09:00,12,2100,190,32N,9,103190"),
              "flights.csv, line 2, column flight: I09901 is reserved for test flights");
    EXPECT_EQ(with_row("I0,I01001,GRU,GRU,09:00,12,2100,190,32N,9,103190"),
              "flights.csv, line 2, column to: the flight goes nowhere");
    const std::string row = "I0,I01001,GRU,REC,09:00,12,2100,190,32N,9,103190";
    EXPECT_EQ(with_row(row + "\n" + row),
              "flights.csv, line 3, column flight: I01001 is there twice");
    folder.write("airports.csv", std::string(kAirports) + "XXX,X,X,BR,0.0,0.0,America/Nowhere\n");
    EXPECT_EQ(with_row(row),
              "airports.csv, line 4, column tz: the time zone America/Nowhere is not in this "
              "machine's data (package tzdata)");
    EXPECT_EQ(database.count("airports"), 0);
    EXPECT_EQ(database.count("flights"), 0);
}

TEST(FlightCatalogue, ACarrierThatTheFileLacksHasAirportsAndNoFlight) {
    InventoryDatabase database("other", flight_migrations());
    const LoadResult result = load_demo(database.connection(), kDemo, "G3");
    EXPECT_EQ(result.airports.added, 342U);
    EXPECT_EQ(result.flights, catalogue::Written{});
}

}  // namespace
}  // namespace viaja::flight
