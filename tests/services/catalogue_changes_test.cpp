// Operators change prices and capacities of a catalogue while the supplier is at work: at its own
// port, for every replica, for good.

#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "common/supplier/operator_routes.hpp"
#include "event-service/catalogue.hpp"
#include "event-service/events.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"
#include "flight-service/import_routes.hpp"
#include "hotel-service/catalogue.hpp"
#include "hotel-service/hotels.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja {
namespace {

using inventory_test::Folder;
using inventory_test::InventoryDatabase;
using inventory_test::noon;
using nlohmann::json;

constexpr const char* kAirports =
    "iata,name,city,country,lat,lon,tz\n"
    "GRU,Guarulhos,São Paulo,BR,-23.43560,-46.47310,America/Sao_Paulo\n"
    "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n";
constexpr const char* kFlights =
    "carrier,flight,from,to,dep_local,days,distance_km,block_min,aircraft,seats,"
    "base_price_brl_cents\n"
    "I0,I01001,GRU,REC,09:00,1234567,2100,190,32N,174,103190\n"
    "I0,I01002,REC,GRU,13:00,1234567,2100,190,32N,174,103190\n";

std::string test_name() {
    return testing::UnitTest::GetInstance()->current_test_info()->name();
}

/// The port of a supplier.
class Port {
  public:
    Port(Database& database, supplier::Inventory& inventory, const std::string& address,
         const std::string& token = "") {
        supplier::add_operator_routes(router_, {database, inventory, address, token});
    }

    http::Response put(const std::string& what, const json& body, const http::Headers& more = {}) {
        http::Request request;
        request.method = "PUT";
        request.path = "/v1/operator/" + what;
        request.target = request.path;
        request.headers = more;
        request.headers.set("Content-Type", "application/json");
        request.body = body.dump();
        std::promise<http::Response> answer;
        router_.handle(request, [&](http::Response given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    }

    /// The items of the answer to a change that is made.
    json change(const std::string& what, json items) {
        const auto answer = put(what, {{"reason", "test"}, {"items", std::move(items)}});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body).value("items", json());
    }
    json price(const std::string& item, std::int64_t amount) {
        return change("prices",
                      {{{"item", item}, {"price", {{"amount", amount}, {"currency", "BRL"}}}}});
    }
    json capacity(const std::string& item, int capacity) {
        return change("capacities", {{{"item", item}, {"capacity", capacity}}});
    }
    /// "404 not_found /items/0/item".
    std::string refusal(const std::string& what, const json& body) {
        const auto answer = put(what, body);
        const auto problem = json::parse(answer.body);
        std::string text = std::to_string(answer.status) + " " + problem.value("code", "");
        for (const auto& error : problem.value("errors", json::array()))
            text += " " + error.value("pointer", "");
        return text;
    }

  private:
    http::Router router_;
};

json one_item(json item) {
    return {{"reason", "test"}, {"items", json::array({std::move(item)})}};
}
json brl(json amount) {
    return {{"amount", std::move(amount)}, {"currency", "BRL"}};
}

class FlightChanges : public testing::Test {
  protected:
    FlightChanges() {
        folder_.write("airports.csv", kAirports);
        load(kFlights);
    }
    void load(const std::string& flights) {
        folder_.write("flights.csv", flights);
        flight::load_demo(connection(), folder_.path(), "I0");
    }
    Connection& connection() { return database_.connection(); }
    /// "103190 174", as every replica reads it.
    std::string terms(const std::string& number) {
        const auto flight = flight::all_flights(connection(), "I0").at(number).flight;
        return std::to_string(flight.price.amount) + " " + std::to_string(flight.seats);
    }
    std::int64_t revision() { return flight::schedule_revision(connection(), "I0"); }
    std::int64_t quoted(const std::string& number) {
        const std::vector<HoldRequest> wanted = {
            {FlightItem{"I0", number, inventory_test::day("2026-12-01")}, 1, {}}};
        return std::get<supplier::Quote>(flights_.quote(connection(), wanted, noon()).at(0))
            .price.amount;
    }

    InventoryDatabase database_{test_name(), flight::flight_migrations()};
    Folder folder_;
    flight::Flights flights_{"I0", false};
    Port port_{database_.database(), flights_, "flight.I0"};
};

TEST_F(FlightChanges, AreServedAtOnceAndMakeANewScheduleVersion) {
    const auto quoted_before = quoted("I01001");
    const auto version = flights_.schedule().version(connection()).version;
    EXPECT_EQ(port_.price("I01001", 51'595),
              (json{{{"item", "I01001"}, {"price_before", brl(103190)}, {"price", brl(51595)}}}));
    EXPECT_EQ(terms("I01001"), "51595 174");
    EXPECT_LT(quoted("I01001"), quoted_before);
    EXPECT_NE(flights_.schedule().version(connection()).version, version);
    EXPECT_EQ(port_.capacity("I01001", 12), (json{{{"item", "I01001"},
                                                   {"capacity_before", 174},
                                                   {"capacity", 12},
                                                   {"oversold_units", 0}}}));
    EXPECT_EQ(terms("I01001"), "51595 12");
    EXPECT_EQ(terms("I01002"), "103190 174");
}

TEST_F(FlightChanges, TwiceAreOne) {
    port_.price("I01001", 51'595);
    const auto revision_after = revision();
    EXPECT_EQ(port_.price("I01001", 51'595),
              (json{{{"item", "I01001"}, {"price_before", brl(51595)}, {"price", brl(51595)}}}));
    EXPECT_EQ(revision(), revision_after);
}

TEST_F(FlightChanges, AreKeptByALoadOfOtherFiles) {
    port_.price("I01001", 51'595);
    port_.capacity("I01001", 12);
    database_.take("I01001/2026-12-01", 12, 3, 4);
    std::string changed = kFlights;
    for (const std::string was : {"174", "174"})
        changed.replace(changed.find(was), was.size(), "200");
    load(changed);
    EXPECT_EQ(terms("I01001"), "51595 12");
    EXPECT_EQ(terms("I01002"), "103190 200");
    EXPECT_EQ(supplier::find_units(connection(), "I01001/", "", 1).at(0).capacity, 12);
    port_.capacity("I01001", 180);
    load(kFlights);
    EXPECT_EQ(terms("I01001"), "51595 180");
}

TEST_F(FlightChanges, EndWhereAnImportSaysTheCapacityAnew) {
    const auto file = folder_.write("routes.csv",
                                    "carrier,from,to,distance_km,equipment,scope\n"
                                    "I0,GRU,REC,2100,320,domestic\n");
    flight::import_routes(connection(), file, "I0");
    port_.price("I02001", 777);
    port_.capacity("I02001", 5);
    flight::import_routes(connection(), file, "I0");
    EXPECT_EQ(terms("I02001"), "777 180");
}

TEST_F(FlightChanges, AreAllMadeOrNone) {
    EXPECT_EQ(port_.refusal("prices", {{"reason", "test"},
                                       {"items",
                                        {{{"item", "I01001"}, {"price", brl(1)}},
                                         {{"item", "I09999"}, {"price", brl(1)}}}}}),
              "404 not_found /items/1/item");
    EXPECT_EQ(terms("I01001"), "103190 174");
    EXPECT_EQ(database_.count("catalogue_edits"), 0);
}

TEST_F(FlightChanges, OfAWrongValueAreRefusedByName) {
    const auto price = [&](json given) {
        return port_.refusal("prices", one_item({{"item", "I01001"}, {"price", std::move(given)}}));
    };
    const std::string at_price = "400 invalid_field /items/0/price";
    for (const json& amount : {json(0), json(-1), json(1.5), json("1"), json(nullptr),
                               json(100'000'001), json(1e30), json(1'000'000'000'001)})
        EXPECT_EQ(price(brl(amount)), at_price) << amount;
    EXPECT_EQ(price({{"amount", 100}, {"currency", "USD"}}), at_price);
    EXPECT_EQ(price({{"amount", 100}}), at_price);
    EXPECT_EQ(price(5), at_price);
    for (const json& seats : {json(0), json(-1), json(1001), json(2.5), json("9"), json(nullptr)})
        EXPECT_EQ(port_.refusal("capacities", one_item({{"item", "I01001"}, {"capacity", seats}})),
                  "400 invalid_field /items/0/capacity")
            << seats;
    EXPECT_EQ(terms("I01001"), "103190 174");
}

TEST_F(FlightChanges, OfAWrongBodyAreRefusedByName) {
    const json item = {{"item", "I01001"}, {"capacity", 5}};
    const auto refusal = [&](json body) { return port_.refusal("capacities", body); };
    EXPECT_EQ(refusal({{"items", {item}}}), "400 invalid_field /reason");
    EXPECT_EQ(refusal({{"reason", std::string(201, 'x')}, {"items", {item}}}),
              "400 invalid_field /reason");
    EXPECT_EQ(refusal({{"reason", "test"}}), "400 invalid_field /items");
    EXPECT_EQ(refusal({{"reason", "test"}, {"items", json::array()}}), "400 invalid_field /items");
    EXPECT_EQ(refusal({{"reason", "test"}, {"items", std::vector<json>(101, item)}}),
              "400 invalid_field /items");
    EXPECT_EQ(refusal({{"reason", "test"}, {"items", {item, item}}}),
              "400 invalid_field /items/1/item");
    EXPECT_EQ(refusal(one_item(7)), "400 invalid_field /items/0");
    EXPECT_EQ(refusal(one_item({{"item", ""}, {"capacity", 5}})),
              "400 invalid_field /items/0/item");
    EXPECT_EQ(refusal({{"address", "hotel"}, {"reason", "test"}, {"items", {item}}}),
              "400 invalid_field /address");
    EXPECT_EQ(refusal("text"), "400 malformed_json");
    EXPECT_EQ(terms("I01001"), "103190 174");
}

TEST_F(FlightChanges, AreForOperatorsOnlyWhereThereIsAToken) {
    Port guarded(database_.database(), flights_, "flight.I0", "s3cret");
    const json body = one_item({{"item", "I01001"}, {"capacity", 5}});
    EXPECT_EQ(guarded.put("capacities", body).status, 404);
    http::Headers token;
    token.set("Authorization", "Bearer s3cret");
    EXPECT_EQ(guarded.put("capacities", body, token).status, 200);
    http::Headers foreign;
    foreign.set("Origin", "https://elsewhere.example");
    foreign.set("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(port_.put("capacities", body, foreign).status, 403);
}

TEST_F(FlightChanges, StandInTheOrderInWhichTheyWereAskedFor) {
    const auto editable = flight::editable_flights("I0");
    const auto at = [&](int seconds, int seats) {
        return supplier::change_catalogue(connection(), editable,
                                          {noon() + std::chrono::seconds(seconds),
                                           "test",
                                           {{"I01001", std::nullopt, seats}}})
            .problem;
    };
    EXPECT_EQ(at(20, 20), "");
    EXPECT_EQ(at(10, 10), "overtaken");
    EXPECT_EQ(at(20, 20), "");
    EXPECT_EQ(terms("I01001"), "103190 20");
    // The supplier's own clock is behind.
    port_.capacity("I01001", 30);
    EXPECT_EQ(at(20, 20), "overtaken");
    EXPECT_EQ(terms("I01001"), "103190 30");
    EXPECT_EQ(at(-300, 5), "too_late");
    // A price is another value.
    EXPECT_EQ(
        supplier::change_catalogue(connection(), editable,
                                   {noon(), "test", {{"I01001", Money{5, "BRL"}, std::nullopt}}})
            .problem,
        "");
    EXPECT_EQ(terms("I01001"), "5 30");
}

TEST_F(FlightChanges, OfACapacityReachTheUnitsThatThereAre) {
    database_.take("I01001/2026-11-19", 174, 0, 50);
    database_.take("I01001/2026-12-01", 174, 3, 7);
    database_.take("I01001/2026-12-02", 174, 0, 2);
    database_.take("I010010/2026-12-02", 174, 0, 9);
    // The day of the first one is over.
    EXPECT_EQ(port_.capacity("I01001", 8)[0]["oversold_units"], 1);
    const auto unit = [&](const std::string& id) {
        return supplier::find_units(connection(), id, "", 1).at(0);
    };
    EXPECT_EQ(unit("I01001/2026-12-01").oversold(), 2);
    EXPECT_EQ(unit("I01001/2026-12-01").free(), 0);
    EXPECT_EQ(unit("I01001/2026-12-02").free(), 6);
    EXPECT_EQ(unit("I010010/2026-12-02").capacity, 174);
    EXPECT_EQ(port_.capacity("I01001", 11)[0]["oversold_units"], 0);
    EXPECT_EQ(unit("I01001/2026-12-01").free(), 1);
}

TEST(CatalogueChanges, OfRoomsAreServedAtOnce) {
    InventoryDatabase database(test_name(), hotel::hotel_migrations());
    hotel::load_demo(database.connection(), "data/demo");
    hotel::Hotels hotels(false);
    Port port(database.database(), hotels, "hotel");
    EXPECT_EQ(port.price("htl_rec01_std", 30'000)[0]["price_before"], brl(25500));
    EXPECT_EQ(port.capacity("htl_rec01_std", 9)[0]["capacity_before"], 6);
    const std::vector<std::string> ids = {"htl_rec01_std"};
    const auto room = hotel::find_room_types(database.connection(), ids).at(ids[0]);
    EXPECT_EQ(room.rate.amount, 30'000);
    EXPECT_EQ(room.rooms, 9);
    EXPECT_EQ(
        port.refusal("capacities", one_item({{"item", "htl_rec01_std"}, {"capacity", 10'001}})),
        "400 invalid_field /items/0/capacity");
}

TEST(CatalogueChanges, OfSectionsAreServedAtOnce) {
    InventoryDatabase database(test_name(), event::event_migrations());
    event::load_demo(database.connection(), "data/demo");
    event::Events events;
    Port port(database.database(), events, "event");
    EXPECT_EQ(port.capacity("evt_rec/CAMAROTE", 4)[0]["capacity_before"], 10);
    EXPECT_EQ(port.price("evt_rec/CAMAROTE", 70'000)[0]["price_before"], brl(60000));
    const std::vector<std::string> ids = {"evt_rec/CAMAROTE"};
    const auto section = event::find_sections(database.connection(), ids).at(ids[0]);
    EXPECT_EQ(section.price.amount, 70'000);
    EXPECT_EQ(section.capacity, 4);
}

}  // namespace
}  // namespace viaja
