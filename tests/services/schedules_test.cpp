// Schedules over a bus: announcements heard, pages fetched, the index built and replaced.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/heartbeat/heartbeats.hpp"
#include "session-service/routes/schedules.hpp"
#include "session-service/routes/timetable_of.hpp"

namespace viaja::routes {
namespace {

using namespace std::chrono_literals;

/// Answers questions for pages of two flights each.
class Carrier {
  public:
    Carrier(runtime::Loop& loop, Bus& bus, const Clock& clock, Random& random, std::string code)
        : bus_(bus), code_(std::move(code)), heartbeats_(loop, bus, clock, random, "test") {
        consumer_ = bus.consume(topology::flight(code_), {}, 100, [this](Delivery delivery) {
            answer(delivery.body);
            consumer_->acknowledge(delivery.token);
        });
        heartbeats_.add("flight-service", topology::flight(code_));
    }

    /// Flights of this version are numbered <code>1000 and on.
    void announce(const std::string& version, int flights) {
        version_ = version;
        flights_ = flights;
        heartbeats_.set_schedule(topology::flight(code_), {version, flights});
    }
    void start() { heartbeats_.start(""); }
    void stop() { heartbeats_.stop(); }

    std::string zone = "America/Sao_Paulo";
    bool spoiled = false;  ///< its pages cannot be read
    int asked = 0;

  private:
    void answer(const std::string& body) {
        for (const auto& item : decode(body)) {
            const auto& question = std::get<viaja::Question>(std::get<Message>(item.item));
            const auto& about = std::get<ScheduleQuestion>(question.about);
            ++asked;
            QuestionAnswer answer;
            answer.id = question.id;
            answer.from = topology::flight(code_);
            SchedulePage page;
            page.version = version_;
            page.page = about.page;
            page.pages = (flights_ + 1) / 2;
            if (about.version != version_) {
                answer.problem = "other_version";
            } else {
                fill(page);
            }
            answer.offers = page;
            bus_.publish({{question.reply_to, answer}});
        }
    }

    void fill(SchedulePage& page) const {
        if (page.page == 1) {
            page.airports = {{"GRU", zone, "BR", "São Paulo", 0, 0}, {"REC", zone, "BR", "", 1, 1}};
        }
        for (int i = 2 * (page.page - 1); i < std::min(flights_, 2 * page.page); ++i) {
            viaja::ScheduledFlight flight;
            flight.flight = code_ + std::to_string(1000 + i);
            flight.from = "GRU";
            flight.to = "REC";
            flight.days = "1234567";
            flight.minutes = spoiled ? 0 : 190;
            flight.seats = 180;
            flight.price = {100'00, "BRL"};
            page.flights.push_back(flight);
        }
    }

    Bus& bus_;
    const std::string code_;
    std::string version_;
    int flights_ = 0;
    Heartbeats heartbeats_;
    std::unique_ptr<Consumer> consumer_;
};

class SchedulesOnABus : public testing::Test {
  protected:
    /// Runs the loop until the condition holds; false when it takes too long.
    bool eventually(const std::function<bool()>& condition) {
        bool held = false;
        const auto pump = loop_.call_every(1ms, [&] {
            while (bus_.deliver_one()) {
            }
            held = condition();
            if (held) loop_.stop();
        });
        const auto too_long = loop_.call_after(20s, [&] { loop_.stop(); });
        loop_.run();
        return held;
    }
    bool has(const std::string& flight) const {
        const auto& timetable = schedules_.current().timetable;
        return timetable && timetable->find_flight(flight).has_value();
    }
    Carriers::Listed listed() { return schedules_.carriers().list(clock_.moment()).at(0); }

    SystemClock clock_;
    SystemRandom random_;
    runtime::Loop loop_;
    InProcessBus bus_{clock_, random_, {.dispatch = InProcessBus::Dispatch::manual}};
    Carrier carrier_{loop_, bus_, clock_, random_, "I0"};
    Date today_ = *parse_date("2026-11-21");
    Schedules schedules_{{loop_, bus_, clock_, random_},
                         {"I0"},
                         [](const CarrierSchedules& schedules, Date today) {
                             return timetable_of(schedules, {}, today).timetable;
                         },
                         [this] { return today_; }};
};

TEST_F(SchedulesOnABus, AnAnnouncedScheduleIsFetchedAndBuilt) {
    carrier_.announce("a", 5);
    EXPECT_EQ(schedules_.current().timetable, nullptr);
    carrier_.start();
    EXPECT_TRUE(eventually([&] { return has("I01004"); }));
    EXPECT_EQ(carrier_.asked, 3);
    EXPECT_EQ(schedules_.current().timetable->flights(), 5U);
    EXPECT_EQ(listed().state, CarrierState::present);
    EXPECT_FALSE(schedules_.current().version.empty());
}

TEST_F(SchedulesOnABus, AProcessThatRanBeforeIsAskedAndAnswers) {
    carrier_.announce("a", 1);
    carrier_.start();
    ASSERT_TRUE(eventually([&] { return has("I01000"); }));
    // Another replica that starts later.
    Schedules later(
        {loop_, bus_, clock_, random_}, {},
        [](const CarrierSchedules& schedules, Date today) {
            return timetable_of(schedules, {}, today).timetable;
        },
        [this] { return today_; });
    EXPECT_TRUE(eventually([&] { return later.current().timetable != nullptr; }));
    EXPECT_EQ(later.current().version, schedules_.current().version);
}

TEST_F(SchedulesOnABus, AChangeReplacesTheIndexAndAnEndEmptiesIt) {
    carrier_.announce("a", 1);
    carrier_.start();
    ASSERT_TRUE(eventually([&] { return has("I01000"); }));
    const auto before = schedules_.current();
    carrier_.announce("b", 3);
    EXPECT_TRUE(eventually([&] { return has("I01002"); }));
    EXPECT_NE(schedules_.current().version, before.version);
    EXPECT_EQ(before.timetable->flights(), 1U) << "a search that uses the old one goes on";
    carrier_.stop();
    EXPECT_TRUE(eventually([&] { return !has("I01000"); }));
    EXPECT_EQ(listed().state, CarrierState::gone);
}

TEST_F(SchedulesOnABus, AChangeAfterAWhileIsBuiltAtOnceAndTheNextOnesGather) {
    constexpr auto kLongerThanTheTest = 1h;
    std::atomic<int> builds = 0;
    Schedules patient(
        {loop_, bus_, clock_, random_}, {},
        [&](const CarrierSchedules& schedules, Date today) {
            ++builds;
            return timetable_of(schedules, {}, today).timetable;
        },
        [this] { return today_; }, kLongerThanTheTest);
    carrier_.announce("a", 1);
    carrier_.start();
    ASSERT_TRUE(eventually([&] { return patient.current().timetable != nullptr; }));
    for (const int flights : {3, 5}) {
        carrier_.announce(std::to_string(flights), flights);
        const auto last = "I0100" + std::to_string(flights - 1);
        ASSERT_TRUE(eventually([&] { return has(last); })) << "at the other one, in its pace";
    }
    EXPECT_EQ(builds, 1);
    EXPECT_EQ(patient.current().timetable->flights(), 1U);
}

TEST_F(SchedulesOnABus, OnAnotherDayTheIndexIsMadeAnew) {
    carrier_.announce("a", 1);
    carrier_.start();
    ASSERT_TRUE(eventually([&] { return has("I01000"); }));
    const auto before = schedules_.current();
    int built = 0;
    schedules_.when_built([&] { ++built; });
    today_ = *parse_date("2026-11-22");
    EXPECT_TRUE(eventually([&] { return built == 1; }));
    const auto& after = schedules_.current();
    EXPECT_EQ(after.timetable->clock().first(), before.timetable->clock().first() + 1);
    EXPECT_EQ(after.version, before.version) << "the schedules are the same";
    EXPECT_EQ(carrier_.asked, 1);
}

TEST_F(SchedulesOnABus, IsCompleteWithTheIndexOfAllExpectedCarriers) {
    EXPECT_FALSE(schedules_.complete());
    EXPECT_EQ(schedules_.missing(), std::set<std::string>{"I0"});
    carrier_.announce("a", 1);
    carrier_.start();
    EXPECT_TRUE(eventually([&] {
        const bool here = has("I01000");
        EXPECT_EQ(schedules_.complete(), here);
        EXPECT_EQ(schedules_.missing().empty(), here);
        return here;
    }));
}

TEST_F(SchedulesOnABus, APageThatCannotBeReadLeavesTheLastGoodScheduleAndSaysWhy) {
    carrier_.announce("a", 1);
    carrier_.start();
    ASSERT_TRUE(eventually([&] { return has("I01000"); }));
    carrier_.spoiled = true;
    carrier_.announce("b", 3);
    EXPECT_TRUE(eventually([&] { return !listed().problem.empty(); }));
    EXPECT_EQ(listed().problem, "content.flights[0].minutes must be 1 to 2880");
    EXPECT_TRUE(has("I01000"));
    EXPECT_FALSE(has("I01002"));
}

TEST_F(SchedulesOnABus, AnAirportInAZoneThatThisMachineHasNotLosesItsFlightsOnly) {
    carrier_.zone = "Mars/Olympus";
    carrier_.announce("a", 1);
    carrier_.start();
    EXPECT_TRUE(eventually([&] { return schedules_.current().timetable != nullptr; }));
    EXPECT_EQ(schedules_.current().timetable->flights(), 0U);
}

}  // namespace
}  // namespace viaja::routes
