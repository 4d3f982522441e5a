// Calls to the gateway that were open when they were asked for: where payment-service sends their
// answer, and what a repeated one says of itself.

#include <gtest/gtest.h>

#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using std::chrono::seconds;

TEST(PaymentService, AnswersTheCoordinatorThatAskedLastOfAnOpenCall) {
    PaymentWorld world;
    const auto own = world.open_private_queue();
    auto authorize = world.command(Command::authorize, 1, "tok_slow_3s");
    world.publish({authorize});
    world.run();
    authorize.reply_to = own;
    world.publish({authorize});
    world.pass(seconds(10));
    EXPECT_EQ(world.private_answers(), std::vector<std::string>{"authorized"});
    EXPECT_EQ(world.answers(), "") << "half of the shared queue may be frozen";

    world.send(Command::capture);
    world.pass(seconds(10));
    EXPECT_EQ(world.answers(), "captured") << "asked for at the shared queue again";
    EXPECT_TRUE(world.private_answers().empty());
}

TEST(PaymentService, ACallOfAuthorizeSaysWhetherARowShowsAnEarlierOne) {
    PaymentWorld world;
    world.wire->cut = true;
    world.send(Command::authorize);
    world.send(Command::authorize);
    world.pass(std::chrono::seconds(5));
    std::string calls;
    for (const auto& batch : world.wire->batches)
        for (const auto& call : batch)
            calls += call.is_again ? "again " : "first ";
    EXPECT_TRUE(calls.starts_with("first first again again ")) << calls;
    EXPECT_EQ(world.state(), "authorizing");
}

}  // namespace
}  // namespace viaja::payment
