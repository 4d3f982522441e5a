// Dead letters on RabbitMQ: when several replicas look at them, what a look takes out of a queue is
// hidden from the others meanwhile; and what is requeued is kept as they are.

#include <future>
#include <set>

#include "common/adapters/rabbitmq/dead_queue_reader.hpp"
#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/rabbitmq_suite.hpp"

namespace viaja::test {

namespace {

/// Dead letters of the hotel.
class RabbitmqDeadLettersOfReplicas : public RabbitmqSuite {
  protected:
    static constexpr std::size_t kLetters = 30;

    void SetUp() override {
        for (std::size_t i = 0; i < kLetters; ++i)
            consumer_->dead_letter("letter " + std::to_string(i), "reason");
    }
    std::unique_ptr<RabbitmqDeadLetters> replica() {
        return std::make_unique<RabbitmqDeadLetters>(
            fixture_->settings(), std::vector<std::string>{"hotel"}, fixture_->clock());
    }
    std::vector<std::string> ids() {
        std::vector<std::string> result;
        for (const DeadLetter& letter : replica()->list(100))
            result.push_back(letter.id);
        return result;
    }

    const std::unique_ptr<Consumer> consumer_ = consume("hotel", received_);
};

TEST_F(RabbitmqDeadLettersOfReplicas, BothSeeAllOfThemAtTheSameTime) {
    const auto look = [this] {
        const auto letters = replica();
        std::set<std::size_t> seen;
        for (int looks = 0; looks < 20; ++looks)
            seen.insert(letters->list(100).size());
        return seen;
    };
    auto other = std::async(std::launch::async, look);
    EXPECT_EQ(look(), std::set<std::size_t>{kLetters});
    EXPECT_EQ(other.get(), std::set<std::size_t>{kLetters});
}

TEST_F(RabbitmqDeadLettersOfReplicas, EachFindsItsOwnWhileTheOtherLooksAndRemoves) {
    constexpr std::size_t kRemoved = 20;
    const std::vector<std::string> all = ids();
    ASSERT_EQ(all.size(), kLetters);
    const std::vector<std::string> kept(all.begin() + kRemoved, all.end());
    // How many removals or looks of one replica did not find what is there.
    const auto remove_from = [&](std::size_t first) {
        const auto letters = replica();
        int missed = 0;
        for (std::size_t i = first; i < kRemoved; i += 2) {
            if (!letters->remove("hotel", all[i])) ++missed;
            std::set<std::string> seen;
            for (const DeadLetter& letter : letters->list(100))
                seen.insert(letter.id);
            for (const std::string& id : kept)
                missed += seen.contains(id) ? 0 : 1;
        }
        return missed;
    };
    auto other = std::async(std::launch::async, remove_from, 1);
    EXPECT_EQ(remove_from(0), 0);
    EXPECT_EQ(other.get(), 0);
    EXPECT_EQ(ids(), kept) << "in their order";
}

TEST_F(RabbitmqDeadLettersOfReplicas, AReaderThatWaitsTooLongForTheOtherIsUnavailable) {
    const auto after = [](std::chrono::milliseconds time) {
        return std::chrono::steady_clock::now() + time;
    };
    const RabbitmqSettings settings = fixture_->settings();
    {
        amqp::DeadQueueReader looking(settings, after(std::chrono::seconds(30)));
        looking.open("hotel");
        EXPECT_EQ(looking.take(10).size(), 10U);
        amqp::DeadQueueReader waiting(settings, after(std::chrono::seconds(3)));
        EXPECT_THROW(waiting.open("hotel"), Unavailable);
    }
    EXPECT_EQ(replica()->list(100).size(), kLetters) << "also what was not put back";
}

using RabbitmqDeadLettersTest = RabbitmqSuite;

TEST_F(RabbitmqDeadLettersTest, WhatIsRequeuedStaysPersistent) {
    consume("hotel", received_)->dead_letter("letter", "reason");
    RabbitmqDeadLetters dead_letters(fixture_->settings(), {"hotel"}, fixture_->clock());
    ASSERT_TRUE(dead_letters.requeue("hotel", dead_letters.list(1).at(0).id));
    EXPECT_EQ(first_message_of("hotel")["properties"]["delivery_mode"], 2)
        << "it follows from no row";
}

}  // namespace

}  // namespace viaja::test
