// The life of a carrier at one replica, as stories: what is heard, what is asked for, and how each
// carrier stands.

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "session-service/routes/carriers.hpp"

namespace viaja::routes {
namespace {

using namespace std::chrono_literals;

Uuid instance(int number) {
    Uuid::Bytes bytes{};
    bytes[0] = static_cast<std::uint8_t>(number);
    return Uuid(bytes);
}

/// Tells a script to the machine and writes down what follows of each line.
class Story {
  public:
    explicit Story(const std::vector<std::string>& expected = {}, std::uint64_t seed = 0)
        : carriers(expected, seed) {}

    Story& at(Duration time) {
        now = Moment(1'000s) + time;
        return *this;
    }
    Story& heard(const std::string& code, const std::string& version, int flights = 2,
                 int process = 1) {
        carriers.heard(code, instance(process), {version, flights}, now);
        return follows("heard " + code + " " + version);
    }
    Story& ended(const std::string& code, int process = 1) {
        carriers.ended(code, instance(process));
        return follows("ended " + code);
    }
    Story& page(const std::string& code, const std::string& version, int page = 1, int pages = 1) {
        SchedulePage content;
        content.version = version;
        content.page = page;
        content.pages = pages;
        content.flights.resize(1);
        content.flights[0].flight = version + "." + std::to_string(page);
        carriers.received(code, content, "", now);
        return follows("page " + std::to_string(page) + " of " + code + " " + version);
    }
    Story& problem(const std::string& code, const std::string& problem,
                   const std::string& present) {
        SchedulePage content;
        content.version = present;
        carriers.received(code, content, problem, now);
        return follows(code + " says " + problem + " " + present);
    }
    Story& unreadable(const std::string& code) {
        carriers.refused(code, "content.flights[0].minutes must be 1 to 2880");
        return follows("unreadable page of " + code);
    }
    Story& silence(const std::string& code) {
        carriers.stayed_silent(code, now);
        return follows(code + " does not answer");
    }
    Story& answer(const std::string& code) {
        carriers.answered(code, now);
        return follows(code + " answers");
    }
    Story& names_version(const std::string& code, const std::string& version) {
        carriers.saw_version(code, version, now);
        return follows("an answer of " + code + " names " + version);
    }
    Story& look() { return follows("time passes"); }

    std::string text() const { return "\n" + text_.str(); }

    Carriers carriers;
    Moment now{1'000s};

  private:
    Story& follows(const std::string& what) {
        carriers.look(now);
        text_ << what << ":";
        for (const auto& request : carriers.take_requests(now))
            text_ << " ask " << request.carrier << " " << request.version << " " << request.page;
        if (carriers.take_change()) text_ << " rebuild";
        for (const auto& one : carriers.list(now)) {
            text_ << " | " << one.carrier << " " << name_of(one.state);
            if (!one.version.empty()) text_ << " " << one.version << " " << one.flights;
            if (!one.problem.empty()) text_ << " (" << one.problem << ")";
        }
        const auto missing = carriers.missing(now);
        if (!missing.empty()) text_ << " | missing";
        for (const auto& code : missing)
            text_ << " " << code;
        text_ << "\n";
        return *this;
    }

    std::ostringstream text_;
};

TEST(CarriersStory, JoinsByItsAnnouncementAndAllItsPages) {
    Story story({"I0"});
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

TEST(CarriersStory, IsNotMissingWhenItWasNotExpected) {
    Story story;
    story.look().heard("G3", "a").page("G3", "a");
    EXPECT_EQ(story.text(), R"(
time passes:
heard G3 a: ask G3 a 1 | G3 changing | missing G3
page 1 of G3 a: rebuild | G3 present a 1
)");
}

TEST(CarriersStory, KeepsTheOldScheduleUntilAllPagesOfTheNewOneAreHere) {
    Story story;
    story.heard("I0", "a").page("I0", "a");
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

TEST(CarriersStory, BeginsAnewWhenTheScheduleChangesBetweenTwoPages) {
    Story story;
    story.heard("I0", "a").page("I0", "a", 1, 2).problem("I0", "other_version", "b");
    story.at(100ms).look().at(250ms).look().page("I0", "a", 2, 2).page("I0", "b");
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

TEST(CarriersStory, AVersionThatAnAnswerNamesIsFetched) {
    Story story;
    story.heard("I0", "a").names_version("I0", "b").page("I0", "a");
    story.names_version("I0", "a").names_version("G3", "a").names_version("I0", "b");
    story.at(250ms).look().page("I0", "b");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
an answer of I0 names b: | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
an answer of I0 names a: | I0 present a 1
an answer of G3 names a: | I0 present a 1
an answer of I0 names b: | I0 changing a 1
time passes: ask I0 b 1 | I0 changing a 1
page 1 of I0 b: rebuild | I0 present b 1
)");
}

TEST(CarriersStory, AnAnnouncementIsFetchedAtOnceThoughAnAnswerHasNamedItBefore) {
    Story story;
    story.heard("I0", "a").page("I0", "a").names_version("I0", "b").heard("I0", "b");
    EXPECT_EQ(story.text(), R"(
heard I0 a: ask I0 a 1 | I0 changing | missing I0
page 1 of I0 a: rebuild | I0 present a 1
an answer of I0 names b: | I0 changing a 1
heard I0 b: ask I0 b 1 | I0 changing a 1
)");
}

/// When a carrier that has changed its schedule at each question is asked, in milliseconds.
std::vector<std::int64_t> times_of_requests(std::uint64_t seed) {
    Story story({}, seed);
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

TEST(CarriersStory, AScheduleThatKeepsChangingIsAskedForMoreAndMoreSlowly) {
    EXPECT_EQ(times_of_requests(0),
              (std::vector<std::int64_t>{0, 250, 750, 1'750, 3'750, 7'750, 15'750}));
    const auto one = times_of_requests(1);
    EXPECT_EQ(one, times_of_requests(1));
    EXPECT_NE(one, times_of_requests(2)) << "replicas come back apart";
    ASSERT_GE(one.size(), 7U);
    EXPECT_GE(one[6], 15'750 * 3 / 4);
}

TEST(CarriersStory, AReplicaThatHasNotReadTheChangeYetChangesNothingBack) {
    Story story;
    story.heard("I0", "a", 2, 1).page("I0", "a").heard("I0", "a", 2, 2);
    story.heard("I0", "b", 2, 1).page("I0", "b").heard("I0", "a", 2, 2).heard("I0", "b", 2, 2);
    // A new process that announces what it knew at its start.
    story.heard("I0", "a", 2, 3).problem("I0", "other_version", "b");
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

TEST(CarriersStory, APageThatIsLostIsAskedForAgainMoreAndMoreSlowly) {
    Story story;
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

TEST(CarriersStory, IsSilentAfterThirtySecondsAndForgottenAfterAnHour) {
    Story story({"I0"});
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

TEST(CarriersStory, IsGoneWithItsLastProcessAndComesBack) {
    Story story({"I0"});
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

TEST(CarriersStory, IsSilentWhileItsBreakerIsOpen) {
    Story story;
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

TEST(CarriersStory, MayBeAskedWhenAProcessOfItHasStartedAnew) {
    Story story;
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

TEST(CarriersStory, AScheduleThatCannotBeReadLeavesTheLastGoodOne) {
    Story story;
    story.heard("I0", "a").page("I0", "a").heard("I0", "b").unreadable("I0").heard("I0", "b");
    story.heard("I0", "c").page("I0", "c");
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

TEST(CarriersStory, AScheduleWithTooManyFlightsIsNotFetched) {
    Story story;
    story.heard("I0", "a", 100'001).heard("G3", "a", 100'000);
    EXPECT_EQ(story.text(), R"(
heard I0 a: | I0 changing (too_many_flights) | missing I0
heard G3 a: ask G3 a 1 | G3 changing | I0 changing (too_many_flights) | missing G3 I0
)");
}

TEST(CarriersStory, TheCarrierThatWouldMakeTheTimetableTooLargeIsRefusedUntilThereIsRoom) {
    Story story;
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

TEST(CarriersStory, EightSchedulesAreFetchedAtTheSameTimeAndSilentOnesDoNotHoldUpTheOthers) {
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

TEST(CarriersStory, CarriersBeyondTheBoundAreCountedOnly) {
    Carriers carriers({});
    const Moment now(1'000s);
    for (std::size_t number = 0; number < kCarriersMax + 2; ++number)
        carriers.heard(std::to_string(number), instance(1), {"a", 1}, now);
    EXPECT_EQ(carriers.list(now).size(), kCarriersMax);
    EXPECT_EQ(carriers.ignored(), 2U);
}

}  // namespace
}  // namespace viaja::routes
