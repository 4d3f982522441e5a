// How the RabbitMQ adapter gets through what only a broker does: connections that break, queues
// that are deleted, a server that is short of memory, frozen or away.

#include <atomic>
#include <set>
#include <thread>

#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/rabbitmq_suite.hpp"

namespace viaja::test {

namespace {

using nlohmann::json;

using RabbitmqOutageTest = RabbitmqSuite;

TEST_F(RabbitmqOutageTest, AQueueDeletedUnderItsConsumerIsDeclaredAnewAndConsumedAgain) {
    const auto consumer = consume("hotel", received_);
    publish("hotel", 1);
    ASSERT_TRUE(received_->wait_for_numbers(1));
    fixture_->delete_queue("hotel");
    ASSERT_TRUE(fixture_->wait_until_said("queue deleted, declaring it anew · queue=hotel"));
    consumer->acknowledge(received_->deliveries()[0].token);
    ASSERT_TRUE(fixture_->wait_until_said("queue consumed again · queue=hotel"));
    publish("hotel", 2);
    ASSERT_TRUE(received_->wait_for_numbers(2));
    consumer->acknowledge(received_->deliveries()[1].token);
    EXPECT_TRUE(bus().available());
    EXPECT_EQ(bus().counters().reconnects, 0U) << "the connection is as good as before";
}

TEST_F(RabbitmqOutageTest, AQueueThatIsOtherwiseIsRefusedInASentenceUntilItIsPutRight) {
    const json otherwise{{"durable", true}, {"arguments", {{"x-queue-type", "quorum"}}}};
    const std::string path = "/queues/" + fixture_->vhost() + "/hotel";
    ASSERT_LT(fixture_->server().console("PUT", path, otherwise.dump()).status, 300);
    RabbitmqSettings settings = fixture_->settings();
    settings.patience = std::chrono::milliseconds(200);
    const auto other = fixture_->another_bus(settings);
    const auto consumer = other->consume("hotel", {}, 10, Received::handler(received_));
    ASSERT_TRUE(fixture_->wait_until_said("delete it (rabbitmqctl delete_queue hotel)"));
    ASSERT_TRUE(eventually([&] { return !other->available(); }));
    EXPECT_NE(fixture_->said().find("PRECONDITION_FAILED - inequivalent arg"), std::string::npos)
        << fixture_->said();
    fixture_->delete_queue("hotel");
    ASSERT_TRUE(other->wait_until_available(std::chrono::seconds(30)));
    publish("hotel", 1);
    ASSERT_TRUE(received_->wait_for_numbers(1));
}

TEST_F(RabbitmqOutageTest, DeadLettersOutliveTheBroker) {
    if (const auto why = fixture_->cannot(Disturbance::restarted)) GTEST_SKIP() << *why;
    const auto consumer = consume("hotel", received_);
    consumer->dead_letter("text", "reason");
    fixture_->disturb(Disturbance::restarted);
    EXPECT_EQ(fixture_->dead_lettered("hotel"), (std::vector<DeadLettered>{{"text", "reason"}}));
}

TEST_F(RabbitmqOutageTest, ACutConsumerGetsEverythingAgainAndThePublisherDoesNotNotice) {
    const auto consumer = consume("hotel", received_);
    fixture_->publish_text("hotel", encode(numbered(1), Uuid()));
    fixture_->publish_text("hotel", encode(numbered(2), Uuid()));
    ASSERT_TRUE(received_->wait_for_deliveries(2));
    consumer->acknowledge(received_->deliveries()[0].token);
    ASSERT_TRUE(eventually([&] { return bus().counters().acknowledged == 1; }));
    fixture_->cut_connection("consuming");
    ASSERT_TRUE(received_->wait_for_deliveries(3));
    const std::vector<Delivery> deliveries = received_->deliveries();
    EXPECT_TRUE(deliveries[2].redelivered);
    EXPECT_EQ(deliveries[2].body, deliveries[1].body);
    consumer->acknowledge(deliveries[1].token);  // in vain: it was lost with its connection
    consumer->acknowledge(deliveries[2].token);
    EXPECT_THROW(consumer->acknowledge(deliveries[2].token), Bug);
    EXPECT_EQ(bus().counters().reconnects, 1U);
}

TEST_F(RabbitmqOutageTest, ACutPublisherSendsAgainWhatWasNotConfirmed) {
    constexpr int kPauseMilliseconds = 1;
    const auto consumer = consume("hotel", received_, 60'000);
    int published = 0;
    std::jthread publisher([&](const std::stop_token& ended) {
        for (; !ended.stop_requested(); ++published) {
            publish("hotel", published);
            poll(nullptr, 0, kPauseMilliseconds);
        }
    });
    for (std::uint64_t cuts = 1; cuts <= 2; ++cuts) {
        fixture_->cut_connection("publishing");
        EXPECT_TRUE(eventually([&] { return bus().counters().reconnects == cuts; }));
    }
    EXPECT_TRUE(bus().wait_until_available(std::chrono::seconds(30)));
    publisher.request_stop();
    publisher.join();
    const auto all_came = [&] {
        const std::multiset<int> numbers = received_->sorted_numbers();
        return std::set<int>(numbers.begin(), numbers.end()).size() ==
               static_cast<std::size_t>(published);
    };
    EXPECT_TRUE(eventually(all_came)) << published;
    EXPECT_EQ(bus().counters().dropped, 0U);
}

TEST_F(RabbitmqOutageTest, PrivateQueuesAndListenersComeBackUnderTheirNames) {
    std::string address;
    const auto mine = bus().consume_private(address, Received::handler(received_));
    const auto heard = Received::make();
    const auto listener = bus().listen(
        "topic", [heard](const std::string&, const std::string& body) { heard->add({body}); });
    fixture_->cut_connection("consuming");
    ASSERT_TRUE(eventually([&] { return bus().counters().reconnects == 1; }));
    ASSERT_TRUE(bus().wait_until_available(std::chrono::seconds(30)));
    publish(address, 1);
    bus().announce("topic", "again");
    ASSERT_TRUE(received_->wait_for_numbers(1));
    ASSERT_TRUE(heard->wait_for_deliveries(1));
    EXPECT_EQ(heard->deliveries()[0].body, "again");
}

TEST_F(RabbitmqOutageTest, ADeletedBindingOrExchangeIsDeclaredAgain) {
    const std::vector<std::string> keys{"hoteis"};
    const auto consumer = bus().consume("hotel", keys, 100, Received::handler(received_));
    const auto heard = Received::make();
    const auto listener = bus().listen(
        "topic", [heard](const std::string&, const std::string& body) { heard->add({body}); });
    const auto works_again = [&](const std::string& key) {
        const auto came = received_->deliveries().size();
        const auto news = heard->deliveries().size();
        return eventually([&] {
            publish(key, 1);
            bus().announce("topic", "news");
            return received_->deliveries().size() > came && heard->deliveries().size() > news;
        });
    };
    const std::string exchange = fixture_->settings().exchange;
    const auto remove = [&](const std::string& what) {
        const auto answer = fixture_->server().console("DELETE", what);
        EXPECT_EQ(answer.status, 204) << what;
    };
    const std::string vhost = fixture_->vhost();
    remove("/bindings/" + vhost + "/e/" + exchange + "/q/hotel/hoteis");
    remove("/exchanges/" + vhost + "/" + topology::events_exchange(exchange));
    remove("/exchanges/" + vhost + "/" + topology::dead_exchange(exchange));
    EXPECT_TRUE(works_again("hoteis"));
    remove("/exchanges/" + vhost + "/" + exchange);
    EXPECT_TRUE(works_again("hotel"));
    consumer->dead_letter("text", "reason");
    EXPECT_EQ(fixture_->dead_lettered("hotel"), (std::vector<DeadLettered>{{"text", "reason"}}));
}

TEST_F(RabbitmqOutageTest, ADeletedDeadQueueIsDeclaredAgain) {
    const auto consumer = consume("hotel", received_);
    fixture_->delete_queue(topology::dead("hotel"));
    EXPECT_THROW(consumer->dead_letter("lost", "reason"), Unavailable);
    EXPECT_TRUE(fixture_->wait_until_said("consumer cancelled, subscribing again · queue=hotel"));
    EXPECT_TRUE(eventually([&] {
        try {
            consumer->dead_letter("text", "reason");
            return true;
        } catch (const Unavailable&) {
            return false;
        }
    }));
    publish("hotel", 1);
    EXPECT_TRUE(received_->wait_for_numbers(1));
}

TEST_F(RabbitmqOutageTest, TheBusIsUnavailableBeforeALossIsCounted) {
    RabbitmqSettings settings = fixture_->settings();
    settings.application = "watched";
    std::atomic<const RabbitmqBus*> known = nullptr;
    std::atomic<int> looks = 0;
    std::atomic<bool> contradicted = false;
    const auto look = [&](const LogEvent&) {
        const RabbitmqBus* bus = known;
        if (bus == nullptr) return;
        ++looks;
        if (bus->counters().reconnects > 0 && bus->available()) contradicted = true;
    };
    RabbitmqBus watched(settings, fixture_->clock(), fixture_->random(), look);
    ASSERT_TRUE(watched.wait_until_available(std::chrono::seconds(30)));
    known = &watched;
    fixture_->cut_connection_of("watched", "consuming");
    // Said when it was lost, and when it was there again.
    ASSERT_TRUE(eventually([&] { return looks == 2; }));
    EXPECT_TRUE(watched.wait_until_available(std::chrono::seconds(30)));
    EXPECT_EQ(watched.counters().reconnects, 1U);
    EXPECT_FALSE(contradicted);
}

TEST_F(RabbitmqOutageTest, AMessageThatTheUserMayNotSendDelaysNoOther) {
    const std::string user = fixture_->make_user("^(hotel|event)$");
    // What a refused message takes with it is sent again, so more may come than was published.
    const auto hotel = consume("hotel", received_, 60'000);
    const auto event = consume("event", received_, 60'000);
    consume("payment", received_).reset();
    RabbitmqSettings settings = fixture_->settings();
    settings.user = settings.password = user;
    const auto limited = fixture_->another_bus(settings);
    std::vector<Outgoing> messages;
    for (int number = 0; number < 200; ++number) {
        messages.push_back({number % 2 == 0 ? "hotel" : "event", numbered(number)});
        if (number % 70 == 0) messages.push_back({"payment", numbered(1'000)});
    }
    for (const Outgoing& outgoing : messages)
        limited->publish({outgoing});
    EXPECT_TRUE(eventually([&] {
        const std::multiset<int> numbers = received_->sorted_numbers();
        return std::set<int>(numbers.begin(), numbers.end()).size() == 200;
    }));
    EXPECT_TRUE(eventually([&] { return limited->counters().refused == 3; }));
    EXPECT_TRUE(fixture_->wait_until_said("message refused and dropped · address=payment"));
    limited->announce("forbidden", "not heard");
    EXPECT_TRUE(fixture_->wait_until_said("announcement refused"));
    EXPECT_TRUE(limited->wait_until_available(std::chrono::seconds(30)));
    EXPECT_EQ(limited->counters().reconnects, 0U);
    EXPECT_FALSE(received_->sorted_numbers().contains(1'000));
    fixture_->server().drop_user(user);
}

TEST_F(RabbitmqOutageTest, AMemoryAlarmStopsPublishersAndNotConsumers) {
    if (const auto why = fixture_->cannot(Disturbance::frozen)) GTEST_SKIP() << *why;
    const auto consumer = consume("hotel", received_);
    publish("hotel", 1);
    ASSERT_TRUE(received_->wait_for_numbers(1));
    fixture_->server().control({"set_vm_memory_high_watermark", "absolute", "1MB"});
    publish("hotel", 2);  // the broker says so only to who publishes
    ASSERT_TRUE(fixture_->wait_until_said("broker blocks publishing · reason=low on memory"));
    ASSERT_TRUE(eventually([&] { return !bus().available(); }));
    consumer->acknowledge(received_->deliveries()[0].token);
    ASSERT_TRUE(eventually([&] { return bus().counters().acknowledged == 1; }));
    publish("hotel", 3);
    bus().announce("topic", "dropped");
    ASSERT_TRUE(eventually([&] { return bus().counters().announcements_dropped == 1; }));
    fixture_->server().control({"set_vm_memory_high_watermark", "absolute", "1GB"});
    ASSERT_TRUE(received_->wait_for_numbers(3));
    EXPECT_TRUE(bus().wait_until_available(std::chrono::seconds(30)));
    EXPECT_NE(fixture_->said().find("broker accepts publishing again"), std::string::npos);
}

TEST_F(RabbitmqOutageTest, AFrozenBrokerIsUnavailableAndBlocksNoCaller) {
    if (const auto why = fixture_->cannot(Disturbance::frozen)) GTEST_SKIP() << *why;
    const auto consumer = consume("hotel", received_);
    fixture_->disturb(Disturbance::frozen);
    PaymentReply large = std::get<PaymentReply>(numbered(0));
    large.reason = std::string(900'000, 'r');
    for (int i = 0; i < 10; ++i)
        bus().publish({{"hotel", large}});
    EXPECT_THROW(consumer->dead_letter("text", "reason"), Unavailable);
    ASSERT_TRUE(eventually([&] { return !bus().available(); }));
    // The log of a service that is not ready gives the reason.
    EXPECT_TRUE(
        fixture_->wait_until_said("publisher confirms overdue · waited_s=5 oldest_address=hotel"));
    fixture_->restore();
    ASSERT_TRUE(received_->wait_for_deliveries(10));
    EXPECT_TRUE(bus().wait_until_available(std::chrono::seconds(30)));
    EXPECT_TRUE(fixture_->wait_until_said("publisher confirms resumed"));
}

TEST_F(RabbitmqOutageTest, WhileTheBrokerIsUnavailableWorkWaitsAndAfterwardsItIsDone) {
    if (const auto why = fixture_->cannot(Disturbance::away)) GTEST_SKIP() << *why;
    const auto consumer = consume("hotel", received_);
    const auto fail_if_busy = fixture_->settings();
    fixture_->disturb(Disturbance::away);
    ASSERT_TRUE(eventually([&] { return !bus().available(); }));
    for (int number = 0; number < 500; ++number)
        publish("hotel", number);
    bus().announce("topic", "not heard");
    EXPECT_THROW(consumer->dead_letter("text", "reason"), Unavailable);
    RabbitmqDeadLetters dead_letters(fixture_->settings(), {"hotel"}, fixture_->clock());
    EXPECT_THROW(dead_letters.list(1), Unavailable);
    const auto later = Received::make();
    const auto second = consume("flight.I0", later);  // returns all the same
    publish("flight.I0", 1);
    EXPECT_EQ(bus().counters().announcements_dropped, 1U);
    fixture_->restore();
    ASSERT_TRUE(received_->wait_for_numbers(500));
    std::multiset<int> expected;
    for (int number = 0; number < 500; ++number)
        expected.insert(number);
    EXPECT_EQ(received_->sorted_numbers(), expected);
    // Its queue came with its consumer: the first message may have met none.
    ASSERT_TRUE(bus().wait_until_available(std::chrono::seconds(30)));
    publish("flight.I0", 2);
    ASSERT_TRUE(eventually([&] { return later->sorted_numbers().contains(2); }));
    consumer->dead_letter("text", "reason");
    EXPECT_EQ(fixture_->dead_lettered("hotel"), (std::vector<DeadLettered>{{"text", "reason"}}));
}

TEST_F(RabbitmqOutageTest, TheEndOfTheBusHandsOverWhatWaitsAndWhatWasAcknowledged) {
    auto consumer = consume("hotel", received_, 1'000);
    std::vector<Outgoing> messages;
    for (int number = 0; number < 1'000; ++number)
        messages.push_back({"hotel", numbered(number)});
    bus().publish(messages);
    ASSERT_TRUE(received_->wait_for_numbers(1'000));
    for (const Delivery& delivery : received_->deliveries())
        consumer->acknowledge(delivery.token);
    consumer.reset();
    bus().publish(std::move(messages));
    fixture_->end_bus();
    const auto other = fixture_->another_bus();
    const auto after = Received::make();
    const auto second = other->consume("hotel", {}, 10'000, Received::handler(after));
    ASSERT_TRUE(after->wait_for_numbers(1'000));
    other->publish({{"hotel", numbered(1'000)}});
    ASSERT_TRUE(after->wait_for_numbers(1'001));
    EXPECT_EQ(after->numbers().size(), 1'001U) << "what was acknowledged does not come again";
}

}  // namespace

}  // namespace viaja::test
