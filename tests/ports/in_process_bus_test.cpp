// What is the in-process bus's own: delivery by hand in a fixed order, limits and counters.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/received.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::test {

namespace {

class InProcessBusTest : public testing::Test {
  protected:
    static InProcessBus::Options by_hand() {
        InProcessBus::Options options;
        options.dispatch = InProcessBus::Dispatch::manual;
        options.waiting_max = 10;
        return options;
    }

    std::unique_ptr<Consumer> consume(const std::string& address, std::size_t prefetch = 100) {
        return bus_.consume(address, {}, prefetch, Received::handler(received_));
    }
    void publish(const std::string& address, int number) {
        bus_.publish({{address, numbered(number)}});
    }
    void deliver_all() {
        while (bus_.deliver_one()) {
        }
    }

    TestClock clock_;
    TestRandom random_;
    InProcessBus bus_{clock_, random_, by_hand()};
    std::shared_ptr<Received> received_ = Received::make();
};

TEST_F(InProcessBusTest, DeliversOneMessageACallInTheOrderOfPublishing) {
    const auto hotel = consume("hotel");
    const auto flight = consume("flight.I0");
    publish("hotel", 1);
    publish("flight.I0", 2);
    publish("hotel", 3);
    EXPECT_EQ(bus_.pending(), 3U);
    EXPECT_TRUE(received_->numbers().empty()) << "nothing is delivered by itself";
    EXPECT_TRUE(bus_.deliver_one());
    EXPECT_EQ(received_->numbers(), std::vector{1});
    EXPECT_EQ(bus_.pending(), 2U);
    deliver_all();
    EXPECT_EQ(received_->numbers(), (std::vector{1, 2, 3}));
    EXPECT_EQ(bus_.pending(), 0U);
    EXPECT_FALSE(bus_.deliver_one());
}

TEST_F(InProcessBusTest, WhatComesAgainGoesFirstAndInItsOldOrder) {
    auto first = consume("hotel");
    for (int number = 1; number <= 4; ++number)
        publish("hotel", number);
    deliver_all();
    first->acknowledge(received_->deliveries()[1].token);
    publish("hotel", 5);
    first.reset();
    EXPECT_EQ(bus_.pending(), 4U);
    received_ = Received::make();
    const auto second = consume("hotel");
    deliver_all();
    EXPECT_EQ(received_->numbers(), (std::vector{1, 3, 4, 5}));
    EXPECT_TRUE(received_->deliveries()[2].redelivered);
    EXPECT_FALSE(received_->deliveries()[3].redelivered);
}

TEST_F(InProcessBusTest, AFullConsumerDelaysNoOther) {
    const auto hotel = consume("hotel", 1);
    const auto flight = consume("flight.I0");
    publish("hotel", 1);
    publish("hotel", 2);
    publish("flight.I0", 3);
    deliver_all();
    EXPECT_EQ(received_->numbers(), (std::vector{1, 3}));
    hotel->acknowledge(received_->deliveries()[0].token);
    deliver_all();
    EXPECT_EQ(received_->numbers(), (std::vector{1, 3, 2}));
}

TEST_F(InProcessBusTest, ConsumersOfOneQueueAreServedInTurn) {
    const auto one = Received::make();
    const auto two = Received::make();
    const auto first = bus_.consume("hotel", {}, 10, Received::handler(one));
    const auto second = bus_.consume("hotel", {}, 10, Received::handler(two));
    for (int number = 1; number <= 4; ++number)
        publish("hotel", number);
    deliver_all();
    EXPECT_EQ(one->numbers(), (std::vector{1, 3}));
    EXPECT_EQ(two->numbers(), (std::vector{2, 4}));
}

TEST_F(InProcessBusTest, MessagesOfOneCallToOneAddressShareABody) {
    const auto hotel = consume("hotel");
    const auto flight = consume("flight.I0");
    std::vector<Outgoing> messages;
    for (int number = 0; number < 130; ++number)
        messages.push_back({"hotel", numbered(number)});
    messages.insert(messages.begin() + 1, {"flight.I0", numbered(1'000)});
    bus_.publish(std::move(messages));
    EXPECT_EQ(bus_.pending(), 4U) << "64 + 64 + 2 to the hotel, one to the flight";
    deliver_all();
    const auto deliveries = received_->deliveries();
    ASSERT_EQ(deliveries.size(), 4U);
    EXPECT_EQ(decode(deliveries[0].body).size(), 64U);
    EXPECT_EQ(decode(deliveries[2].body).size(), 2U);
    EXPECT_EQ(deliveries[3].body.front(), '{') << "a single message is no list";
    std::vector<int> numbers;
    for (int number = 0; number < 130; ++number)
        numbers.push_back(number);
    numbers.push_back(1'000);
    EXPECT_EQ(received_->numbers(), numbers);
}

TEST_F(InProcessBusTest, ABodyStaysReadableHoweverLargeItsMessagesAre) {
    const auto hotel = consume("hotel");
    std::vector<Outgoing> messages;
    for (int number = 0; number < 7; ++number) {
        SupplierReply reply;
        reply.answer = Answer::held;
        reply.command = Command::hold;
        reply.description = std::string(300'000, 'd');
        messages.push_back({"hotel", reply});
    }
    bus_.publish(std::move(messages));
    deliver_all();
    std::size_t items = 0;
    for (const Delivery& delivery : received_->deliveries()) {
        EXPECT_LE(delivery.body.size(), kBodyBytesMax);
        items += decode(delivery.body).size();
    }
    EXPECT_EQ(items, 7U);
    EXPECT_EQ(received_->deliveries().size(), 3U);
}

TEST_F(InProcessBusTest, WhatNoQueueTakesIsCounted) {
    publish("unknown", 1);
    bus_.publish_text("unknown", "text");
    bus_.announce("unknown", "listens");
    EXPECT_EQ(bus_.unroutable(), 2U) << "an announcement without a listener is nothing to count";
    EXPECT_EQ(bus_.pending(), 0U);
}

TEST_F(InProcessBusTest, AFullQueueDropsAndCountsAndTakesBackWhatWasDelivered) {
    auto hotel = consume("hotel");
    for (int number = 0; number < 4; ++number)
        publish("hotel", number);
    deliver_all();
    for (int number = 4; number < 16; ++number)
        publish("hotel", number);
    EXPECT_EQ(bus_.overflowed(), 2U);
    hotel.reset();
    EXPECT_EQ(bus_.pending(), 14U);
}

TEST_F(InProcessBusTest, AFullDeadQueueIsUnavailable) {
    const auto hotel = consume("hotel");
    for (int i = 0; i < 10; ++i)
        hotel->dead_letter("text " + std::to_string(i), "reason");
    EXPECT_THROW(hotel->dead_letter("one more", "reason"), Unavailable);
    ASSERT_EQ(bus_.dead_letters("hotel").size(), 10U);
    EXPECT_EQ(bus_.dead_letters("hotel")[9].text, "text 9");
}

TEST_F(InProcessBusTest, AHandlerMayPublishAndEndItsOwnConsumer) {
    std::unique_ptr<Consumer> consumer;
    consumer = bus_.consume("hotel", {}, 10, [&](const Delivery&) {
        publish("flight.I0", 2);
        consumer.reset();
    });
    const auto flight = consume("flight.I0");
    publish("hotel", 1);
    deliver_all();
    EXPECT_EQ(consumer, nullptr);
    EXPECT_EQ(received_->numbers(), std::vector{2});
    EXPECT_EQ(bus_.pending(), 1U) << "what was not acknowledged waits again";
}

TEST_F(InProcessBusTest, MistakesOfTheCallerAreBugs) {
    EXPECT_THROW(consume("hotel", 0), Bug);
    EXPECT_THROW(bus_.consume("hotel", {}, 10, nullptr), Bug);
    EXPECT_THROW(bus_.listen("topic", nullptr), Bug);
    std::string address;
    const auto mine = bus_.consume_private(address, Received::handler(received_));
    EXPECT_THROW(mine->dead_letter("text", "reason"), Bug);
    InProcessBus threaded(clock_, random_);
    EXPECT_THROW(threaded.deliver_one(), Bug);
}

TEST(InProcessBusLifeTest, AConsumerMayOutliveTheBus) {
    TestClock clock;
    TestRandom random;
    auto bus = std::make_unique<InProcessBus>(clock, random);
    const auto received = Received::make();
    auto consumer = bus->consume("hotel", {}, 10, Received::handler(received));
    bus->publish({{"hotel", numbered(1)}});
    ASSERT_TRUE(received->wait_for_deliveries(1));
    bus.reset();
    consumer->acknowledge(received->deliveries()[0].token);
    consumer.reset();
}

TEST(InProcessBusLifeTest, TheEndOfAConsumerWaitsForItsHandler) {
    TestClock clock;
    TestRandom random;
    InProcessBus bus(clock, random);
    std::atomic<bool> entered = false;
    std::atomic<bool> left = false;
    auto consumer = bus.consume("hotel", {}, 10, [&](const Delivery&) {
        entered = true;
        // The message is back in its queue as soon as the consumer begins to end.
        while (bus.pending() == 0)
            std::this_thread::yield();
        for (int i = 0; i < 1'000; ++i)
            std::this_thread::yield();
        left = true;
    });
    bus.publish({{"hotel", numbered(1)}});
    while (!entered)
        std::this_thread::yield();
    consumer.reset();
    EXPECT_TRUE(left);
}

}  // namespace

}  // namespace viaja::test
