// Searches and the suppliers behind them: which are named as missing, counted and probed; pages of
// rooms.

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>

#include "session-service/search/search_metrics.hpp"
#include "tests/services/carrier_on_bus.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

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

TEST_F(SessionSearch, WithoutAScheduleEveryExpectedCarrierIsNamed) {
    Replica replica(parts_,
                    {.carriers = {"YY", "ZZ"}, .search_time = std::chrono::milliseconds(100)});
    const auto found = replica.call("GET", "/v1/flights/search?from=GRU&to=REC&date=" + day_in(20));
    ASSERT_EQ(found.status, 200);
    EXPECT_EQ(found.body["offers"], json::array());
    EXPECT_EQ(found.body["missing"], json::array({"YY", "ZZ"}));
    EXPECT_EQ(found.body["timetable"], "");
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
    parts_.partner.on_question = [](const Question&) {
        return QuestionAnswer{Uuid{}, "hotel", "", StayOffers{}};  // to another one
    };
    CarrierOnBus carrier(parts_.bus, parts_.clock, parts_.random, "AA",
                         {"AA1 GRU-REC 08:00 +190 100"});
    Replica replica(parts_, {.carriers = {"AA"}});
    replica.call("GET", "/v1/flights/search?from=GRU&to=REC&date=" + day_in(20));
    replica.call("GET",
                 "/v1/hotels/search?near=REC&check_in=" + day_in(20) + "&check_out=" + day_in(22));
    EXPECT_TRUE(replica.has_metric(R"(viaja_search_questions_asked_total{address="flight.AA"} 1)"));
    EXPECT_TRUE(
        replica.has_metric(R"(viaja_search_questions_answered_total{address="flight.AA"} 1)"));
    EXPECT_TRUE(replica.has_metric(R"(viaja_search_questions_asked_total{address="hotel"} 1)"));
    EXPECT_TRUE(replica.has_metric(R"(viaja_search_questions_answered_total{address="hotel"} 0)"));
    EXPECT_TRUE(replica.has_metric(R"(viaja_search_questions_silent_total{address="hotel"} 1)"));
    EXPECT_TRUE(
        replica.has_metric(R"(viaja_search_breaker_state{address="hotel",state="closed"} 1)"));
    EXPECT_TRUE(
        replica.has_metric(R"(viaja_search_breaker_state{address="flight.AA",state="closed"} 1)"));
}

TEST_F(SessionSearch, NoSearchWaitsForTheProbeOfASilentSupplier) {
    std::mutex mutex;
    Question last;
    parts_.partner.on_question = [&](const Question& question) {
        const std::lock_guard guard(mutex);
        last = question;
        return QuestionAnswer{Uuid{}, "another", "", StayOffers{}};
    };
    Replica replica(parts_, {.search_time = std::chrono::milliseconds(500)});
    const auto search = [&] {
        return replica.call("GET", "/v1/hotels/search?near=REC&check_in=" + day_in(20) +
                                       "&check_out=" + day_in(22));
    };
    const auto state = [](const std::string& name) {
        return R"(viaja_search_breaker_state{address="hotel",state=")" + name + R"("} 1)";
    };
    for (int time = 0; time < 3; ++time)
        EXPECT_EQ(search().body["missing"], json::array({"hotel"}));
    ASSERT_TRUE(replica.has_metric(state("open")));

    EXPECT_TRUE(eventually([&] {
        EXPECT_EQ(search().body["missing"], json::array({"hotel"}));
        return replica.has_metric(state("half_open"));
    })) << "the probe is still unanswered when the search is";
    {
        const std::lock_guard guard(mutex);
        parts_.bus.publish({{last.reply_to, QuestionAnswer{last.id, "hotel", "", StayOffers{}}}});
    }
    EXPECT_TRUE(eventually([&] { return replica.has_metric(state("closed")); }));
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
    const std::string rooms = "/v1/hotels/search?near=REC&check_in=" + day_in(20) +
                              "&check_out=" + day_in(22) + "&after=";
    for (const std::string& path : {rooms, rooms + "a%2Fb", rooms + "a%20b"}) {
        const auto answer = replica.call("GET", path);
        EXPECT_EQ(answer.status, 400) << path;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/after") << path;
    }
}

}  // namespace
}  // namespace viaja::session
