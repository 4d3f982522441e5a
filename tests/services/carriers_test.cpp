// The life of a carrier at one replica, as stories: how it joins, falls silent, goes and comes
// back.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/services/carriers_story.hpp"

namespace viaja::routes {
namespace {

using namespace std::chrono_literals;

TEST(Carriers, JoinsByItsAnnouncementAndAllItsPages) {
    CarriersStory story({"I0"});
    story.look();
    story.heard("I0", "a").at(10ms).page("I0", "a", 1, 2).at(20ms).page("I0", "a", 2, 2);
    story.at(10s).heard("I0", "a");
    EXPECT_EQ(story.text(), R"(
time passes: | I0 expected | missing I0
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: ask I0 a 2 | I0 changing | missing I0
page 2 of I0 a: rebuild | I0 present a 2
heard I0 a: | I0 present a 2
)");
}

TEST(Carriers, IsNotMissingWhenItWasNotExpected) {
    CarriersStory story;
    story.look().heard("G3", "a").page("G3", "a");
    EXPECT_EQ(story.text(), R"(
time passes:
heard G3 a: ask G3 a 1 | G3 changing | missing G3
page 1 of G3 a: rebuild | G3 present a 1
)");
}

TEST(Carriers, KeepsTheOldScheduleUntilAllPagesOfTheNewOneAreHere) {
    CarriersStory story;
    story.heard("I0", "a").page("I0", "a").at(1s);
    story.heard("I0", "b").page("I0", "b", 1, 2).page("I0", "b", 1, 2).page("I0", "b", 2, 2);
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
heard I0 b: ask I0 b 1 | I0 changing a 1
page 1 of I0 b: ask I0 b 2 | I0 changing a 1
page 1 of I0 b: | I0 changing a 1
page 2 of I0 b: rebuild | I0 present b 2
)");
    EXPECT_EQ(story.carriers.schedules().at("I0")->flights.at(1).flight, "b.2");
}

TEST(Carriers, IsSilentAfterThirtySecondsAndForgottenAfterAnHour) {
    CarriersStory story({"I0"});
    story.heard("I0", "a").page("I0", "a").heard("G3", "a").page("G3", "a");
    story.at(29'999ms).look().at(30s).look().at(31s).heard("I0", "a").at(3'599s).look();
    story.at(3'631s).look();
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
heard G3 a: ask G3 a 1 | G3 changing | I0 present a 1 | missing G3
page 1 of G3 a: rebuild | G3 present a 1 | I0 present a 1
time passes: | G3 present a 1 | I0 present a 1
time passes: | G3 silent a 1 | I0 silent a 1 | missing G3 I0
heard I0 a: | G3 silent a 1 | I0 present a 1 | missing G3
time passes: | G3 silent a 1 | I0 silent a 1 | missing G3 I0
time passes: rebuild | I0 gone
)");
}

TEST(Carriers, IsGoneWithItsLastProcessAndComesBack) {
    CarriersStory story({"I0"});
    story.heard("I0", "a", 2, 1).page("I0", "a").heard("I0", "a", 2, 2);
    story.ended("I0", 1).ended("I0", 1).ended("I0", 3).ended("I0", 2);
    story.heard("I0", "a", 2, 4).page("I0", "a");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
heard I0 a: | I0 present a 1
ended I0: | I0 present a 1
ended I0: | I0 present a 1
ended I0: | I0 present a 1
ended I0: rebuild | I0 gone
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
)");
}

TEST(Carriers, IsSilentWhileItsBreakerIsOpen) {
    CarriersStory story;
    story.heard("I0", "a").page("I0", "a").silence("I0").silence("I0").silence("I0");
    const std::set<std::string> only_i0 = {"I0"};
    EXPECT_EQ(story.carriers.silent(story.now), only_i0);
    EXPECT_TRUE(story.carriers.take_probes(story.now).empty());
    story.at(5s).look();
    EXPECT_EQ(story.carriers.take_probes(story.now), std::vector<std::string>{"I0"});
    EXPECT_TRUE(story.carriers.take_probes(story.now).empty()) << "one question finds out";
    EXPECT_EQ(story.carriers.silent(story.now), only_i0) << "a traveller does not wait for it";
    story.answer("I0");
    EXPECT_TRUE(story.carriers.silent(story.now).empty());
    EXPECT_TRUE(story.carriers.take_probes(story.now).empty());
    EXPECT_EQ(story.carriers.silent(story.now + 30s), only_i0);
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
I0 does not answer: | I0 present a 1
I0 does not answer: | I0 present a 1
I0 does not answer: | I0 silent a 1 | missing I0
time passes: | I0 silent a 1 | missing I0
I0 answers: | I0 present a 1
)");
}

TEST(Carriers, MayBeAskedWhenAProcessOfItHasStartedAnew) {
    CarriersStory story;
    story.heard("I0", "a").page("I0", "a").silence("I0").silence("I0").silence("I0");
    story.heard("I0", "a").heard("I0", "a", 2, 2);
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
I0 does not answer: | I0 present a 1
I0 does not answer: | I0 present a 1
I0 does not answer: | I0 silent a 1 | missing I0
heard I0 a: | I0 silent a 1 | missing I0
heard I0 a: | I0 present a 1
)");
}

TEST(Carriers, AScheduleThatCannotBeReadLeavesTheLastGoodOne) {
    CarriersStory story;
    story.heard("I0", "a").page("I0", "a").at(1s);
    story.heard("I0", "b").unreadable("I0").heard("I0", "b");
    story.at(2s).heard("I0", "c").page("I0", "c");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
heard I0 b: ask I0 b 1 | I0 changing a 1
unreadable page of I0: | I0 present a 1 (content.flights[0].minutes must be 1 to 2880)
heard I0 b: | I0 present a 1 (content.flights[0].minutes must be 1 to 2880)
heard I0 c: ask I0 c 1 | I0 changing a 1
page 1 of I0 c: rebuild | I0 present c 1
)");
}

TEST(Carriers, AScheduleWithTooManyFlightsIsNotFetched) {
    CarriersStory story;
    story.heard("I0", "a", 100'001).heard("G3", "a", 100'000);
    EXPECT_EQ(story.text(), R"(
heard I0 a: | I0 changing (too_many_flights) | missing I0
heard G3 a: ask G3 a 1 | G3 changing | I0 changing (too_many_flights) | missing G3 I0
)");
}

TEST(Carriers, TheCarrierThatWouldMakeTheTimetableTooLargeIsRefusedUntilThereIsRoom) {
    CarriersStory story;
    Carriers& carriers = story.carriers;
    const auto code_of = [](int number) { return std::string(1, static_cast<char>('A' + number)); };
    for (int number = 0; number < 20; ++number) {
        carriers.heard(code_of(number), instance(number), {"a", 10'000}, story.now);
        ASSERT_EQ(carriers.take_requests(story.now).size(), 1U);
        SchedulePage page;
        page.version = "a";
        page.flights.resize(10'000);
        carriers.received(code_of(number), page, "", story.now);
    }
    carriers.heard("Z", instance(99), {"a", 1}, story.now);
    EXPECT_TRUE(carriers.take_requests(story.now).empty());
    EXPECT_EQ(carriers.list(story.now).back().problem, "timetable_full");
    carriers.ended("A", instance(0));
    carriers.heard("Z", instance(99), {"a", 1}, story.now);
    EXPECT_EQ(carriers.take_requests(story.now), (std::vector<PageRequest>{{"Z", "a", 1}}));
}

TEST(Carriers, CarriersBeyondTheBoundAreCountedOnly) {
    Carriers carriers({});
    const Moment now(1'000s);
    for (std::size_t number = 0; number < kCarriersMax + 2; ++number)
        carriers.heard(std::to_string(number), instance(1), {"a", 1}, now);
    EXPECT_EQ(carriers.list(now).size(), kCarriersMax);
    EXPECT_EQ(carriers.ignored(), 2U);
}

}  // namespace
}  // namespace viaja::routes
