// What the service reports to operators, and in which trace it answers.

#include <gtest/gtest.h>

#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

TEST(PaymentReports, ACommandThatShouldNotHaveComeIsSaidAndCounted) {
    PaymentWorld world;
    world.send(Command::authorize);
    world.send(Command::capture);
    EXPECT_TRUE(world.reported.empty());
    world.send(Command::void_);
    EXPECT_EQ(world.answers(), "authorized, captured, refused: captured");
    ASSERT_EQ(world.reported.size(), 1U);
    EXPECT_EQ(world.reported[0].severity, Severity::error);
    EXPECT_TRUE(text_of(world.reported[0])
                    .starts_with("payment command not applicable · payment=01980000-0000-7000-8000-"
                                 "000000000001/1 state=captured command=void input=void "
                                 "session=01980000-0000-7000-8000-000000000001 "
                                 "trace=01980000000070008000000000000001 message="))
        << text_of(world.reported[0]);
    EXPECT_EQ(world.service->counters().unreachable, 1U);
}

TEST(PaymentReports, AGatewayThatRefusesToUndoIsSaidAndCounted) {
    PaymentWorld world;
    world.send(Command::authorize);
    world.wire->refusal = "closed";
    world.send(Command::void_);
    EXPECT_EQ(world.answers(), "authorized, refused: closed");
    ASSERT_EQ(world.reported.size(), 1U);
    EXPECT_EQ(world.reported[0].severity, Severity::error);
    EXPECT_EQ(text_of(world.reported[0]),
              "gateway refused an undo, retrying · "
              "payment=01980000-0000-7000-8000-000000000001/1 operation=void "
              "call=01980000-0000-7000-8000-000000000001/1/void state=voiding reason=closed "
              "input=answer to void session=01980000-0000-7000-8000-000000000001 "
              "trace=01980000000070008000000000000001");
    EXPECT_EQ(world.service->counters().unreachable, 1U);
}

/// A command of a trace and a request.
TraceContext some_context() {
    auto context =
        read_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").value();
    context.request_id = "r-1";
    return context;
}

TEST(PaymentReports, AnAnswerOfTheGatewayIsRepliedInTheTraceOfItsCommand) {
    PaymentWorld world;
    const auto authorize = [&](int attempt, const std::string& token, TraceContext context) {
        world.bus.publish({{.address = std::string(topology::kPayment),
                            .message = world.command(Command::authorize, attempt, token),
                            .context = std::move(context)}});
        world.run();
    };
    authorize(1, "tok_slow_3s", some_context());
    authorize(2, "tok_ok", {});
    world.pass(std::chrono::seconds(4));
    EXPECT_EQ(world.answers(), "authorized, authorized");
    ASSERT_EQ(world.contexts.size(), 2U);
    EXPECT_TRUE(world.contexts[0].empty()) << "of its session's trace";
    EXPECT_EQ(world.contexts[1], some_context());
}

}  // namespace
}  // namespace viaja::payment
