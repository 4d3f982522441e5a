// Search over HTTP: what suppliers say, in one list that can be gone through to its end.

#include <gtest/gtest.h>

#include "session-service/search/search_metrics.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

/// A day on which things are sold whenever this test runs.
std::string day_in(int days) {
    return iso_date(plus_days(utc_date(SystemClock().now()), days));
}

FlightOffer flight_offer(int number, Instant departs_at) {
    FlightOffer offer;
    offer.item = FlightItem{"I0", "I0" + std::to_string(number), *parse_date("2026-12-21")};
    offer.from = "GRU";
    offer.to = "REC";
    offer.departs_at = departs_at;
    offer.arrives_at = departs_at + std::chrono::hours(3);
    offer.departs_at_local = "2026-12-21T09:00";
    offer.arrives_at_local = "2026-12-21T12:00";
    offer.seats_left = 1;
    offer.price.amount = 100'00;
    return offer;
}

/// A carrier with 250 flights, two at each moment, that answers as flight-service does.
QuestionAnswer answer_to(const Question& question) {
    QuestionAnswer answer{question.id, "flight.I0", "", FlightOffers{}};
    const auto& about = std::get<FlightQuestion>(question.about);
    const Instant first = *parse_rfc3339("2026-12-21T03:00:00Z");
    for (int i = 0; i < 250; ++i) {
        auto offer = flight_offer(1000 + i, first + std::chrono::minutes(i / 2));
        if (about.after && FlightPlace{offer.departs_at, offer.item.flight} <= *about.after)
            continue;
        answer.more = std::get<FlightOffers>(answer.offers).size() == kOffersMax;
        if (answer.more) break;
        std::get<FlightOffers>(answer.offers).push_back(std::move(offer));
    }
    return answer;
}

QuestionAnswer rooms_for(const Question& question) {
    QuestionAnswer answer{question.id, "hotel", "", StayOffers{}};
    const auto& about = std::get<StayQuestion>(question.about);
    const std::vector<std::string> ids = {"r1", "r2&x"};
    for (std::size_t i = about.after == ids[0] ? 1 : 0;
         i < 2 && std::get<StayOffers>(answer.offers).empty(); ++i) {
        StayOffer offer;
        offer.item = RoomItem{ids[i], about.check_in, about.check_out};
        offer.hotel_id = "h1";
        offer.hotel = "Hotel Um";
        offer.room = "Standard";
        offer.nights = 2;
        offer.rooms_left = 1;
        offer.price.amount = 100'00;
        std::get<StayOffers>(answer.offers).push_back(std::move(offer));
        answer.more = i == 0;
    }
    return answer;
}

/// Whether /metrics has the line.
bool shows(Replica& replica, const std::string& line) {
    return replica.call("GET", "/metrics").text.find("\n" + line + "\n") != std::string::npos;
}

class SessionSearch : public testing::Test {
  protected:
    SharedParts parts_;
};

TEST_F(SessionSearch, GoesOnBehindTheLastFlightThatWasShown) {
    parts_.partner.on_question = answer_to;
    Replica replica(parts_);
    const std::string path = "/v1/flights/search?from=GRU&to=REC&date=" + day_in(20);
    const auto first = replica.call("GET", path);
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(first.body["offers"].size(), 200U);
    EXPECT_EQ(first.body["more"], true);
    const auto rest = replica.call("GET", path + "&after=" + std::string(first.body["next"]));
    ASSERT_EQ(rest.status, 200);
    ASSERT_EQ(rest.body["offers"].size(), 50U);
    EXPECT_EQ(rest.body["offers"][0]["segments"][0]["flight"], "I01200");
    EXPECT_EQ(rest.body["more"], false);
    EXPECT_FALSE(rest.body.contains("next"));
}

TEST_F(SessionSearch, GoesOnBehindTheLastRoomThatWasShown) {
    parts_.partner.on_question = rooms_for;
    Replica replica(parts_);
    const std::string path =
        "/v1/hotels/search?near=REC&check_in=" + day_in(20) + "&check_out=" + day_in(22);
    const auto first = replica.call("GET", path);
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(first.body["more"], true);
    EXPECT_EQ(first.body["next"], "r1");
    const auto rest = replica.call("GET", path + "&after=r1");
    EXPECT_EQ(rest.body["offers"][0]["room_type_id"], "r2&x");
    EXPECT_EQ(rest.body["more"], false);
}

TEST_F(SessionSearch, CountsQuestionsByTheSupplierThatWasAsked) {
    parts_.partner.on_question = [](const Question& question) {
        const bool of_flights = std::holds_alternative<FlightQuestion>(question.about);
        return of_flights ? answer_to(question)
                          : QuestionAnswer{Uuid{}, "hotel", "", StayOffers{}};  // to another one
    };
    Replica replica(parts_);
    replica.call("GET", "/v1/flights/search?from=GRU&to=REC&date=" + day_in(20));
    replica.call("GET",
                 "/v1/hotels/search?near=REC&check_in=" + day_in(20) + "&check_out=" + day_in(22));
    EXPECT_TRUE(shows(replica, R"(viaja_search_questions_asked_total{address="flight.I0"} 1)"));
    EXPECT_TRUE(shows(replica, R"(viaja_search_questions_answered_total{address="flight.I0"} 1)"));
    EXPECT_TRUE(shows(replica, R"(viaja_search_questions_asked_total{address="hotel"} 1)"));
    EXPECT_TRUE(shows(replica, R"(viaja_search_questions_answered_total{address="hotel"} 0)"));
    EXPECT_TRUE(shows(replica, R"(viaja_search_questions_silent_total{address="hotel"} 1)"));
    EXPECT_TRUE(shows(replica, R"(viaja_search_breaker_state{address="hotel",state="closed"} 1)"));
}

TEST(SearchMetrics, ShowTheStateOfEachBreaker) {
    AskedSupplier silent;
    for (int i = 0; i < 3; ++i)
        silent.breaker.stayed_silent(Moment{});
    std::map<std::string, double> states;
    for (const auto& metric : search_metrics({{"hotel", silent}})) {
        if (metric.name != "viaja_search_breaker_state") continue;
        for (const auto& sample : metric.samples)
            states[sample.labels.at("state")] = sample.value;
    }
    EXPECT_EQ(states,
              (std::map<std::string, double>{{"closed", 0}, {"half_open", 0}, {"open", 1}}));
}

TEST_F(SessionSearch, APlaceThatNoAnswerGaveIsRefused) {
    Replica replica(parts_);
    const std::string flights = "/v1/flights/search?from=GRU&to=REC&date=" + day_in(20) + "&after=";
    const std::string rooms = "/v1/hotels/search?near=REC&check_in=" + day_in(20) +
                              "&check_out=" + day_in(22) + "&after=";
    for (const std::string& path : {flights, flights + "x", flights + "12", flights + "12.",
                                    flights + "99999999999999999999.I01200", flights + "12.a%2Fb",
                                    rooms, rooms + "a%2Fb", rooms + "a%20b"}) {
        const auto answer = replica.call("GET", path);
        EXPECT_EQ(answer.status, 400) << path;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/after") << path;
    }
}

}  // namespace
}  // namespace viaja::session
