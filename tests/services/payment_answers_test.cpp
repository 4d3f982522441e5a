// Where payment-service sends the answer to a call of the gateway that was open when it was asked.

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

}  // namespace
}  // namespace viaja::payment
