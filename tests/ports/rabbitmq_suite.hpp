#pragma once
// What the RabbitMQ adapter's own tests have in common.

#include <gtest/gtest.h>
#include <poll.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "common/contract/encoding.hpp"
#include "tests/ports/rabbitmq_fixture.hpp"
#include "tests/ports/received.hpp"

namespace viaja::test {

/// Looks again and again; false after half a minute.
inline bool eventually(const std::function<bool()>& condition) {
    constexpr int kLookEveryMilliseconds = 10;
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > give_up) return false;
        poll(nullptr, 0, kLookEveryMilliseconds);
    }
    return true;
}

class RabbitmqSuite : public testing::Test {
  protected:
    explicit RabbitmqSuite(QueueType queue_type = QueueType::classic)
        : fixture_(std::make_unique<RabbitmqFixture>(queue_type)) {}

    std::unique_ptr<Consumer> consume(const std::string& address,
                                      const std::shared_ptr<Received>& received,
                                      std::size_t prefetch = 100) {
        return bus().consume(address, {}, prefetch, Received::handler(received));
    }
    RabbitmqBus& bus() { return fixture_->rabbitmq(); }
    void publish(const std::string& address, int number) {
        bus().publish({{address, numbered(number)}});
    }
    nlohmann::json console(const std::string& path) {
        return nlohmann::json::parse(fixture_->server().console("GET", path).body);
    }
    nlohmann::json first_message_of(const std::string& queue) {
        const nlohmann::json question{
            {"count", 1}, {"ackmode", "ack_requeue_true"}, {"encoding", "auto"}};
        nlohmann::json messages;
        eventually([&] {
            messages = nlohmann::json::parse(
                fixture_->server()
                    .console("POST", "/queues/" + fixture_->vhost() + "/" + queue + "/get",
                             question.dump())
                    .body);
            return !messages.empty();
        });
        return messages.at(0);
    }

    const std::unique_ptr<RabbitmqFixture> fixture_;
    const std::shared_ptr<Received> received_ = Received::make();
};

}  // namespace viaja::test
