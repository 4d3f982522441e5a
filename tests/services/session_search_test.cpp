// Search over HTTP with carriers on a bus: routes over several carriers, what is left out and
// named, pages over replicas, the calendar.

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "tests/ports/temporary_folder.hpp"
#include "tests/services/carrier_on_bus.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// "AA1 BB1 for 400" for each offer.
std::vector<std::string> offers_in(const HttpAnswer& answer) {
    std::vector<std::string> offers;
    for (const auto& offer : answer.body.at("offers")) {
        std::string text;
        for (const auto& segment : offer.at("segments"))
            text += segment.at("flight").get<std::string>() + " ";
        offers.push_back(text + "for " + std::to_string(offer.at("price").at("amount").get<int>()));
    }
    return offers;
}

using Offers = std::vector<std::string>;

class RouteSearchOverHttp : public testing::Test {
  protected:
    Replica::Wishes with(std::vector<std::string> carriers,
                         std::chrono::milliseconds search_time = std::chrono::seconds(10)) {
        return {.carriers = std::move(carriers), .search_time = search_time};
    }
    std::string path(const std::string& more = "", int days = 20) {
        return "/v1/flights/search?from=GRU&to=REC&date=" + day_in(days) + more;
    }

    SharedParts parts;
    CarrierOnBus aa{parts.bus, parts.clock, parts.random, "AA", {"AA1 GRU-GIG 08:00 +60 100"}};
    CarrierOnBus bb{parts.bus, parts.clock, parts.random, "BB", {"BB1 GIG-REC 10:00 +180 100"}};
    CarrierOnBus cc{parts.bus, parts.clock, parts.random, "CC", {"CC1 GRU-REC 09:00 +190 300"}};
};

TEST_F(RouteSearchOverHttp, FindsRoutesOverThreeCarriersAndHoldsTheirSegments) {
    Replica replica(parts, with({"AA", "BB", "CC"}));
    const auto answer = replica.call("GET", path("&passengers=2&sort=price"));
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(offers_in(answer), (Offers{"AA1 BB1 for 400", "CC1 for 600"}));
    const auto& offer = answer.body["offers"][0];
    const auto day = day_in(20);
    EXPECT_EQ(offer["segments"][0], (json{{"carrier", "AA"},
                                          {"flight", "AA1"},
                                          {"from", "GRU"},
                                          {"to", "GIG"},
                                          {"date", day},
                                          {"departs_at", day + "T11:00:00.000Z"},
                                          {"departs_at_local", day + "T08:00"},
                                          {"arrives_at", day + "T12:00:00.000Z"},
                                          {"arrives_at_local", day + "T09:00"},
                                          {"seats_left", 50}}));
    EXPECT_EQ(offer["segments"][1]["layover_minutes"], 60);
    EXPECT_EQ(offer["duration_minutes"], 300);
    EXPECT_EQ(offer["price"]["currency"], "BRL");
    EXPECT_EQ(offer["marks"], json::array({"cheapest"}));
    EXPECT_EQ(answer.body["offers"][1]["marks"], json::array({"fastest"}));
    EXPECT_FALSE(offer.contains("also_sold_as"));
    EXPECT_EQ(answer.body["missing"], json::array());
    EXPECT_EQ(answer.body["more"], false);
    EXPECT_EQ(answer.body["truncated"], false);
    EXPECT_FALSE(answer.body.contains("next"));
    EXPECT_EQ(answer.body["timetable"].get<std::string>().size(), 16U);
}

TEST_F(RouteSearchOverHttp, ASilentCarrierIsNamedAndAfterThreeSilencesNotWaitedFor) {
    Replica replica(parts, with({"AA", "BB", "CC"}, std::chrono::seconds(2)));
    ASSERT_TRUE(eventually([&] { return replica.call("GET", path()).body["missing"].empty(); }));
    cc.freeze(true);
    const int before = cc.asked();
    for (int time = 0; time < 6; ++time) {
        const auto answer = replica.call("GET", path("", 30 + time));
        EXPECT_EQ(offers_in(answer), Offers{"AA1 BB1 for 200"});
        EXPECT_EQ(answer.body["missing"], json::array({"CC"}));
    }
    EXPECT_EQ(cc.asked(), before + 3);
    const auto others = replica.call("GET", path("&carriers=AA,BB&only=1", 40));
    EXPECT_EQ(others.body["missing"], json::array()) << "only the carriers that were asked for";
    cc.freeze(false);
    EXPECT_TRUE(
        eventually([&] { return offers_in(replica.call("GET", path("", 41))).size() == 2; }));
}

TEST_F(RouteSearchOverHttp, AFullFlightIsNotOfferedAndThePriceOfTheDayCounts) {
    bb.sell("BB1", 1, 100);
    cc.sell("CC1", 50, 250);
    Replica replica(parts, with({"AA", "BB", "CC"}));
    EXPECT_EQ(offers_in(replica.call("GET", path("&passengers=2"))), Offers{"CC1 for 500"});
    EXPECT_EQ(offers_in(replica.call("GET", path("&sort=price"))),
              (Offers{"AA1 BB1 for 200", "CC1 for 250"}));
}

TEST_F(RouteSearchOverHttp, WhatACarrierTellsOfItsSeatsIsKnownAtOnce) {
    Replica replica(parts, with({"AA", "BB", "CC"}));
    EXPECT_EQ(offers_in(replica.call("GET", path("&sort=price"))),
              (Offers{"AA1 BB1 for 200", "CC1 for 300"}));
    const int asked = cc.asked();
    cc.tell("CC1", date_in(20), 0);
    EXPECT_TRUE(eventually([&] { return offers_in(replica.call("GET", path())).size() == 1; }));
    EXPECT_EQ(cc.asked(), asked) << "the search asked for what it knew";
}

TEST_F(RouteSearchOverHttp, AnAnswerThatComesSeveralTimesCountsOnce) {
    for (auto* carrier : {&aa, &bb, &cc})
        carrier->repeat(3);
    Replica replica(parts, with({"AA", "BB", "CC"}));
    const auto answer = replica.call("GET", path("&sort=price"));
    EXPECT_EQ(offers_in(answer), (Offers{"AA1 BB1 for 200", "CC1 for 300"}));
    EXPECT_EQ(answer.body["missing"], json::array());
}

TEST_F(RouteSearchOverHttp, ThePagesOfAllRoutesGoOnAtAnyReplica) {
    Replica one(parts, with({"AA", "BB", "CC"}));
    Replica other(parts, with({"AA", "BB", "CC"}));
    cc.set_schedule("2", {"CC1 GRU-REC 09:00 +190 300", "CC2 GRU-REC 09:00 +200 310"});
    cc.announce();
    const std::string all = path("&all=1&sort=price&limit=1");
    ASSERT_TRUE(eventually([&] {
        return one.call("GET", path("&all=1")).body["offers"].size() == 3 &&
               other.call("GET", path("&all=1")).body["offers"].size() == 3;
    }));
    Offers found;
    json marks = json::array();
    std::string after;
    for (auto* replica : {&one, &other, &one}) {
        const auto answer = replica->call("GET", all + after);
        ASSERT_EQ(answer.status, 200) << answer.text;
        found.push_back(offers_in(answer).at(0));
        marks.push_back(answer.body["offers"][0]["marks"]);
        EXPECT_EQ(answer.body["more"], found.size() < 3);
        if (answer.body["more"]) after = "&after=" + answer.body["next"].get<std::string>();
    }
    EXPECT_EQ(found, (Offers{"AA1 BB1 for 200", "CC1 for 300", "CC2 for 310"}));
    EXPECT_EQ(marks, json::parse(R"([["cheapest"], ["fastest"], []])")) << "of all three";
    const auto wrong = one.call("GET", path("&all=1&sort=duration" + after));
    EXPECT_EQ(wrong.status, 400) << "a place in another order";
}

TEST_F(RouteSearchOverHttp, ACarrierThatJoinsIsOnSaleAndCanBeHeld) {
    Replica replica(parts, with({"AA"}));
    EXPECT_TRUE(eventually([&] { return offers_in(replica.call("GET", path())).size() == 2; }));
    CarrierOnBus joins(parts.bus, parts.clock, parts.random, "DD",
                       {"DD1 GRU-REC 07:00 +180 50 as=BB7", "DD2 REC-GRU 07:00 +180 50"});
    const auto first = [&] { return replica.call("GET", path("&sort=price")).body["offers"][0]; };
    EXPECT_TRUE(eventually([&] { return first()["segments"][0]["flight"] == "DD1"; }));
    const auto offer = first();
    EXPECT_EQ(offer["segments"][0]["operated_by"], (json{{"carrier", "BB"}, {"flight", "BB7"}}));
    replica.open();
    const auto hold = [&](const std::string& carrier) {
        return replica.as_traveller("POST", replica.session_path("/holds"),
                                    R"({"type":"flight","carrier":")" + carrier +
                                        R"(","flight":"DD1","date":")" + day_in(20) +
                                        R"(","quantity":1,"travellers":[{"name":"Ana"}]})",
                                    "respond-async");
    };
    EXPECT_EQ(hold("DD").status, 202);
    EXPECT_EQ(hold("ZZ").status, 400);
    const auto services = replica.call("GET", "/v1/operator/services");
    EXPECT_EQ(services.body["carriers"][3],
              (json{{"carrier", "DD"}, {"state", "present"}, {"version", "1"}, {"flights", 2}}));
}

TEST_F(RouteSearchOverHttp, AVersionThatAnAnswerNamesIsFetched) {
    Replica replica(parts, with({"AA", "BB", "CC"}));
    ASSERT_EQ(offers_in(replica.call("GET", path())).size(), 2U);
    cc.set_schedule("2", {"CC5 GRU-REC 09:00 +170 90"});  // its announcement is lost
    EXPECT_TRUE(eventually([&] {
        return offers_in(replica.call("GET", path("", 30))) == Offers{"CC5 for 90"};
    })) << "on another day, of which it was asked";
}

TEST_F(RouteSearchOverHttp, TheSameFlightUnderTwoNumbersIsOneOffer) {
    CarrierOnBus dd(parts.bus, parts.clock, parts.random, "DD",
                    {"DD1 GRU-REC 09:00 +190 300 as=CC1"});
    Replica replica(parts, with({"AA", "BB", "CC", "DD"}));
    const auto answer = replica.call("GET", path("&max_segments=1&carriers=DD"));
    ASSERT_EQ(offers_in(answer), Offers{"DD1 for 300"});
    EXPECT_EQ(
        answer.body["offers"][0]["also_sold_as"],
        (json::array(
            {{{"segments",
               json::array({{{"carrier", "CC"}, {"flight", "CC1"}, {"date", day_in(20)}}})}}})));
}

TEST_F(RouteSearchOverHttp, AirportsNearbyAreSearchedToo) {
    CarrierOnBus dd(parts.bus, parts.clock, parts.random, "DD", {"DD1 CGH-JPA 12:00 +120 50"});
    Replica replica(parts, with({"AA", "BB", "CC", "DD"}));
    const Offers far = {"CC1 for 300"};
    EXPECT_EQ(offers_in(replica.call("GET", path("&max_segments=1"))), far);
    EXPECT_EQ(offers_in(replica.call("GET", path("&max_segments=1&nearby_km=50"))), far)
        << "João Pessoa is 110 km from Recife";
    EXPECT_EQ(offers_in(replica.call("GET", path("&max_segments=1&nearby_km=130&sort=price"))),
              (Offers{"DD1 for 50", "CC1 for 300"}));
}

TEST_F(RouteSearchOverHttp, TheLeastConnectionOfAnAirportIsThatOfTheCatalogue) {
    const test::TemporaryFolder folder;
    std::filesystem::copy("data/demo/carriers.csv", folder.path() / "carriers.csv");
    std::ifstream airports("data/demo/airports.csv");
    std::ofstream longer(folder.path() / "airports.csv");
    std::string row;
    std::getline(airports, row);
    longer << row << ",connection_domestic_min\n";
    while (std::getline(airports, row))
        longer << row << (row.starts_with("GIG,") ? ",61\n" : ",\n");
    longer.close();
    auto wishes = with({"AA", "BB", "CC"});
    wishes.catalogue = folder.path();
    Replica replica(parts, wishes);
    EXPECT_EQ(offers_in(replica.call("GET", path())), Offers{"CC1 for 300"})
        << "AA1 lands 60 minutes before BB1 leaves";
}

TEST_F(RouteSearchOverHttp, ACalendarHasTheLowestPriceOfEachDayOnSale) {
    Replica replica(parts, with({"AA", "BB", "CC"}));
    const std::string calendar = "/v1/flights/calendar?from=GRU&to=REC&passengers=3&month=";
    const auto next = date_in(32);
    const auto days = replica.call("GET", calendar + iso_date(next).substr(0, 7));
    ASSERT_EQ(days.status, 200) << days.text;
    const auto last =
        std::chrono::year_month_day_last(next.year() / next.month() / std::chrono::last);
    ASSERT_EQ(days.body["days"].size(), static_cast<unsigned>(last.day()));
    EXPECT_EQ(days.body["days"][0], (json{{"date", iso_date(next).substr(0, 7) + "-01"},
                                          {"price", {{"amount", 600}, {"currency", "BRL"}}},
                                          {"segments", 2},
                                          {"checked", true}}));
    EXPECT_EQ(days.body["missing"], json::array());
    EXPECT_EQ(days.body["server_time"].get<std::string>().size(), 24U);
    for (const auto& month : {"2020-01", "2100-01", "2026-13", "2026-1", "soon", ""}) {
        const auto wrong = replica.call("GET", calendar + month);
        EXPECT_EQ(wrong.status, 400) << month;
        EXPECT_EQ(wrong.body["errors"][0]["pointer"], "/month") << month;
    }
}

TEST_F(RouteSearchOverHttp, ACalendarFindsAFlightThatBecameCheaper) {
    Replica replica(parts, with({"AA", "BB", "CC"}));
    const auto day = date_in(20);
    ASSERT_EQ(offers_in(replica.call("GET", path("&sort=price"))),
              (Offers{"AA1 BB1 for 200", "CC1 for 300"}));
    const auto lowest = [&] {
        const auto days = replica.call(
            "GET", "/v1/flights/calendar?from=GRU&to=REC&month=" + iso_date(day).substr(0, 7));
        EXPECT_EQ(days.status, 200) << days.text;
        for (const auto& one : days.body["days"]) {
            if (one["date"] == iso_date(day)) return one["price"]["amount"].get<int>();
        }
        return 0;
    };
    EXPECT_EQ(lowest(), 200);
    cc.set_schedule("2", {"CC1 GRU-REC 09:00 +190 150"});
    cc.announce();
    EXPECT_TRUE(eventually([&] { return lowest() == 150; }))
        << "what CC1 cost before hides it from the calendar";
}

TEST_F(RouteSearchOverHttp, ACalendarIsOfDirectFlightsAloneOrOfAirportsNearbyToo) {
    CarrierOnBus dd(parts.bus, parts.clock, parts.random, "DD", {"DD1 CGH-JPA 12:00 +120 50"});
    Replica replica(parts, with({"AA", "BB", "CC", "DD"}));
    const auto first = [&](const std::string& more) {
        const auto answer = replica.call(
            "GET", "/v1/flights/calendar?from=GRU&to=REC&month=" + day_in(32).substr(0, 7) + more);
        EXPECT_EQ(answer.status, 200) << answer.text;
        const auto& day = answer.body["days"][0];
        return day["price"]["amount"].dump() + " for " + day["segments"].dump();
    };
    EXPECT_EQ(first(""), "200 for 2");
    EXPECT_EQ(first("&max_segments=1"), "300 for 1");
    EXPECT_EQ(first("&nearby_km=130"), "50 for 1");
    for (const char* wrong :
         {"nearby_km=201", "nearby_km=-1", "max_segments=0", "max_segments=5"}) {
        const std::string text = wrong;
        const auto answer = replica.call("GET", "/v1/flights/calendar?from=GRU&to=REC&month=" +
                                                    day_in(32).substr(0, 7) + "&" + text);
        EXPECT_EQ(answer.status, 400) << text;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/" + text.substr(0, text.find('=')));
    }
}

TEST_F(RouteSearchOverHttp, EachParameterThatCannotBeReadIsNamed) {
    Replica replica(parts, with({"AA", "BB", "CC"}));
    const std::string airports = "/v1/flights/search?date=" + day_in(20);
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {airports + "&to=REC", "/from"},
        {airports + "&from=GRUU&to=REC", "/from"},
        {airports + "&from=QQQ&to=REC", "/from"},
        {airports + "&from=GRU&to=QQQ", "/to"},
        {airports + "&from=GRU&to=GRU", "/to"},
        {"/v1/flights/search?from=GRU&to=REC", "/date"},
        {"/v1/flights/search?from=GRU&to=REC&date=2026-02-30", "/date"},
        {path("", -2), "/date"},
        {path("", 400), "/date"},
        {path("&passengers=0"), "/passengers"},
        {path("&passengers=10"), "/passengers"},
        {path("&sort=cheap"), "/sort"},
        {path("&max_segments=0"), "/max_segments"},
        {path("&max_segments=5"), "/max_segments"},
        {path("&layover_max=0"), "/layover_max"},
        {path("&layover_max=1441"), "/layover_max"},
        {path("&carriers="), "/carriers"},
        {path("&carriers=AA,"), "/carriers"},
        {path("&carriers=aa"), "/carriers"},
        {path("&only=1"), "/only"},
        {path("&only=yes&carriers=AA"), "/only"},
        {path("&nearby_km=-1"), "/nearby_km"},
        {path("&nearby_km=201"), "/nearby_km"},
        {path("&all=true"), "/all"},
        {path("&limit=0"), "/limit"},
        {path("&limit=201"), "/limit"},
        {path("&after=x"), "/after"},
        {path("&all=1&after="), "/after"},
        {path("&all=1&after=x"), "/after"},
        {path("&all=1&after=" + std::string(2'000, 'A')), "/after"},
        {"/v1/flights/calendar?from=GRU&to=REC", "/month"},
        {"/v1/flights/calendar?from=GRU&to=GRU&month=" + day_in(20).substr(0, 7), "/to"},
    };
    for (const auto& [query, pointer] : wrong) {
        const auto answer = replica.call("GET", query);
        EXPECT_EQ(answer.status, 400) << query;
        EXPECT_EQ(answer.code(), "invalid_field") << query;
        ASSERT_EQ(answer.body["errors"].size(), 1U) << query << answer.text;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], pointer) << query;
    }
}

}  // namespace
}  // namespace viaja::session
