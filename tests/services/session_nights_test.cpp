// Rooms by night over HTTP: a month in one question, kept while it is good, named as missing when
// the hotels are silent.

#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "session-service/search/night_cache.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

Date day(const char* text) {
    return *parse_date(text);
}

/// Of one room type, the same on all nights.
NightOffers same_every_night(const NightsQuestion& question, const std::string& room, int left) {
    NightOffers offers{{}, {{room, "h1", "Hotel Um", "Standard", {}}}};
    for (Date night = question.from; night <= question.until; night = plus_days(night, 1))
        offers.rooms[0].nights.push_back({night, left, {100'00, "BRL"}});
    offers.lowest = offers.rooms[0].nights;
    return offers;
}

/// A hotel that counts what it is asked and has `left` rooms on every night but the asked month's
/// second, on which it has none.
class NightSearch : public testing::Test {
  protected:
    NightSearch() {
        parts_.partner.on_question = [this](const Question& question) {
            QuestionAnswer answer{question.id, silent_ ? "another" : "hotel", problem_, {}};
            asked_ = std::get<NightsQuestion>(question.about);
            auto offers = same_every_night(asked_, "htl_rec01_std", left_);
            if (offers.lowest.size() > 1) {
                offers.lowest.erase(offers.lowest.begin() + 1);
                offers.rooms[0].nights.erase(offers.rooms[0].nights.begin() + 1);
            }
            answer.offers = problem_.empty() ? offers : NightOffers{};
            ++questions_;
            return answer;
        };
    }
    HttpAnswer calendar(Replica& replica, const std::string& more = "&guests=2") {
        return replica.call("GET", "/v1/hotels/calendar?near=rec&month=" + month_ + more);
    }

    SharedParts parts_;
    /// A month that is on sale as a whole whenever the test runs.
    std::string month_ = day_in(62).substr(0, 7);
    std::atomic<int> questions_ = 0;
    int left_ = 25;
    bool silent_ = false;
    std::string problem_;
    NightsQuestion asked_;
};

TEST_F(NightSearch, ShowsAMonthByOneQuestion) {
    Replica replica(parts_);
    const auto answer = calendar(replica);
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(asked_.near, "REC");
    EXPECT_EQ(asked_.guests, 2);
    EXPECT_EQ(iso_date(asked_.from), month_ + "-01");
    EXPECT_NE(iso_date(plus_days(asked_.until, 1)).substr(0, 7), month_);
    const auto& days = answer.body["days"];
    ASSERT_EQ(days.size(), static_cast<std::size_t>(days_between(asked_.from, asked_.until) + 1));
    EXPECT_EQ(days[0], (json{{"date", month_ + "-01"},
                             {"price", {{"amount", 100'00}, {"currency", "BRL"}}},
                             {"checked", true}}));
    EXPECT_EQ(days[1], (json{{"date", month_ + "-02"}, {"checked", true}}));
    const auto& room = answer.body["rooms"].at(0);
    EXPECT_EQ(room["hotel_id"], "h1");
    EXPECT_EQ(room["hotel"], "Hotel Um");
    EXPECT_EQ(room["room_type_id"], "htl_rec01_std");
    EXPECT_EQ(room["room"], "Standard");
    ASSERT_EQ(room["nights"].size(), days.size() - 1);
    EXPECT_EQ(room["nights"][1], (json{{"date", month_ + "-03"},
                                       {"rooms_left", 25},
                                       {"price", {{"amount", 100'00}, {"currency", "BRL"}}}}));
    EXPECT_EQ(answer.body["missing"], json::array());
    EXPECT_EQ(answer.body["more"], false);
    EXPECT_EQ(questions_, 1);
}

TEST_F(NightSearch, KeepsAnAnswerUntilARoomOfItIsHeld) {
    Replica replica(parts_);
    const auto first = calendar(replica);
    const auto second = calendar(replica);
    EXPECT_EQ(second.body["days"], first.body["days"]);
    EXPECT_EQ(second.body["rooms"], first.body["rooms"]);
    EXPECT_EQ(questions_, 1);
    calendar(replica, "&guests=3");
    EXPECT_EQ(questions_, 2) << "another question";

    replica.open();
    const json wish = {{"type", "room"},         {"room_type_id", "htl_rec01_std"},
                       {"check_in", day_in(20)}, {"check_out", day_in(22)},
                       {"quantity", 1},          {"travellers", {{{"name", "Ana Souza"}}}}};
    const auto held = replica.as_traveller("POST", replica.session_path("/holds"), wish.dump());
    ASSERT_EQ(held.status, 201) << held.text;
    calendar(replica);
    EXPECT_EQ(questions_, 3) << "what is left has changed";
}

TEST_F(NightSearch, NamesHotelsThatAreSilentAndKeepsNothing) {
    silent_ = true;
    Replica replica(parts_, {.search_time = std::chrono::milliseconds(100)});
    const auto answer = calendar(replica);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body["missing"], json::array({"hotel"}));
    EXPECT_EQ(answer.body["rooms"], json::array());
    EXPECT_EQ(answer.body["days"][0], (json{{"date", month_ + "-01"}, {"checked", false}}));
    silent_ = false;
    EXPECT_EQ(calendar(replica).body["missing"], json::array());
}

TEST_F(NightSearch, RefusesWhatIsNotOnSaleOrUnknown) {
    Replica replica(parts_);
    const auto wrong = [&](const std::string& query) {
        const auto answer = replica.call("GET", "/v1/hotels/calendar?" + query);
        EXPECT_EQ(answer.status, 400) << query;
        return answer.body["errors"][0]["pointer"].get<std::string>();
    };
    EXPECT_EQ(wrong("month=" + month_), "/near");
    EXPECT_EQ(wrong("near=REC"), "/month");
    EXPECT_EQ(wrong("near=REC&month=2027-13"), "/month");
    EXPECT_EQ(wrong("near=REC&month=" + month_ + "&guests=10"), "/guests");
    EXPECT_EQ(wrong("near=REC&month=" + day_in(-40).substr(0, 7)), "/month");
    EXPECT_EQ(wrong("near=REC&month=" + day_in(400).substr(0, 7)), "/month");
    EXPECT_EQ(questions_, 0);
    problem_ = "unknown_airport";
    EXPECT_EQ(wrong("near=QQQ&month=" + month_), "/near");
}

TEST_F(NightSearch, OfThePresentMonthBeginsToday) {
    Replica replica(parts_);
    month_ = day_in(0).substr(0, 7);
    const auto answer = calendar(replica);
    ASSERT_EQ(answer.status, 200) << answer.text;
    // In Recife it may still be yesterday.
    const auto first = answer.body["days"][0]["date"].get<std::string>();
    EXPECT_TRUE(first == day_in(0) || first == day_in(-1)) << first;
}

const NightsQuestion kMonth{"REC", day("2026-12-01"), day("2026-12-31"), 2};

TEST(NightCache, KeepsAnAnswerTheLongerTheMoreRoomsAreLeft) {
    using std::chrono::seconds;
    const auto good_for = [](const NightOffers& offers) {
        return NightCache::good_for(kMonth, offers);
    };
    EXPECT_EQ(good_for(same_every_night(kMonth, "r1", 20)), seconds(60));
    EXPECT_EQ(good_for(same_every_night(kMonth, "r1", 19)), seconds(10));
    EXPECT_EQ(good_for(same_every_night(kMonth, "r1", 9)), seconds(5));
    auto with_a_full_night = same_every_night(kMonth, "r1", 20);
    with_a_full_night.rooms[0].nights.pop_back();
    EXPECT_EQ(good_for(with_a_full_night), seconds(5));
    EXPECT_EQ(good_for({}), seconds(5));
}

TEST(NightCache, ForgetsWhatIsTooOldAndTheRoomThatWasHeld) {
    const Moment now{};
    NightCache cache;
    const auto put = [&](const char* near, const std::string& room) {
        NightsQuestion question = kMonth;
        question.near = near;
        cache.put(
            question,
            std::make_shared<KnownNights>(KnownNights{same_every_night(question, room, 20), false}),
            now);
        return question;
    };
    const auto rec = put("REC", "r1");
    const auto gru = put("GRU", "r2");
    EXPECT_TRUE(cache.good(rec, now + std::chrono::seconds(59)));
    EXPECT_FALSE(cache.good(rec, now + std::chrono::seconds(60)));
    auto for_three = rec;
    for_three.guests = 3;
    EXPECT_FALSE(cache.good(for_three, now));
    cache.outdate("r1");
    EXPECT_FALSE(cache.good(rec, now));
    EXPECT_TRUE(cache.good(gru, now));
}

TEST(NightCache, DropsWhatWasReadFirstWhenItIsFull) {
    NightCache cache(3 * 32);
    for (int i = 0; i < 10; ++i) {
        NightsQuestion question = kMonth;
        question.near = std::to_string(i);
        const auto known =
            std::make_shared<KnownNights>(KnownNights{same_every_night(question, "r1", 20), false});
        cache.put(question, known, Moment(std::chrono::seconds(i)));
        cache.put(question, known, Moment(std::chrono::seconds(i)));
        EXPECT_EQ(cache.size(), static_cast<std::size_t>(std::min(i + 1, 3)));
        EXPECT_TRUE(cache.good(question, Moment(std::chrono::seconds(i))));
    }
    cache.outdate("r1");
    EXPECT_EQ(cache.size(), 0U);
}

}  // namespace
}  // namespace viaja::session
