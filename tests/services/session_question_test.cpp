// Searches that can have no answer are refused with the field and the reason.

#include <gtest/gtest.h>

#include "common/catalogue/zones.hpp"
#include "tests/services/carrier_on_bus.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

class SessionQuestion : public testing::Test {
  protected:
    std::string today_in(const char* zone, int days = 0) {
        return iso_date(plus_days(catalogue::local_date(parts.clock.now(), zone), days));
    }
    HttpAnswer flights(const std::string& from, const std::string& to, const std::string& date) {
        return replica.call("GET",
                            "/v1/flights/search?from=" + from + "&to=" + to + "&date=" + date);
    }
    HttpAnswer stays(const std::string& check_in, const std::string& check_out) {
        return replica.call(
            "GET", "/v1/hotels/search?near=REC&check_in=" + check_in + "&check_out=" + check_out);
    }
    static void expect_wrong(const HttpAnswer& answer, const std::string& pointer) {
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.code(), "invalid_field");
        ASSERT_EQ(answer.body["errors"].size(), 1U) << answer.text;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], pointer);
    }

    SharedParts parts;
    CarrierOnBus carrier{parts.bus, parts.clock, parts.random, "AA", {"AA1 GRU-REC 08:00 +60 100"}};
    Replica replica{parts, {.carriers = {"AA"}}};
};

TEST_F(SessionQuestion, ADayIsThatOfThePlace) {
    for (const auto& [airport, zone] :
         {std::pair{"GRU", "America/Sao_Paulo"}, std::pair{"NRT", "Asia/Tokyo"},
          std::pair{"LAX", "America/Los_Angeles"}}) {
        EXPECT_EQ(flights(airport, "REC", today_in(zone)).status, 200) << airport;
        EXPECT_EQ(flights(airport, "REC", today_in(zone, 330)).status, 200) << airport;
        expect_wrong(flights(airport, "REC", today_in(zone, -1)), "/date");
        expect_wrong(flights(airport, "REC", today_in(zone, 331)), "/date");
    }
}

TEST_F(SessionQuestion, AStayBeginsInTheTimeOfSale) {
    const char* zone = "America/Recife";
    EXPECT_EQ(stays(today_in(zone), today_in(zone, 1)).status, 200);
    EXPECT_EQ(stays(today_in(zone, 330), today_in(zone, 331)).status, 200);
    expect_wrong(stays(today_in(zone, -1), today_in(zone, 1)), "/check_in");
    expect_wrong(stays(today_in(zone, 331), today_in(zone, 332)), "/check_in");
    expect_wrong(stays(today_in(zone, 2), today_in(zone, 2)), "/check_out");
}

TEST_F(SessionQuestion, AFlightGoesToAnotherAirport) {
    expect_wrong(flights("GRU", "gru", today_in("America/Sao_Paulo", 10)), "/to");
}

TEST_F(SessionQuestion, AParameterIsGivenOnce) {
    const auto date = today_in("America/Sao_Paulo", 10);
    expect_wrong(replica.call("GET", "/v1/flights/search?from=GRU&from=REC&to=REC&date=" + date),
                 "/from");
    replica.open();
    for (const char* path : {"/timeline?after=1&after=2&after=3", "/events?after=0&after=0"})
        expect_wrong(replica.as_traveller("GET", replica.session_path(path)), "/after");
    expect_wrong(replica.call("GET", "/v1/operator/sagas?limit=1&limit=2"), "/limit");
}

}  // namespace
}  // namespace viaja::session
