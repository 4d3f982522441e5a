// What becomes of a message whose consumer ends with it, in the two types of queue.

#include <functional>

#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "tests/ports/rabbitmq_suite.hpp"

namespace viaja::test {

namespace {

using nlohmann::json;

using RabbitmqClassicTest = RabbitmqSuite;

class RabbitmqQuorumTest : public RabbitmqSuite {
  protected:
    RabbitmqQuorumTest() : RabbitmqSuite(QueueType::quorum) {}
};

TEST_F(RabbitmqClassicTest, DeclaresClassicQueuesWhoseRejectedMessagesGoRound) {
    const auto consumer = consume("hotel", received_);
    const std::string queues = "/queues/" + fixture_->vhost();
    const json hotel = console(queues + "/hotel");
    EXPECT_EQ(hotel["durable"], true);
    EXPECT_EQ(hotel["arguments"], (json{{"x-queue-type", "classic"},
                                        {"x-dead-letter-exchange", "architecture-studies"},
                                        {"x-dead-letter-routing-key", "hotel"},
                                        {"x-max-length", 200'000},
                                        {"x-overflow", "reject-publish"}}));
    const json dead = console(queues + "/hotel.dead");
    EXPECT_EQ(dead["durable"], true);
    EXPECT_EQ(dead["arguments"], (json{{"x-queue-type", "classic"},
                                       {"x-max-length", 200'000},
                                       {"x-overflow", "reject-publish"}}));
}

TEST_F(RabbitmqQuorumTest, DeclaresQueuesThatCountDeliveries) {
    const auto consumer = consume("hotel", received_);
    const std::string queues = "/queues/" + fixture_->vhost();
    EXPECT_EQ(console(queues + "/hotel")["arguments"],
              (json{{"x-queue-type", "quorum"},
                    {"x-delivery-limit", 20},
                    {"x-dead-letter-exchange", "architecture-studies.dead"},
                    {"x-dead-letter-routing-key", "hotel"},
                    {"x-dead-letter-strategy", "at-least-once"},
                    {"x-max-length", 200'000},
                    {"x-overflow", "reject-publish"}}));
    EXPECT_EQ(console(queues + "/hotel.dead")["arguments"],
              (json{{"x-queue-type", "quorum"},
                    {"x-delivery-limit", 1'000'000},
                    {"x-max-length", 200'000},
                    {"x-overflow", "reject-publish"}}));
}

/// As often as a message may come back, each time to another consumer.
std::unique_ptr<Consumer> end_consumers_with(const std::function<std::unique_ptr<Consumer>()>& next,
                                             Received& received, std::size_t deliveries) {
    auto consumer = next();
    for (std::size_t delivery = 1; delivery < deliveries; ++delivery) {
        if (!received.wait_for_deliveries(delivery)) throw std::runtime_error("no delivery");
        consumer = next();
    }
    return consumer;
}

TEST_F(RabbitmqClassicTest, AMessageThatComesBackTooOftenIsGivenUp) {
    consume("hotel", received_).reset();
    fixture_->publish_text("hotel", "killer");
    const auto consumer =
        end_consumers_with([&] { return consume("hotel", received_); }, *received_, 21);
    ASSERT_TRUE(received_->wait_for_deliveries(21));
    const std::vector<Delivery> deliveries = received_->deliveries();
    EXPECT_FALSE(deliveries[0].redelivered);
    for (std::size_t i = 1; i < 20; ++i) {
        EXPECT_TRUE(deliveries[i].redelivered) << i;
        EXPECT_EQ(deliveries[i].given_up, "") << i;
    }
    EXPECT_EQ(deliveries[20].given_up, "delivery_limit");
    EXPECT_EQ(deliveries[20].body, "killer");
}

TEST_F(RabbitmqClassicTest, OneMessageIsGivenUpForEachEndOfAConsumer) {
    consume("hotel", received_).reset();
    for (const char* text : {"first", "second"})
        fixture_->publish_text("hotel", text);
    std::unique_ptr<Consumer> consumer = consume("hotel", received_);
    for (std::size_t delivery = 1; delivery <= 20; ++delivery) {
        ASSERT_TRUE(received_->wait_for_deliveries(2 * delivery));
        consumer = consume("hotel", received_);
    }
    ASSERT_TRUE(received_->wait_for_deliveries(41));
    fixture_->publish_text("hotel", "fresh");
    ASSERT_TRUE(received_->wait_for_deliveries(42));
    std::vector<Delivery> deliveries = received_->deliveries();
    EXPECT_EQ(deliveries[40].given_up, "delivery_limit");
    EXPECT_EQ(deliveries[41].body, "fresh") << "what came back waits until the one is settled";
    consumer->acknowledge(deliveries[41].token);
    consumer->acknowledge(deliveries[40].token);
    ASSERT_TRUE(received_->wait_for_deliveries(43));
    deliveries = received_->deliveries();
    EXPECT_NE(deliveries[42].body, deliveries[40].body);
    EXPECT_EQ(deliveries[42].given_up, "") << "it may only have been beside the other";
    consumer = consume("hotel", received_);
    ASSERT_TRUE(received_->wait_for_deliveries(44));
    EXPECT_EQ(received_->deliveries()[43].body, deliveries[42].body);
    EXPECT_EQ(received_->deliveries()[43].given_up, "delivery_limit");
}

TEST_F(RabbitmqQuorumTest, AMessageThatComesBackTooOftenIsADeadLetterAndSaysWhy) {
    consume("hotel", received_).reset();
    fixture_->publish_text("hotel", "killer");
    RabbitmqDeadLetters dead_letters(fixture_->settings(), {"hotel"}, fixture_->clock());
    auto consumer = end_consumers_with([&] { return consume("hotel", received_); }, *received_, 22);
    std::vector<DeadLetter> dead;
    ASSERT_TRUE(eventually([&] {
        dead = dead_letters.list(10);
        return !dead.empty();
    }));
    EXPECT_EQ(dead[0].text, "killer");
    EXPECT_EQ(dead[0].reason, "delivery_limit");
    EXPECT_TRUE(dead[0].at.has_value());
    EXPECT_TRUE(dead[0].id.starts_with("hash-")) << "it had no id of its own";
    ASSERT_TRUE(dead_letters.requeue("hotel", dead[0].id));
    ASSERT_TRUE(received_->wait_for_deliveries(22));
}

}  // namespace

}  // namespace viaja::test
