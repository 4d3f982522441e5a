// What common/ports/dead_letters.hpp promises, on every adapter.

#include <gtest/gtest.h>

#include <set>

#include "common/adapters/system/system_clock.hpp"
#include "tests/ports/dead_letters_fixture.hpp"
#include "tests/ports/received.hpp"

namespace viaja::test {

namespace {

class DeadLettersContract : public testing::TestWithParam<Factory<DeadLettersFixture>> {
  protected:
    std::unique_ptr<Consumer> consume(const std::string& address) {
        return bus_.consume(address, {}, 10, Received::handler(received_));
    }
    std::vector<std::string> texts(std::size_t limit = 100) {
        std::vector<std::string> result;
        for (const DeadLetter& letter : dead_.list(limit))
            result.push_back(letter.text);
        return result;
    }
    std::string id_of(const std::string& text) {
        for (const DeadLetter& letter : dead_.list(100)) {
            if (letter.text == text) return letter.id;
        }
        return "none";
    }

    std::unique_ptr<DeadLettersFixture> fixture_ = GetParam().make();
    Bus& bus_ = fixture_->broker().bus();
    DeadLetters& dead_ = fixture_->dead_letters();
    const std::shared_ptr<Received> received_ = Received::make();
};

INSTANTIATE_TEST_SUITE_P(Adapters, DeadLettersContract, testing::ValuesIn(dead_letters_factories()),
                         adapter_name);

TEST_P(DeadLettersContract, ThereAreNoneAtFirst) {
    EXPECT_TRUE(dead_.list(10).empty()) << "also where no queue exists yet";
    const auto consumer = consume("hotel");
    EXPECT_TRUE(dead_.list(10).empty());
    EXPECT_FALSE(dead_.remove("hotel", "none"));
    EXPECT_FALSE(dead_.requeue("hotel", "none"));
    EXPECT_FALSE(dead_.remove("payment", "none"));
}

TEST_P(DeadLettersContract, EachHasItsAddressReasonAndTime) {
    const auto hotel = consume("hotel");
    const auto payment = consume("payment");
    const Instant now = SystemClock().now();
    hotel->dead_letter("no json", "not JSON: \"no json\" — no início");
    payment->dead_letter(std::string("\0\xff", 2), "not JSON");
    const std::vector<DeadLetter> letters = dead_.list(10);
    ASSERT_EQ(letters.size(), 2U);
    EXPECT_EQ(letters[0].address, "hotel");
    EXPECT_EQ(letters[0].text, "no json");
    EXPECT_EQ(letters[0].reason, "not JSON: \"no json\" — no início");
    EXPECT_EQ(letters[1].address, "payment");
    EXPECT_EQ(letters[1].text, std::string("\0\xff", 2));
    for (const DeadLetter& letter : letters) {
        ASSERT_TRUE(letter.at.has_value());
        EXPECT_LT(now - *letter.at, std::chrono::minutes(1));
        EXPECT_FALSE(letter.id.empty());
    }
}

TEST_P(DeadLettersContract, ALookLeavesThemInTheirPlaceUnderTheSameIds) {
    const auto consumer = consume("hotel");
    for (int i = 0; i < 5; ++i)
        consumer->dead_letter("text " + std::to_string(i), "reason");
    const std::vector<DeadLetter> before = dead_.list(100);
    ASSERT_EQ(before.size(), 5U);
    std::set<std::string> ids;
    for (int look = 0; look < 30; ++look) {
        const std::vector<DeadLetter> after = dead_.list(100);
        ASSERT_EQ(after.size(), 5U) << look;
        for (std::size_t i = 0; i < 5; ++i) {
            EXPECT_EQ(after[i].id, before[i].id);
            EXPECT_EQ(after[i].text, "text " + std::to_string(i));
            ids.insert(after[i].id);
        }
    }
    EXPECT_EQ(ids.size(), 5U);
}

TEST_P(DeadLettersContract, TheLimitHoldsForEachAddressAndKeepsTheOldest) {
    const auto hotel = consume("hotel");
    const auto payment = consume("payment");
    for (int i = 0; i < 3; ++i)
        hotel->dead_letter("hotel " + std::to_string(i), "reason");
    payment->dead_letter("payment", "reason");
    EXPECT_EQ(texts(2), (std::vector<std::string>{"hotel 0", "hotel 1", "payment"}));
    EXPECT_EQ(texts(3).size(), 4U);
    EXPECT_TRUE(texts(0).empty());
}

TEST_P(DeadLettersContract, ARequeuedOneComesToItsAddressAgainAndIsNotDeadAnyMore) {
    const auto consumer = consume("hotel");
    consumer->dead_letter("first", "reason");
    consumer->dead_letter("second", "reason");
    consumer->dead_letter("third", "reason");
    const std::string id = id_of("second");
    EXPECT_TRUE(dead_.requeue("hotel", id));
    ASSERT_TRUE(received_->wait_for_deliveries(1));
    EXPECT_EQ(received_->deliveries()[0].body, "second");
    EXPECT_EQ(texts(), (std::vector<std::string>{"first", "third"}));
    EXPECT_FALSE(dead_.requeue("hotel", id)) << "it is gone";
}

TEST_P(DeadLettersContract, ARemovedOneIsGone) {
    const auto consumer = consume("hotel");
    consumer->dead_letter("first", "reason");
    consumer->dead_letter("second", "reason");
    const std::string id = id_of("first");
    EXPECT_FALSE(dead_.remove("payment", id)) << "it belongs to another address";
    EXPECT_FALSE(dead_.remove("unknown", id));
    EXPECT_TRUE(dead_.remove("hotel", id));
    EXPECT_FALSE(dead_.remove("hotel", id));
    EXPECT_EQ(texts(), std::vector<std::string>{"second"});
    EXPECT_TRUE(received_->deliveries().empty());
}

}  // namespace

}  // namespace viaja::test
