// What common/ports/bus.hpp promises, on every adapter. The order of messages is no part of it.

#include <gtest/gtest.h>

#include <thread>

#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "tests/ports/fixtures.hpp"
#include "tests/ports/received.hpp"

namespace viaja::test {

namespace {

constexpr std::size_t kPrefetch = 100;

class BusContract : public testing::TestWithParam<Factory<BusFixture>> {
  protected:
    std::unique_ptr<Consumer> consume(const std::string& address,
                                      const std::shared_ptr<Received>& received,
                                      std::size_t prefetch = kPrefetch) {
        return bus_.consume(address, {}, prefetch, Received::handler(received));
    }

    /// The queue exists afterwards, and has no consumer.
    void make_queue(const std::string& address) { consume(address, Received::make()); }

    void publish(const std::string& address, std::vector<int> numbers) {
        std::vector<Outgoing> messages;
        for (const int number : numbers)
            messages.push_back({address, numbered(number)});
        bus_.publish(std::move(messages));
    }

    /// Each in a body of its own, which `publish` does not promise.
    void publish_apart(const std::string& address, std::vector<int> numbers) {
        for (const int number : numbers)
            fixture_->publish_text(address, encode(numbered(number), Uuid()));
    }

    std::unique_ptr<BusFixture> fixture_ = GetParam().make();
    Bus& bus_ = fixture_->bus();
};

INSTANTIATE_TEST_SUITE_P(Adapters, BusContract, testing::ValuesIn(bus_factories()), adapter_name);

TEST_P(BusContract, WhatIsPublishedIsConsumedByItsAddressAlone) {
    const auto here = Received::make();
    const auto there = Received::make();
    const auto first = consume("hotel", here);
    const auto second = consume("flight.I0", there);
    EXPECT_TRUE(bus_.available());
    publish("hotel", {1});
    publish("flight.I0", {2});
    publish("hotel", {3});
    ASSERT_TRUE(here->wait_for_numbers(2));
    ASSERT_TRUE(there->wait_for_numbers(1));
    EXPECT_EQ(here->sorted_numbers(), (std::multiset{1, 3}));
    EXPECT_EQ(there->sorted_numbers(), (std::multiset{2}));
    for (const Delivery& delivery : here->deliveries())
        EXPECT_FALSE(delivery.redelivered);
}

TEST_P(BusContract, AMessageTravelsAsTheTextOfTheWire) {
    const auto received = Received::make();
    const auto consumer = consume("payment", received);
    PaymentCommand command;
    command.command = Command::authorize;
    command.session_id = *SessionId::parse("0199a5f2-0000-7000-8000-00000000abcd");
    command.attempt = 2;
    command.deadline = from_micros(1'800'000'000'000'000);
    command.amount = Money{123'456, "BRL"};
    command.method = "card";
    command.token = "tok_ok";
    command.reply_to = "session";
    bus_.publish({{"payment", command}});
    ASSERT_TRUE(received->wait_for_deliveries(1));
    const auto items = decode(received->deliveries()[0].body);
    ASSERT_EQ(items.size(), 1U);
    const auto* message = std::get_if<Message>(&items[0].item);
    ASSERT_NE(message, nullptr);
    const auto& came = std::get<PaymentCommand>(*message);
    EXPECT_EQ(came.session_id, command.session_id);
    EXPECT_EQ(came.attempt, 2);
    EXPECT_EQ(came.deadline, command.deadline);
    EXPECT_EQ(came.amount, command.amount);
    EXPECT_EQ(came.token, "tok_ok");
}

TEST_P(BusContract, MessagesWaitInTheQueueForAConsumer) {
    make_queue("hotel");
    publish("hotel", {1, 2});
    publish("hotel", {3});
    const auto received = Received::make();
    const auto consumer = consume("hotel", received);
    ASSERT_TRUE(received->wait_for_numbers(3));
    EXPECT_EQ(received->sorted_numbers(), (std::multiset{1, 2, 3}));
}

TEST_P(BusContract, ExtraKeysLeadToTheSameQueueAndOneKeyToManyQueues) {
    const auto first = Received::make();
    const auto second = Received::make();
    const std::vector<std::string> keys{"voos"};
    const auto one = bus_.consume("flight.I0", keys, kPrefetch, Received::handler(first));
    const auto two = bus_.consume("flight.I1", keys, kPrefetch, Received::handler(second));
    fixture_->publish_text("voos", "type=timeout&sessaoUUID=0199a5f2-0000-7000-8000-00000000abcd");
    publish("flight.I1", {7});
    ASSERT_TRUE(first->wait_for_deliveries(1));
    ASSERT_TRUE(second->wait_for_deliveries(2));
    EXPECT_NE(first->deliveries()[0].body.find("type=timeout"), std::string::npos);
}

TEST_P(BusContract, AcknowledgedMessagesDoNotComeAgainAndOthersDoAndAreMarked) {
    const auto before = Received::make();
    {
        const auto consumer = consume("hotel", before);
        publish_apart("hotel", {1, 2, 3});
        ASSERT_TRUE(before->wait_for_numbers(3));
        for (const Delivery& delivery : before->deliveries()) {
            if (number_of(delivery) == 2) consumer->acknowledge(delivery.token);
        }
    }
    const auto after = Received::make();
    const auto consumer = consume("hotel", after);
    // Before these come the first consumer may still be there for a server, and get what is new.
    ASSERT_TRUE(after->wait_for_numbers(2));
    publish("hotel", {4});
    ASSERT_TRUE(after->wait_for_numbers(3));
    EXPECT_EQ(after->sorted_numbers(), (std::multiset{1, 3, 4}));
    for (const Delivery& delivery : after->deliveries()) {
        const int number = number_of(delivery);
        EXPECT_EQ(delivery.redelivered, number != 4) << number;
        consumer->acknowledge(delivery.token);
    }
    EXPECT_EQ(before->numbers().size(), 3U) << "a consumer that is gone is not called";
}

TEST_P(BusContract, WhatAConsumerLeavesGoesToTheOthers) {
    const auto first = Received::make();
    const auto second = Received::make();
    auto leaving = consume("hotel", first);
    publish("hotel", {1});
    publish("hotel", {2});
    ASSERT_TRUE(first->wait_for_numbers(2));
    const auto staying = consume("hotel", second);
    leaving.reset();
    ASSERT_TRUE(second->wait_for_numbers(2));
    EXPECT_EQ(second->sorted_numbers(), (std::multiset{1, 2}));
}

TEST_P(BusContract, ConsumersOfOneQueueShareItsMessages) {
    const auto first = Received::make();
    const auto second = Received::make();
    const auto one = consume("hotel", first, 1);
    const auto two = consume("hotel", second, 1);
    publish_apart("hotel", {1, 2});
    ASSERT_TRUE(first->wait_for_numbers(1)) << "with a prefetch of one, each gets one";
    ASSERT_TRUE(second->wait_for_numbers(1));
    std::multiset<int> all = first->sorted_numbers();
    all.merge(second->sorted_numbers());
    EXPECT_EQ(all, (std::multiset{1, 2}));
}

TEST_P(BusContract, NoMoreThanPrefetchAreOpenAtATime) {
    constexpr std::size_t kOpenMax = 3;
    constexpr int kMessages = 30;
    make_queue("hotel");
    for (int number = 0; number < kMessages; ++number)
        publish_apart("hotel", {number});
    const auto received = Received::make();
    const auto consumer = consume("hotel", received, kOpenMax);
    std::size_t acknowledged = 0;
    while (acknowledged < kMessages) {
        const std::size_t expected = std::min<std::size_t>(acknowledged + kOpenMax, kMessages);
        ASSERT_TRUE(received->wait_for_deliveries(expected));
        const auto deliveries = received->deliveries();
        ASSERT_EQ(deliveries.size(), expected);
        consumer->acknowledge(deliveries[acknowledged].token);
        ++acknowledged;
    }
    EXPECT_EQ(received->numbers().size(), static_cast<std::size_t>(kMessages));
}

TEST_P(BusContract, AcknowledgingTwiceIsABug) {
    const auto received = Received::make();
    const auto consumer = consume("hotel", received);
    publish("hotel", {1});
    ASSERT_TRUE(received->wait_for_deliveries(1));
    const auto token = received->deliveries()[0].token;
    consumer->acknowledge(token);
    EXPECT_THROW(consumer->acknowledge(token), Bug);
}

TEST_P(BusContract, AnAddressWithoutAQueueDelaysNoOther) {
    const auto received = Received::make();
    const auto consumer = consume("hotel", received);
    bus_.publish({{"unknown", numbered(1)}, {"hotel", numbered(2)}, {"unknown", numbered(3)}});
    publish("hotel", {4});
    ASSERT_TRUE(received->wait_for_numbers(2));
    EXPECT_EQ(received->sorted_numbers(), (std::multiset{2, 4}));
}

TEST_P(BusContract, ManyMessagesOfOneCallAllArriveHoweverTheyArePacked) {
    const auto received = Received::make();
    const auto consumer = consume("hotel", received, 1'000);
    std::multiset<int> expected;
    std::vector<int> numbers;
    for (int number = 0; number < 500; ++number) {
        numbers.push_back(number);
        expected.insert(number);
    }
    publish("hotel", numbers);
    ASSERT_TRUE(received->wait_for_numbers(500));
    EXPECT_EQ(received->sorted_numbers(), expected);
}

TEST_P(BusContract, AnyBodyIsDeliveredAsItCame) {
    const auto received = Received::make();
    const auto consumer = consume("hotel", received);
    const std::vector<std::string> bodies{"", "no json", std::string("\0\x01\xff", 3),
                                          std::string(300'000, '[')};
    for (const std::string& body : bodies)
        fixture_->publish_text("hotel", body);
    ASSERT_TRUE(received->wait_for_deliveries(bodies.size()));
    std::multiset<std::string> came;
    for (const Delivery& delivery : received->deliveries())
        came.insert(delivery.body);
    EXPECT_TRUE(came == std::multiset<std::string>(bodies.begin(), bodies.end()));
}

TEST_P(BusContract, TheDeadQueueKeepsTheTextAndTheReason) {
    const auto received = Received::make();
    {
        const auto consumer = consume("hotel", received);
        fixture_->publish_text("hotel", "no json");
        ASSERT_TRUE(received->wait_for_deliveries(1));
        const Delivery delivery = received->deliveries()[0];
        consumer->dead_letter(delivery.body, "not JSON: \"no json\" — no início");
        consumer->dead_letter("another item", "a bug");
        consumer->acknowledge(delivery.token);
    }
    const std::vector<DeadLettered> expected{{"no json", "not JSON: \"no json\" — no início"},
                                             {"another item", "a bug"}};
    EXPECT_EQ(fixture_->dead_lettered("hotel"), expected);
    EXPECT_TRUE(fixture_->dead_lettered("session").empty());
}

TEST_P(BusContract, ToBuryIsNotToAcknowledge) {
    {
        const auto received = Received::make();
        const auto consumer = consume("hotel", received);
        publish("hotel", {1});
        ASSERT_TRUE(received->wait_for_deliveries(1));
        consumer->dead_letter("text", "reason");
    }
    const auto after = Received::make();
    const auto consumer = consume("hotel", after);
    ASSERT_TRUE(after->wait_for_deliveries(1));
    EXPECT_TRUE(after->deliveries()[0].redelivered);
}

TEST_P(BusContract, APrivateAddressIsReachedUntilItsConsumerGoes) {
    const auto mine = Received::make();
    const auto yours = Received::make();
    std::string my_address;
    std::string your_address;
    auto me = bus_.consume_private(my_address, Received::handler(mine));
    const auto you = bus_.consume_private(your_address, Received::handler(yours));
    ASSERT_FALSE(my_address.empty());
    ASSERT_NE(my_address, your_address);
    for (int number = 0; number < 300; ++number)
        publish(my_address, {number});
    ASSERT_TRUE(mine->wait_for_numbers(300)) << "without any acknowledgement";
    me.reset();
    publish(my_address, {300});
    publish(your_address, {1});
    ASSERT_TRUE(yours->wait_for_numbers(1));
    EXPECT_EQ(yours->numbers(), std::vector{1});
    EXPECT_EQ(mine->numbers().size(), 300U);
}

TEST_P(BusContract, EveryListenerGetsAnAnnouncementOfTheTopic) {
    const auto first = Received::make();
    const auto second = Received::make();
    const auto other = Received::make();
    const auto to = [](const std::shared_ptr<Received>& received) {
        return [received](const std::string& topic, const std::string& body) {
            received->add(Delivery{topic + ": " + body});
        };
    };
    bus_.announce("session.changed", "before the listener");
    const auto one = bus_.listen("session.changed", to(first));
    const auto two = bus_.listen("session.changed", to(second));
    const auto three = bus_.listen("other", to(other));
    bus_.announce("session.changed", "{\"id\":1}");
    bus_.announce("other", "else");
    bus_.announce("unknown", "listens");
    ASSERT_TRUE(first->wait_for_deliveries(1));
    ASSERT_TRUE(second->wait_for_deliveries(1));
    ASSERT_TRUE(other->wait_for_deliveries(1));
    EXPECT_EQ(first->deliveries()[0].body, "session.changed: {\"id\":1}");
    EXPECT_EQ(second->deliveries()[0].body, "session.changed: {\"id\":1}");
    EXPECT_EQ(other->deliveries()[0].body, "other: else");
}

TEST_P(BusContract, TopicsAndAddressesAreSeparateNameSpaces) {
    const auto queue = Received::make();
    const auto consumer = consume("hotel", queue);
    const auto heard = Received::make();
    const auto listener = bus_.listen(
        "hotel",
        [heard](const std::string&, const std::string& body) { heard->add(Delivery{body}); });
    bus_.announce("hotel", "announced");
    publish("hotel", {1});
    ASSERT_TRUE(heard->wait_for_deliveries(1));
    ASSERT_TRUE(queue->wait_for_numbers(1));
    EXPECT_EQ(heard->deliveries().size(), 1U);
    EXPECT_EQ(queue->deliveries().size(), 1U);
}

TEST_P(BusContract, ManyThreadsPublishAndAcknowledge) {
    constexpr int kThreads = 4;
    constexpr int kEach = 250;
    const auto received = Received::make();
    const auto consumer = consume("hotel", received, 16);
    std::multiset<int> expected;
    for (int number = 0; number < kThreads * kEach; ++number)
        expected.insert(number);
    std::vector<std::thread> publishers;
    for (int i = 0; i < kThreads; ++i) {
        publishers.emplace_back([this, i] {
            for (int number = 0; number < kEach; ++number)
                publish("hotel", {i * kEach + number});
        });
    }
    std::size_t acknowledged = 0;
    while (received->numbers().size() < expected.size() &&
           received->wait_for_deliveries(acknowledged + 1)) {
        const auto deliveries = received->deliveries();
        for (; acknowledged < deliveries.size(); ++acknowledged) {
            consumer->acknowledge(deliveries[acknowledged].token);
        }
    }
    for (std::thread& publisher : publishers)
        publisher.join();
    EXPECT_EQ(received->sorted_numbers(), expected);
}

TEST_P(BusContract, AConsumerMayGoAwayWhileMessagesComeIn) {
    for (int round = 0; round < 20; ++round) {
        const auto received = Received::make();
        auto consumer = consume("hotel", received, 1'000);
        for (int number = 0; number < 50; ++number)
            publish("hotel", {number});
        ASSERT_TRUE(received->wait_for_deliveries(1));
        consumer.reset();
        const std::size_t came = received->deliveries().size();
        publish("hotel", {50});
        EXPECT_EQ(received->deliveries().size(), came);
    }
    const auto received = Received::make();
    const auto consumer = consume("hotel", received, 10'000);
    ASSERT_TRUE(received->wait_for_numbers(20 * 51));
}

TEST_P(BusContract, AfterARestartDeliveriesGoOnAndWhatWasKeptComesAgain) {
    if (const auto why = fixture_->cannot(Disturbance::restarted)) GTEST_SKIP() << *why;
    const bool keeps = !fixture_->why_a_restart_loses_messages();
    const auto received = Received::make();
    const auto consumer = consume("hotel", received);
    publish("hotel", {1});
    ASSERT_TRUE(received->wait_for_deliveries(1));
    fixture_->disturb(Disturbance::restarted);
    if (keeps) {
        ASSERT_TRUE(received->wait_for_deliveries(2));
        EXPECT_TRUE(received->deliveries()[1].redelivered);
        EXPECT_EQ(received->deliveries()[1].body, received->deliveries()[0].body);
    }
    consumer->acknowledge(received->deliveries()[0].token);
    publish("hotel", {2});
    ASSERT_TRUE(received->wait_for_numbers(keeps ? 3 : 2));
    EXPECT_TRUE(received->sorted_numbers().contains(2));
}

TEST_P(BusContract, WhileTheServerIsFrozenPublishingReturnsAtOnce) {
    if (const auto why = fixture_->cannot(Disturbance::frozen)) GTEST_SKIP() << *why;
    const auto received = Received::make();
    const auto consumer = consume("hotel", received);
    fixture_->disturb(Disturbance::frozen);
    for (int number = 0; number < 10'000; ++number)
        publish("hotel", {number});
    fixture_->restore();
    publish("hotel", {10'000});
    ASSERT_TRUE(received->wait_for_deliveries(1));
}

}  // namespace

}  // namespace viaja::test
