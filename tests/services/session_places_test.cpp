// GET /v1/places, and reading again what has not changed.

#include <gtest/gtest.h>

#include <fstream>

#include "common/csv/csv.hpp"
#include "tests/ports/temporary_folder.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

const std::vector<std::string> kCarriers = {"A0", "XX", "I0"};

TEST(SessionPlaces, NamesAirportsInBothLanguagesAndTheConfiguredCarriers) {
    const auto places = json::parse(read_places("data/demo", kCarriers).body);
    EXPECT_EQ(places.at("carriers"), json::parse(R"([
        {"code": "A0", "name": "Atlântica Internacional"},
        {"code": "XX", "name": "XX"},
        {"code": "I0", "name": "Ipê Linhas Aéreas"}])"));
    EXPECT_EQ(places.at("airports").size(), 342U);
    json london;
    for (const auto& airport : places.at("airports")) {
        if (airport.at("code") == "LHR") london = airport;
    }
    EXPECT_EQ(london.at("city"), (json{{"en", "London"}, {"pt", "Londres"}}));
    EXPECT_EQ(london.at("country"), "GB");
    EXPECT_EQ(london.at("zone"), "Europe/London");
    EXPECT_NEAR(london.at("lat").get<double>(), 51.47, 0.01);
    EXPECT_NEAR(london.at("lon").get<double>(), -0.46, 0.01);
}

TEST(SessionPlaces, HaveAnETagThatChangesWithTheirContent) {
    const auto places = read_places("data/demo", kCarriers);
    EXPECT_EQ(read_places("data/demo", kCarriers).etag, places.etag);
    const std::vector<std::string> one = {"I0"};
    EXPECT_NE(read_places("data/demo", one).etag, places.etag);
}

TEST(SessionPlaces, ADamagedFileIsNamed) {
    const test::TemporaryFolder folder;
    std::ofstream(folder.path() / "carriers.csv") << "code,name\nI0,Ipê\n";
    std::ofstream(folder.path() / "airports.csv")
        << "iata,name,city,city_pt,country,lat,lon,tz\nLHR,Heathrow,London,Londres,GB,91,0,UTC\n";
    try {
        read_places(folder.path(), kCarriers);
        ADD_FAILURE() << "a latitude of 91 degrees was taken";
    } catch (const csv::Error& error) {
        EXPECT_NE(std::string(error.what()).find("column lat"), std::string::npos) << error.what();
    }
    EXPECT_THROW(read_places(folder.path() / "nowhere", kCarriers), csv::Error);
}

TEST(SessionPlaces, TheLeastConnectionOfAnAirportIsThatOfTheFileWhereItHasOne) {
    const test::TemporaryFolder folder;
    const std::string columns =
        "iata,name,city,city_pt,country,lat,lon,tz,connection_domestic_min,"
        "connection_international_min\n";
    const auto read = [&](const std::string& rows) {
        std::ofstream(folder.path() / "carriers.csv") << "code,name\nI0,Ipê\n";
        std::ofstream(folder.path() / "airports.csv") << columns << rows;
        return read_places(folder.path(), kCarriers);
    };
    const auto places = read(
        "GRU,Guarulhos,São Paulo,São Paulo,BR,-23,-46,America/Sao_Paulo,60,120\n"
        "REC,Recife,Recife,Recife,BR,-8,-35,America/Recife,30,\n"
        "LHR,Heathrow,London,Londres,GB,51,0,Europe/London,,\n");
    EXPECT_EQ(places.airports->at("GRU").minimum_connection, (MinimumConnection{60, 120}));
    EXPECT_EQ(places.airports->at("REC").minimum_connection, (MinimumConnection{30, 90}));
    EXPECT_EQ(places.airports->at("LHR").minimum_connection, MinimumConnection());
    for (const char* wrong : {"0", "601", "-5", "ten"}) {
        const std::string row = "GRU,G,S,S,BR,-23,-46,America/Sao_Paulo," + std::string(wrong);
        EXPECT_THROW(read(row + ",\n"), csv::Error) << wrong;
    }
}

TEST(SessionPlaces, AreNotSentAgainWhileTheyAreTheSame) {
    SharedParts parts;
    Replica replica(parts);
    const auto first = replica.call("GET", "/v1/places");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body.at("carriers").at(0).at("code"), "I0");
    EXPECT_EQ(first.headers.at("Cache-Control"), "public, max-age=3600");
    const auto etag = first.headers.at("ETag");
    const auto again =
        replica.call("GET", "/v1/places", "", {{"If-None-Match", "\"old\", W/" + etag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.headers.at("ETag"), etag);
    EXPECT_EQ(again.headers.at("Cache-Control"), "public, max-age=3600");
    EXPECT_TRUE(again.body.is_null());
    EXPECT_EQ(replica.call("GET", "/v1/places", "", {{"If-None-Match", "\"old\""}}).status, 200);
}

TEST(SessionPlaces, ASessionIsNotSentAgainUntilItHasAnotherVersion) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    const auto read = [&](const std::string& known) {
        return replica.call(
            "GET", replica.session_path(), "",
            {{"Authorization", "Bearer " + replica.token()}, {"If-None-Match", known}});
    };
    const auto etag = read("\"none\"").headers.at("ETag");
    for (const auto& known : {etag, "W/" + etag, "\"none\", " + etag, std::string("*")})
        EXPECT_EQ(read(known).status, 304) << known;
    ASSERT_EQ(replica.ask_for_a_flight().status, 201);
    EXPECT_EQ(read(etag).status, 200);
}

}  // namespace
}  // namespace viaja::session
