// Search over HTTP: what suppliers say, in one list that can be gone through to its end.

#include <gtest/gtest.h>

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
