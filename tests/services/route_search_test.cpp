// Searches for routes with carriers on a bus, by a clock that is moved by hand: how long what was
// read counts, and which timetable it is calculated with.

#include "session-service/search/route_search.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "session-service/routes/timetable_of.hpp"
#include "tests/ports/test_clock.hpp"
#include "tests/services/carrier_on_bus.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
using Kind = routes::ItineraryQuery::Kind;
using Lane = RouteSearch::Lane;

const std::vector<routes::Airport> kAirports = {{"GRU", "America/Sao_Paulo", "BR"},
                                                {"REC", "America/Recife", "BR"}};

/// While it is closed, other threads than the one that made it wait for the time.
class GatedClock : public test::TestClock {
  public:
    Moment moment() const override {
        if (std::this_thread::get_id() != own_) wait();
        return TestClock::moment();
    }
    void close() { set_open(false); }
    void open() { set_open(true); }
    bool is_waited_for() const {
        const std::lock_guard guard(mutex_);
        return waiting_ > 0;
    }

  private:
    void wait() const {
        std::unique_lock guard(mutex_);
        ++waiting_;
        opened_.wait(guard, [this] { return open_; });
        --waiting_;
    }
    void set_open(bool open) {
        const std::lock_guard guard(mutex_);
        open_ = open;
        opened_.notify_all();
    }

    const std::thread::id own_ = std::this_thread::get_id();
    mutable std::mutex mutex_;
    mutable std::condition_variable opened_;
    mutable int waiting_ = 0;
    bool open_ = true;
};

class RouteSearchOnABus : public testing::Test {
  protected:
    RouteSearchOnABus() {
        EXPECT_TRUE(schedules_become([this] { return schedules_.complete(); }));
    }
    ~RouteSearchOnABus() override { clock_.open(); }

    /// Runs the loop until the condition holds; false when it takes too long.
    bool eventually(const std::function<bool()>& condition) {
        bool held = false;
        const auto pump = loop_.call_every(1ms, [&] {
            deliver();
            held = condition();
            if (held) loop_.stop();
        });
        const auto too_long = loop_.call_after(20s, [&] { loop_.stop(); });
        loop_.run();
        return held;
    }
    /// The same while time passes, without which no index follows the one before.
    bool schedules_become(const std::function<bool()>& condition) {
        return eventually([&] {
            clock_.advance(10ms);
            return condition();
        });
    }
    void deliver() {
        while (bus_.deliver_one()) {
        }
    }

    struct Found {
        bool done = false;
        std::string text;  ///< "AA1 for 400, BB1 for 700"
    };
    /// Of the direct flights of a day; a calendar of that day alone.
    std::shared_ptr<Found> begin(Kind kind) {
        auto found = std::make_shared<Found>();
        search_.find(
            kind == Kind::all ? Lane::deep : Lane::brief, {},
            [this, kind](const routes::Timetable&) {
                routes::ItineraryQuery query;
                query.kind = kind;
                query.route.from = {"GRU"};
                query.route.to = {"REC"};
                query.route.date = date_;
                query.route.now = clock_.now();
                query.route.max_segments = 1;
                query.order = routes::Order::price;
                return query;
            },
            [found](const FoundRoutes& routes) {
                found->done = true;
                if (routes.result) found->text = text_of(*routes.result);
            });
        return found;
    }
    std::string find(Kind kind) {
        const auto found = begin(kind);
        EXPECT_TRUE(eventually([&] { return found->done; }));
        return found->text;
    }
    /// The carriers are heard meanwhile.
    void advance(std::chrono::seconds by) {
        for (auto passed = 0s; passed < by; passed += 1s) {
            clock_.advance(1s);
            aa_.announce();
            bb_.announce();
        }
        EXPECT_TRUE(
            eventually([this] { return schedules_.carriers().silent(clock_.moment()).empty(); }));
    }

    static std::string text_of(const routes::ItineraryResult& result) {
        std::string text;
        const auto add = [&](const routes::Route& route) {
            if (!text.empty()) text += ", ";
            text += result.timetable->flight(route.first().flight).number + " for " +
                    std::to_string(route.price);
        };
        for (const auto& offer : result.offers)
            add(offer.route);
        for (const auto& day : result.days) {
            if (day.cheapest) add(*day.cheapest);
        }
        return text;
    }

    GatedClock clock_;
    test::TestRandom random_;
    runtime::Loop loop_;
    InProcessBus bus_{clock_, random_, {.dispatch = InProcessBus::Dispatch::manual}};
    CarrierOnBus aa_{bus_, clock_, random_, "AA", {"AA1 GRU-REC 09:00 +180 400"}};
    CarrierOnBus bb_{bus_, clock_, random_, "BB", {"BB1 GRU-REC 09:00 +180 700"}};
    const Date today_ = utc_date(clock_.now());
    const Date date_ = plus_days(today_, 20);
    routes::Schedules schedules_{
        {loop_, bus_, clock_, random_},
        {"AA", "BB"},
        [](const routes::CarrierSchedules& schedules, Date today) {
            return routes::timetable_of(schedules, kAirports, today).timetable;
        },
        [this] { return today_; }};
    RouteSearch search_{{loop_, bus_, clock_, random_}, schedules_, 10s};
};

TEST_F(RouteSearchOnABus, APriceThatFellIsFoundAMinuteAfterItWasRead) {
    aa_.sell("AA1", 50, 1'000);
    ASSERT_EQ(find(Kind::all), "BB1 for 700, AA1 for 1000");
    aa_.sell("AA1", 50, 400);
    advance(59s);
    EXPECT_EQ(find(Kind::calendar), "BB1 for 700");
    advance(1s);
    EXPECT_EQ(find(Kind::calendar), "AA1 for 400");
    EXPECT_EQ(find(Kind::best), "AA1 for 400");
    EXPECT_EQ(find(Kind::all), "AA1 for 400, BB1 for 700");
}

TEST_F(RouteSearchOnABus, WhatACarrierTellsOfItsSeatsMakesNoPriceNew) {
    ASSERT_EQ(find(Kind::best), "AA1 for 400");
    aa_.sell("AA1", 8, 600);
    advance(59s);
    aa_.tell("AA1", date_, 8);
    deliver();
    EXPECT_EQ(find(Kind::best), "AA1 for 400");
    advance(1s);
    EXPECT_EQ(find(Kind::best), "AA1 for 600");
}

TEST_F(RouteSearchOnABus, AStepThatWaitedDoesNotGoBackToAnOlderTimetable) {
    ASSERT_EQ(find(Kind::all), "AA1 for 400, BB1 for 700");
    clock_.close();
    const auto first = begin(Kind::best);
    ASSERT_TRUE(eventually([&] { return clock_.is_waited_for(); }));
    const auto deep = begin(Kind::all);
    aa_.set_schedule("2", {"AA1 GRU-REC 09:00 +180 400", "AA2 GRU-REC 09:00 +180 300"});
    aa_.announce();
    ASSERT_TRUE(schedules_become(
        [this] { return schedules_.current().timetable->find_flight("AA2").has_value(); }));
    const auto brief = begin(Kind::best);
    clock_.open();
    ASSERT_TRUE(eventually([&] { return first->done && deep->done && brief->done; }));
    EXPECT_EQ(first->text, "AA1 for 400") << "it began before the change";
    EXPECT_EQ(brief->text, "AA2 for 300");
    EXPECT_EQ(deep->text, "AA2 for 300, AA1 for 400, BB1 for 700");
}

}  // namespace
}  // namespace viaja::session
