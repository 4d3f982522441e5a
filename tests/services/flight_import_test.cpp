// Routes become flights; importing them again changes nothing.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "common/csv/csv.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/core/routes.hpp"
#include "flight-service/core/seat_price.hpp"
#include "flight-service/flights.hpp"
#include "flight-service/import_routes.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::flight {
namespace {

using inventory_test::day;
using inventory_test::Folder;
using inventory_test::InventoryDatabase;
using inventory_test::noon;

constexpr const char* kHeader = "carrier,from,to,distance_km,equipment,scope\n";

class FlightImport : public testing::Test {
  protected:
    FlightImport()
        : database_(testing::UnitTest::GetInstance()->current_test_info()->name(),
                    flight_migrations()) {}

    Connection& connection() { return database_.connection(); }
    ImportResult import_text(const std::string& rows, const std::string& carrier = "G3") {
        return import_routes(connection(), folder_.write("routes.csv", kHeader + rows), carrier);
    }
    /// Flights with these numbers that are not imported ones.
    void write_numbers(int first, int last) {
        std::vector<Flight> flights;
        for (int number = first; number <= last; ++number) {
            Flight flight;
            flight.number = "G3" + std::to_string(number);
            flight.carrier = "G3";
            flights.push_back(flight);
        }
        write_flights(connection(), flights, Source::schedule, {});
    }
    std::string error_of_import(const std::string& content) {
        try {
            import_routes(connection(), folder_.write("routes.csv", content), "G3");
        } catch (const csv::Error& error) {
            return std::string(error.what()).substr(folder_.path().string().size() + 1);
        }
        return "no error";
    }

    InventoryDatabase database_;
    Folder folder_;
};

TEST_F(FlightImport, EachPairBecomesADailyFlightByTheFormulas) {
    load_demo(connection(), "data/demo", "G3");
    const ImportResult result = import_text(
        "G3,GRU,REC,2100,738,BR\n"
        "G3,AUX,PMW,,AT7,BR\n");
    EXPECT_EQ(result.rows, 2U);
    EXPECT_EQ(result.flights, (catalogue::Written{2, 0, 0}));
    const auto flights = all_flights(connection(), "G3");
    ASSERT_EQ(flights.size(), 2U);

    const Flight& turboprop = flights.at("G32001").flight;
    EXPECT_EQ(turboprop.origin, "AUX");
    EXPECT_EQ(turboprop.distance_km, 341);  // from the coordinates
    EXPECT_EQ(turboprop.block_minutes, 70);
    EXPECT_EQ(turboprop.seats, 74);

    const Flight& jet = flights.at("G32002").flight;
    EXPECT_EQ(jet.origin, "GRU");
    EXPECT_EQ(jet.destination, "REC");
    EXPECT_EQ(jet.days, kDaily);
    EXPECT_EQ(jet.block_minutes, 190);
    EXPECT_EQ(jet.seats, 180);
    EXPECT_EQ(jet.price, route_price(2100, "G3", "GRU", "REC"));
    EXPECT_EQ(jet.departure_minutes, departure_minutes("G3", "GRU", "REC"));
    EXPECT_EQ(flights.at("G32002").source, Source::routes);
}

TEST_F(FlightImport, TheDistanceOfTheRowCountsBeforeTheCoordinates) {
    load_demo(connection(), "data/demo", "G3");
    import_text("G3,GRU,REC,2222,,BR\n");
    EXPECT_EQ(all_flights(connection(), "G3").at("G32001").flight.distance_km, 2222);
}

TEST_F(FlightImport, ImportingTwiceInAnyOrderChangesNothing) {
    load_demo(connection(), "data/demo", "G3");
    import_text("G3,GRU,REC,2100,738,BR\nG3,REC,GRU,2100,738,BR\n");
    const ImportResult again = import_text("G3,REC,GRU,2100,738,BR\nG3,GRU,REC,2100,738,BR\n");
    EXPECT_EQ(again.flights, (catalogue::Written{0, 0, 2}));
}

TEST_F(FlightImport, AFlightOfEarlierFormulasKeepsItsDepartureAndFare) {
    load_demo(connection(), "data/demo", "G3");
    import_text("G3,GRU,REC,2100,738,BR\n");
    Flight sold = all_flights(connection(), "G3").at("G32001").flight;
    sold.departure_minutes += 5;
    sold.price.amount += 100;
    write_flights(connection(), std::span(&sold, 1), Source::routes, {});
    const ImportResult same = import_text("G3,GRU,REC,2100,738,BR\n");
    EXPECT_EQ(same.flights, (catalogue::Written{0, 0, 1}));
    import_text("G3,GRU,REC,2300,AT7,BR\n");
    const Flight again = all_flights(connection(), "G3").at("G32001").flight;
    EXPECT_EQ(again.departure_minutes, sold.departure_minutes);
    EXPECT_EQ(again.price, sold.price);
    EXPECT_EQ(again.seats, 74);
    EXPECT_EQ(again.distance_km, 2300);
}

TEST_F(FlightImport, AFlightKeepsItsNumberWhenMoreAreImported) {
    load_demo(connection(), "data/demo", "G3");
    import_text("G3,GRU,REC,2100,738,BR\n");
    const ImportResult result =
        import_text("G3,AEP,GRU,1695,738,BR-INTL\nG3,GRU,REC,2100,AT7,BR\n");
    EXPECT_EQ(result.flights, (catalogue::Written{1, 1, 0}));
    const auto flights = all_flights(connection(), "G3");
    EXPECT_EQ(flights.at("G32001").flight.origin, "GRU");
    EXPECT_EQ(flights.at("G32001").flight.seats, 74);
    EXPECT_EQ(flights.at("G32002").flight.origin, "AEP");
}

TEST_F(FlightImport, SkippedRowsAreCountedByTheirReason) {
    load_demo(connection(), "data/demo", "G3");
    const ImportResult result = import_text(
        "LA,GRU,REC,2100,738,BR\n"
        "G3,GRU,QQQ,2100,738,BR\n"
        "G3,QQQ,GRU,2100,738,BR\n"
        "G3,GRU,GRU,1,738,BR\n"
        "G3,GRU,REC,2100,738,BR\n"
        "G3,GRU,REC,2100,320,BR\n");
    EXPECT_EQ(result.rows, 6U);
    EXPECT_EQ(result.flights, (catalogue::Written{1, 0, 0}));
    EXPECT_EQ(result.other_carriers, 1U);
    EXPECT_EQ(result.unknown_airports, 2U);
    EXPECT_EQ(result.same_airport, 1U);
    EXPECT_EQ(result.repeated, 1U);
    EXPECT_EQ(all_flights(connection(), "G3").at("G32001").flight.equipment, "738");
}

TEST_F(FlightImport, TheFirstSkippedRowsAreNamedWithTheirReason) {
    load_demo(connection(), "data/demo", "G3");
    const ImportResult result = import_text(
        "LA,GRU,REC,2100,738,BR\n"
        "g3,GRU,REC,2100,738,BR\n"
        "G3,gru,REC,2100,738,BR\n"
        "G3,GRU,REC ,2100,738,BR\n"
        "G3,GRU,QQQ,2100,738,BR\n"
        "G3,GRU,GRU,1,738,BR\n"
        "G3,REC,REC,1,738,BR\n");
    EXPECT_TRUE(result.nothing());
    EXPECT_EQ(result.misspelt, 3U);
    EXPECT_EQ(result.same_airport, 2U);
    EXPECT_EQ(result.skipped,
              (std::vector<SkippedRow>{{3, "column carrier: \"g3\" is not written G3"},
                                       {4, "column from: \"gru\" is not written GRU"},
                                       {5, "column to: \"REC \" is not written REC"},
                                       {6, "column to: \"QQQ\" is no airport of the catalogue"},
                                       {7, "from and to are the same airport"}}));
    EXPECT_FALSE(import_text("G3,GRU,REC,2100,738,BR\n").nothing());
    EXPECT_FALSE(import_text("G3,GRU,REC,2100,738,BR\n").nothing()) << "it is there already";
}

TEST_F(FlightImport, AnImportedNumberIsNotGivenToAFlightOfTheSchedule) {
    load_demo(connection(), "data/demo", "I0");
    import_text("I0,GRU,REC,2100,738,BR\n", "I0");
    folder_.write("airports.csv", csv::read_file("data/demo/airports.csv"));
    const auto load = [&](const std::string& pair) {
        folder_.write("flights.csv",
                      "carrier,flight,from,to,dep_local,days,distance_km,block_min,aircraft,seats,"
                      "base_price_brl_cents\nI0,I02001," +
                          pair + ",09:00,12345,2100,190,32N,174,103190\n");
        load_demo(connection(), folder_.path(), "I0");
    };
    EXPECT_THROW(load("MAO,BSB"), csv::Error);
    EXPECT_EQ(all_flights(connection(), "I0").at("I02001").flight.destination, "REC");
    load("GRU,REC");
    EXPECT_EQ(all_flights(connection(), "I0").at("I02001").source, Source::schedule);
}

TEST_F(FlightImport, ANumberThatWasWithdrawnIsNotGivenToAnotherRoute) {
    load_demo(connection(), "data/demo", "G3");
    Flight withdrawn;
    withdrawn.number = "G32001";
    withdrawn.carrier = "G3";
    write_flights(connection(), std::span(&withdrawn, 1), Source::withdrawn, {});
    import_text("G3,GRU,REC,2100,738,BR\n");
    EXPECT_EQ(all_flights(connection(), "G3").at("G32002").flight.origin, "GRU");
}

TEST_F(FlightImport, ScheduleAndRoutesLiveBesideEachOther) {
    load_demo(connection(), "data/demo", "I0");
    import_text("I0,GRU,REC,2100,738,BR\n", "I0");
    EXPECT_EQ(all_flights(connection(), "I0").size(), 561U);
    // The same schedule from a file that reads otherwise: it is loaded again, and routes stay.
    for (const char* file : {"airports.csv", "flights.csv"}) {
        folder_.write(file, csv::read_file(std::string("data/demo/") + file) + "\n");
    }
    const LoadResult result = load_demo(connection(), folder_.path(), "I0");
    EXPECT_FALSE(result.already_loaded);
    EXPECT_EQ(result.flights, (catalogue::Written{0, 0, 560}));
    EXPECT_EQ(all_flights(connection(), "I0").count("I02001"), 1U);
}

TEST_F(FlightImport, ADamagedFileImportsNothing) {
    load_demo(connection(), "data/demo", "G3");
    EXPECT_EQ(error_of_import("carrier,from,to,equipment,scope\n"),
              "routes.csv, line 1: the column distance_km is missing; the header has "
              "\"carrier, from, to, equipment, scope\"");
    EXPECT_EQ(error_of_import(std::string(kHeader) + "G3,GRU,REC,2100,738,BR\nG3,GRU,AJU,x,,BR\n"),
              "routes.csv, line 3, column distance_km: \"x\" is not a whole number");
    EXPECT_TRUE(all_flights(connection(), "G3").empty());
}

TEST_F(FlightImport, WithoutAirportsItSaysWhatIsMissing) {
    EXPECT_EQ(error_of_import(std::string(kHeader) + "G3,GRU,REC,2100,738,BR\n"),
              "routes.csv: the catalogue of G3 has no airports yet; load airports.csv first");
}

TEST_F(FlightImport, NumbersGoOnBehindThoseOfTheTestFlights) {
    load_demo(connection(), "data/demo", "G3");
    write_numbers(2001, 9899);
    import_text("G3,GRU,REC,2100,738,BR\nG3,REC,GRU,2100,738,BR\n");
    const auto all = all_flights(connection(), "G3");
    EXPECT_EQ(all.at("G39900").flight.origin, "GRU");
    EXPECT_EQ(all.at("G310000").flight.origin, "REC");
}

TEST_F(FlightImport, NumbersEndWithFiveDigits) {
    load_demo(connection(), "data/demo", "G3");
    write_numbers(2001, 9900);
    write_numbers(10'000, 99'998);
    const ImportResult result = import_text("G3,GRU,REC,2100,738,BR\nG3,REC,GRU,2100,738,BR\n");
    EXPECT_EQ(result.flights.added, 1U);
    EXPECT_EQ(result.without_number, 1U);
    EXPECT_EQ(all_flights(connection(), "G3").at("G399999").flight.origin, "GRU");
}

TEST_F(FlightImport, AnotherAircraftHasOtherSeatsOnEveryDayThatWasSold) {
    load_demo(connection(), "data/demo", "G3");
    import_text("G3,GRU,REC,2100,AT7,BR\n");
    database_.take("G32001/2026-12-20", 74, 70, 4);
    import_text("G3,GRU,REC,2100,738,BR\n");
    EXPECT_EQ(supplier::find_units(connection(), "G32001/", "", 9).at(0).free(), 106);
    import_text("G3,GRU,REC,2100,AT7,BR\n");
    EXPECT_EQ(supplier::find_units(connection(), "G32001/", "", 9).at(0).capacity, 74);
}

TEST_F(FlightImport, AnImportIsSoldAtOnce) {
    load_demo(connection(), "data/demo", "G3");
    Flights flights("G3", false);
    const HoldRequest request{FlightItem{"G3", "G32001", day("2026-12-20")}, 2, {}};
    EXPECT_TRUE(std::holds_alternative<supplier::NoQuote>(
        flights.quote(connection(), std::span(&request, 1), noon()).at(0)));
    import_text("G3,GRU,REC,2100,738,BR\n");
    const auto quote = std::get<supplier::Quote>(
        flights.quote(connection(), std::span(&request, 1), noon()).at(0));
    EXPECT_EQ(quote.claims.at(0).capacity, 180);
    const Money seat = seat_price(route_price(2100, "G3", "GRU", "REC"), day("2026-12-20"), 29);
    EXPECT_EQ(quote.price.amount, 2 * seat.amount);
}

TEST_F(FlightImport, TheRealNetworkIsImportedAndEveryFlightOfItCanBeQuoted) {
    const std::filesystem::path file = "../shared/data/openflights/routes.csv";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is not there: the real route network is not part of the project";
    }
    const std::vector<std::pair<std::string, std::size_t>> carriers = {
        {"AD", 339}, {"G3", 312}, {"JJ", 300}, {"AA", 283}};
    for (const auto& [carrier, routes] : carriers) {
        InventoryDatabase database("real network " + carrier, flight_migrations());
        load_demo(database.connection(), "data/demo", carrier);
        const ImportResult result = import_routes(database.connection(), file, carrier);
        EXPECT_EQ(result.rows, 4519U);
        EXPECT_EQ(result.other_carriers, 4519U - routes);
        EXPECT_EQ(result.flights, (catalogue::Written{routes, 0, 0})) << carrier;
        EXPECT_EQ(import_routes(database.connection(), file, carrier).flights,
                  (catalogue::Written{0, 0, routes}));

        std::vector<HoldRequest> requests;
        for (const auto& [number, sourced] : all_flights(database.connection(), carrier)) {
            requests.push_back({FlightItem{carrier, number, day("2026-12-20")}, 1, {}});
        }
        Flights flights(carrier, false);
        for (const auto& quote : flights.quote(database.connection(), requests, noon())) {
            ASSERT_TRUE(std::holds_alternative<supplier::Quote>(quote)) << carrier;
            EXPECT_GT(std::get<supplier::Quote>(quote).price.amount, 100'00);
        }
    }
}

}  // namespace
}  // namespace viaja::flight
