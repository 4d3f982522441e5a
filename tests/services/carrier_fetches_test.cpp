// When a carrier's schedule is fetched, and how much a schedule costs that never rests; by a clock
// that is moved by hand.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/services/carriers_story.hpp"

namespace viaja::routes {
namespace {

using namespace std::chrono_literals;

TEST(CarrierFetches, BeginsAnewWhenTheScheduleChangesBetweenTwoPages) {
    CarriersStory story;
    story.heard("I0", "a").page("I0", "a", 1, 2).problem("I0", "other_version", "b");
    story.at(99ms).look().at(100ms).look().page("I0", "a", 2, 2).page("I0", "b");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: ask I0 a 2 | I0 changing | missing I0
I0 says other_version b: | I0 changing | missing I0
time passes: | I0 changing | missing I0
time passes: ask I0 b 1 | I0 changing | missing I0
page 2 of I0 a: | I0 changing | missing I0
page 1 of I0 b: rebuild | I0 present b 1
)");
}

TEST(CarrierFetches, AVersionThatAnAnswerNamesIsFetched) {
    CarriersStory story;
    story.heard("I0", "a").names_version("I0", "b").page("I0", "a").at(1s);
    story.names_version("I0", "a").names_version("G3", "a").names_version("I0", "b");
    story.heard("I0", "b").page("I0", "b");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
an answer of I0 names b: | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
an answer of I0 names a: | I0 present a 1
an answer of G3 names a: | I0 present a 1
an answer of I0 names b: ask I0 b 1 | I0 changing a 1
heard I0 b: | I0 changing a 1
page 1 of I0 b: rebuild | I0 present b 1
)");
}

TEST(CarrierFetches, TheFirstChangeIsFetchedAtOnceAndTheNextOnesGather) {
    CarriersStory story;
    story.heard("I0", "a").page("I0", "a").at(10s);
    story.heard("I0", "b").at(10'010ms).page("I0", "b");
    story.at(10'050ms).heard("I0", "c").at(10'080ms).heard("I0", "d").at(10'099ms).look();
    story.at(10'100ms).look().page("I0", "d").at(10'200ms).heard("I0", "e");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
heard I0 b: ask I0 b 1 | I0 changing a 1
page 1 of I0 b: rebuild | I0 present b 1
heard I0 c: | I0 changing b 1
heard I0 d: | I0 changing b 1
time passes: | I0 changing b 1
time passes: ask I0 d 1 | I0 changing b 1
page 1 of I0 d: rebuild | I0 present d 1
heard I0 e: ask I0 e 1 | I0 changing d 1
)");
}

TEST(CarrierFetches, AnAnswerFromBeforeTheChangeCostsOneQuestion) {
    CarriersStory story;
    story.heard("I0", "a").page("I0", "a").at(1s).heard("I0", "b").page("I0", "b");
    story.names_version("I0", "a").names_version("I0", "b").at(1'100ms).look();
    story.problem("I0", "other_version", "b").at(2s).names_version("I0", "c");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
heard I0 b: ask I0 b 1 | I0 changing a 1
page 1 of I0 b: rebuild | I0 present b 1
an answer of I0 names a: | I0 changing b 1
an answer of I0 names b: | I0 changing b 1
time passes: ask I0 a 1 | I0 changing b 1
I0 says other_version b: | I0 present b 1
an answer of I0 names c: ask I0 c 1 | I0 changing b 1
)");
}

/// How many pages are asked for in ten seconds of a carrier that announces a change each
/// `every`, is asked as soon as a request is due, and answers at once.
int requests_of_ten_seconds(Duration every) {
    CarriersStory story;
    const auto end = story.now + 10s;
    int changes = 0;
    int requests = 0;
    auto next_change = story.now;
    std::optional<Moment> next_request;
    while (story.now < end) {
        if (story.now >= next_change) {
            story.carriers.heard("I0", instance(1), {std::to_string(++changes), 1}, story.now);
            next_change += every;
        }
        for (const auto& request : story.carriers.take_requests(story.now)) {
            ++requests;
            SchedulePage page;
            page.version = request.version;
            story.carriers.received("I0", page, "", story.now);
        }
        next_request = story.carriers.next_requests(story.now);
        story.now = std::min(next_change, next_request.value_or(next_change));
    }
    const auto used = story.carriers.schedules().at("I0")->version;
    EXPECT_GE(std::stoi(used), changes - Carriers::kFetchPace / every - 1) << "not long ago";
    return requests;
}

TEST(CarrierFetches, AScheduleThatNeverRestsIsFetchedTenTimesASecond) {
    EXPECT_EQ(requests_of_ten_seconds(1ms), 100);
    EXPECT_EQ(requests_of_ten_seconds(40ms), 100);
    EXPECT_EQ(requests_of_ten_seconds(100ms), 100);
    EXPECT_EQ(requests_of_ten_seconds(1s), 10) << "each at once";
}

TEST(CarrierFetches, AFetchThatTookLongIsFollowedByAPauseAsLong) {
    CarriersStory story;
    story.heard("I0", "a", 2).page("I0", "a", 1, 2).at(700ms).page("I0", "a", 2, 2);
    story.heard("I0", "b").at(1'399ms).look().at(1'400ms).look();
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: ask I0 a 2 | I0 changing | missing I0
page 2 of I0 a: rebuild | I0 present a 2
heard I0 b: | I0 changing a 2
time passes: | I0 changing a 2
time passes: ask I0 b 1 | I0 changing a 2
)");
}

TEST(CarrierFetches, TheNextRequestIsDueWhenAPauseOrTheTimeOfAPageEnds) {
    Carriers carriers({});
    const Moment start(1'000s);
    EXPECT_EQ(carriers.next_requests(start), std::nullopt);
    carriers.heard("I0", instance(1), {"a", 1}, start);
    ASSERT_EQ(carriers.take_requests(start).size(), 1U);
    EXPECT_EQ(carriers.next_requests(start), start + 2s) << "the page is lost then";
    carriers.heard("I0", instance(1), {"b", 1}, start + 50ms);
    EXPECT_TRUE(carriers.take_requests(start + 50ms).empty());
    EXPECT_EQ(carriers.next_requests(start + 50ms), start + 100ms);
    ASSERT_EQ(carriers.take_requests(start + 100ms).size(), 1U);
    SchedulePage page;
    page.version = "b";
    carriers.received("I0", page, "", start + 260ms);
    EXPECT_EQ(carriers.next_requests(start + 260ms), std::nullopt);
}

/// When a carrier that has changed its schedule at each question is asked, in milliseconds.
std::vector<std::int64_t> times_of_requests(std::uint64_t seed) {
    CarriersStory story({}, seed);
    story.carriers.heard("I0", instance(1), {"0", 1}, story.now);
    std::vector<std::int64_t> times;
    for (int at = 0; at < 20'000; ++at) {
        story.now = Moment(1'000s) + std::chrono::milliseconds(at);
        if (story.carriers.take_requests(story.now).empty()) continue;
        times.push_back(at);
        SchedulePage page;
        page.version = std::to_string(times.size());
        story.carriers.received("I0", page, "other_version", story.now);
    }
    return times;
}

TEST(CarrierFetches, AScheduleThatKeepsChangingIsAskedForMoreAndMoreSlowly) {
    EXPECT_EQ(times_of_requests(0),
              (std::vector<std::int64_t>{0, 100, 350, 850, 1'850, 3'850, 7'850, 15'850}));
    const auto one = times_of_requests(1);
    EXPECT_EQ(one, times_of_requests(1));
    EXPECT_NE(one, times_of_requests(2)) << "replicas come back apart";
    ASSERT_GE(one.size(), 8U);
    EXPECT_GE(one[7], 15'850 * 3 / 4);
}

TEST(CarrierFetches, AReplicaThatHasNotReadTheChangeYetChangesNothingBack) {
    CarriersStory story;
    story.heard("I0", "a", 2, 1).page("I0", "a").heard("I0", "a", 2, 2).at(1s);
    story.heard("I0", "b", 2, 1).page("I0", "b").heard("I0", "a", 2, 2).heard("I0", "b", 2, 2);
    // A new process that announces what it knew at its start.
    story.at(2s).heard("I0", "a", 2, 3).problem("I0", "other_version", "b");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
heard I0 a: | I0 present a 1
heard I0 b: ask I0 b 1 | I0 changing a 1
page 1 of I0 b: rebuild | I0 present b 1
heard I0 a: | I0 present b 1
heard I0 b: | I0 present b 1
heard I0 a: ask I0 a 1 | I0 changing b 1
I0 says other_version b: | I0 present b 1
)");
}

TEST(CarrierFetches, APageThatIsLostIsAskedForAgainMoreAndMoreSlowly) {
    CarriersStory story;
    story.heard("I0", "a").at(1'999ms).look().at(2s).look().at(2'250ms).look();
    story.at(4'250ms).look().at(4'749ms).look().at(4'750ms).look();
    story.at(5s).page("I0", "a");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
time passes: | I0 changing | missing I0
time passes: | I0 changing | missing I0
time passes: ask I0 a 1 | I0 changing | missing I0
time passes: | I0 changing | missing I0
time passes: | I0 changing | missing I0
time passes: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
)");
}

TEST(CarrierFetches, EightSchedulesAreFetchedAtTheSameTimeAndSilentOnesDoNotHoldUpTheOthers) {
    Carriers carriers({});
    const Moment start(1'000s);
    for (int number = 0; number < 20; ++number)
        carriers.heard(std::to_string(10 + number), instance(number), {"a", 1}, start);
    const auto codes = [&](Moment now) {
        std::string text;
        for (const auto& request : carriers.take_requests(now))
            text += request.carrier + " ";
        return text;
    };
    EXPECT_EQ(codes(start), "10 11 12 13 14 15 16 17 ");
    EXPECT_EQ(codes(start + 1s), "");
    SchedulePage page;
    page.version = "a";
    carriers.received("12", page, "", start + 1s);
    EXPECT_EQ(codes(start + 1s), "18 ");
    EXPECT_EQ(codes(start + 2s), "19 20 21 22 23 24 25 ");
    EXPECT_EQ(codes(start + 3s), "10 ");
}

}  // namespace
}  // namespace viaja::routes
