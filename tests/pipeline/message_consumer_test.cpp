// How deliveries become inputs, and how these settle them.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/contract/encoding.hpp"
#include "common/pipeline/message_consumer.hpp"

namespace viaja::test {
namespace {

/// A bus with one queue: a test delivers by hand and sees what is settled.
class HandBus : public Bus {
  public:
    void publish(std::vector<Outgoing>) override {}
    std::unique_ptr<Consumer> consume(const std::string&, std::span<const std::string>, std::size_t,
                                      Handler handler) override {
        deliver = std::move(handler);
        return std::make_unique<HandConsumer>(*this);
    }
    std::unique_ptr<Consumer> consume_private(std::string&, Handler) override { return nullptr; }
    void announce(const std::string&, const std::string&) override {}
    std::unique_ptr<Consumer> listen(const std::string&, Listener) override { return nullptr; }
    bool available() const override { return true; }

    Handler deliver;
    std::vector<std::uint64_t> acknowledged;
    std::vector<std::string> dead_letters;  ///< "reason: text"

  private:
    class HandConsumer : public Consumer {
      public:
        explicit HandConsumer(HandBus& bus) : bus_(bus) {}
        void acknowledge(std::uint64_t token) override { bus_.acknowledged.push_back(token); }
        void dead_letter(const std::string& text, const std::string& reason) override {
            bus_.dead_letters.push_back(reason + ": " + text);
        }

      private:
        HandBus& bus_;
    };
};

class MessageConsumerTest : public testing::Test {
  protected:
    HandBus bus_;
    std::vector<Input> inputs_;
    int read_ = 0;
    MessageConsumer consumer_{bus_,
                              {.address = "hotel", .extra_keys = {}},
                              [this](Input input) { inputs_.push_back(std::move(input)); },
                              [this](const Message&, const Origin&) {
                                  ++read_;
                                  return Input{};
                              }};
};

std::string list_of_two() {
    const auto item = encode(PaymentReply{}, Uuid());
    return "[" + item + "," + item + "]";
}

TEST_F(MessageConsumerTest, ADeliveryIsAcknowledgedWithTheLastOfItsItems) {
    bus_.deliver({list_of_two(), false, 7});
    ASSERT_EQ(inputs_.size(), 2U);
    EXPECT_FALSE(inputs_[0].isolate);
    inputs_[0].settlement->done();
    EXPECT_TRUE(bus_.acknowledged.empty());
    inputs_[1].settlement->done();
    EXPECT_EQ(bus_.acknowledged, std::vector<std::uint64_t>{7});
}

TEST_F(MessageConsumerTest, WhatComesAgainIsDecidedAlone) {
    bus_.deliver({list_of_two(), true, 7});
    ASSERT_EQ(inputs_.size(), 2U);
    EXPECT_TRUE(inputs_[0].isolate);
    EXPECT_TRUE(inputs_[1].isolate);
}

TEST_F(MessageConsumerTest, WhatIsGivenUpIsDeadLetteredWholeAndNotRead) {
    bus_.deliver({list_of_two(), true, 7, "delivery_limit"});
    EXPECT_EQ(read_, 0);
    ASSERT_EQ(inputs_.size(), 1U);
    EXPECT_EQ(inputs_[0].rejected, "delivery_limit");
    EXPECT_TRUE(inputs_[0].given_up);
    inputs_[0].settlement->dead_letter(inputs_[0].rejected);
    EXPECT_EQ(bus_.dead_letters, std::vector{"delivery_limit: " + list_of_two()});
    EXPECT_EQ(bus_.acknowledged, std::vector<std::uint64_t>{7});
}

}  // namespace
}  // namespace viaja::test
