// When a process announces its services: at the start, when asked, when a schedule changes, at the
// end.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/heartbeat/heartbeats.hpp"

namespace viaja {
namespace {

using namespace std::chrono_literals;

class HeartbeatsTest : public testing::Test {
  protected:
    HeartbeatsTest() {
        for (const char* topic : {"service.alive", "service.gone"}) {
            listeners_.push_back(
                bus_.listen(topic, [this](const std::string& what, const std::string& body) {
                    loop_.post([this, what, body] { hear(what, body); });
                }));
        }
        heartbeats_.add("flight-service", "flight.I0");
    }

    void hear(const std::string& topic, const std::string& body) {
        if (topic == "service.gone") {
            heard_.push_back("gone " + service_gone_from(body).value().address);
        } else {
            const auto alive = service_alive_from(body).value();
            heard_.push_back("alive " + alive.address + " " + alive.http + " " +
                             (alive.schedule ? alive.schedule->version : "-"));
        }
        if (heard_.size() == awaited_) loop_.stop();
    }
    void deliver() {
        while (bus_.deliver_one()) {
        }
    }
    /// Runs the loop until so many announcements have been heard in all; gives up after a while.
    std::vector<std::string> wait_for(std::size_t count) {
        awaited_ = count;
        const auto delivery = loop_.call_every(1ms, [&] { deliver(); });
        const auto too_long = loop_.call_after(20s, [&] { loop_.stop(); });
        if (heard_.size() < count) loop_.run();
        return heard_;
    }

    SystemClock clock_;
    SystemRandom random_;
    runtime::Loop loop_;
    InProcessBus bus_{clock_, random_, {.dispatch = InProcessBus::Dispatch::manual}};
    std::vector<std::string> heard_;
    std::size_t awaited_ = 0;
    Heartbeats heartbeats_{loop_, bus_, clock_, random_, "0.1.0"};
    std::vector<std::unique_ptr<Consumer>> listeners_;
};

using Lines = std::vector<std::string>;

TEST_F(HeartbeatsTest, BeginAtTheStartAndEndInOrder) {
    heartbeats_.start("http://here");
    EXPECT_EQ(wait_for(1), Lines{"alive flight.I0 http://here -"});
    heartbeats_.stop();
    heartbeats_.stop();
    EXPECT_EQ(wait_for(2).back(), "gone flight.I0");
    request_heartbeats(bus_);
    heartbeats_.set_schedule("flight.I0", {"late", 1});
    heartbeats_.start("http://again");
    EXPECT_EQ(wait_for(3).back(), "alive flight.I0 http://again late");
}

TEST_F(HeartbeatsTest, AnswerQuestionsThatComeTogetherOnce) {
    heartbeats_.start("http://here");
    wait_for(1);
    for (int i = 0; i < 5; ++i)
        request_heartbeats(bus_);
    deliver();
    EXPECT_EQ(wait_for(2).size(), 2U);
    heartbeats_.stop();
    // A second answer would have come before the end.
    EXPECT_EQ(wait_for(3).back(), "gone flight.I0");
}

TEST_F(HeartbeatsTest, AreReadAnewWhenAsked) {
    heartbeats_.when_asked([this] { heartbeats_.set_schedule("flight.I0", {"new", 5}); });
    heartbeats_.set_schedule("flight.I0", {"old", 5});
    heartbeats_.start("");
    EXPECT_EQ(wait_for(1).back(), "alive flight.I0  old");
    request_heartbeats(bus_);
    EXPECT_EQ(wait_for(2).back(), "alive flight.I0  new");
    EXPECT_EQ(wait_for(3).back(), "alive flight.I0  new") << "the answer itself";
}

TEST_F(HeartbeatsTest, TellAtOnceThatAScheduleIsAnother) {
    heartbeats_.set_schedule("flight.I0", {"one", 5});
    heartbeats_.start("");
    EXPECT_EQ(wait_for(1).back(), "alive flight.I0  one");
    heartbeats_.set_schedule("flight.I0", {"one", 5});
    heartbeats_.set_schedule("flight.8G", {"two", 5});
    heartbeats_.set_schedule("flight.I0", {"two", 5});
    EXPECT_EQ(wait_for(2).back(), "alive flight.I0  two");
    heartbeats_.stop();
    EXPECT_EQ(wait_for(3).back(), "gone flight.I0");
}

}  // namespace
}  // namespace viaja
