// Searches and the suppliers behind them: which are named as missing, counted and probed; pages of
// rooms.

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <mutex>
#include <set>
#include <string>

#include "session-service/search/search_metrics.hpp"
#include "tests/services/carrier_on_bus.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
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
    const auto breakers = replica.call("GET", "/v1/operator/breakers").body["searches"];
    ASSERT_EQ(breakers.size(), 1U);
    EXPECT_EQ(breakers[0]["address"], "hotel");
    EXPECT_EQ(breakers[0]["state"], "open");
    const auto since = parse_rfc3339(breakers[0]["since"].get<std::string>());
    const auto next_probe = parse_rfc3339(breakers[0]["next_probe"].get<std::string>());
    EXPECT_EQ(next_probe.value() - since.value(), 5s);

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

/// Values of the breakers' metrics in tenths: "hotel state open 10", "hotel since_seconds 15".
std::set<std::string> breaker_metrics(const AskedSuppliers& suppliers, Moment now) {
    const std::string prefix = "viaja_search_breaker_";
    std::set<std::string> lines;
    for (const auto& metric : search_metrics(suppliers, now)) {
        if (!metric.name.starts_with(prefix)) continue;
        for (const auto& sample : metric.samples) {
            auto line = sample.labels.at("address") + " " + metric.name.substr(prefix.size());
            if (const auto state = sample.labels.find("state"); state != sample.labels.end())
                line += " " + state->second;
            lines.insert(line + " " + std::to_string(std::lround(10 * sample.value)));
        }
    }
    return lines;
}

TEST(SearchMetrics, ShowTheStateOfEachBreakerSinceWhenAndTheNextProbe) {
    const Moment start(1'000s);
    AskedSupplier silent;
    EXPECT_EQ(breaker_metrics({{"hotel", silent}}, start),
              (std::set<std::string>{"hotel state closed 10", "hotel state half_open 0",
                                     "hotel state open 0"}));
    for (int i = 0; i < 3; ++i)
        silent.breaker.stayed_silent(start);
    EXPECT_EQ(breaker_metrics({{"hotel", silent}}, start + 1'500ms),
              (std::set<std::string>{"hotel state closed 0", "hotel state half_open 0",
                                     "hotel state open 10", "hotel since_seconds 15",
                                     "hotel next_probe_seconds 35"}));
    ASSERT_TRUE(silent.breaker.allows(start + 6s));
    EXPECT_EQ(breaker_metrics({{"hotel", silent}}, start + 7s),
              (std::set<std::string>{"hotel state closed 0", "hotel state half_open 10",
                                     "hotel state open 0", "hotel since_seconds 10",
                                     "hotel next_probe_seconds 0"}));
    silent.breaker.answered(start + 8s);
    EXPECT_EQ(breaker_metrics({{"hotel", silent}}, start + 10s),
              (std::set<std::string>{"hotel state closed 10", "hotel state half_open 0",
                                     "hotel state open 0", "hotel since_seconds 20"}));
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
