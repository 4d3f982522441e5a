// What a supplier's batches must not change: the outcome. And the test items.

#include <gtest/gtest.h>

#include <random>
#include <utility>

#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

using Lines = std::vector<std::string>;

/// Commands of every kind on a few holds that want the same few seats.
std::vector<SupplierCommand> mixed_commands(const World& world, unsigned seed, int count) {
    std::mt19937 random(seed);
    const auto draw = [&random](int limit) {
        return static_cast<int>(random() % static_cast<unsigned>(limit));
    };
    const char* const flights[] = {"XX1", "XX5", "REFUSES", "STUBBORN", "TWICE", "XX404"};
    std::vector<SupplierCommand> commands;
    for (int i = 0; i < count; ++i) {
        const int hold = draw(24);
        const int attempt = 1 + draw(3);
        switch (draw(8)) {
            case 0:
            case 1:
            case 2:
                commands.push_back(world.hold(hold, flights[hold % 6], 1 + hold % 2));
                // Of the same flight, so that it can be a swap within a unit.
                if (hold >= 6 && attempt > 1) commands.back().replaces = hold_id(hold - 6);
                break;
            case 3:
            case 4:
                commands.push_back(world.command(Command::confirm, hold, attempt));
                break;
            case 5:
                commands.push_back(world.command(Command::unconfirm, hold, attempt));
                break;
            case 6:
                commands.push_back(world.command(Command::cancel, hold));
                break;
            default:
                commands.push_back(world.command(Command::expire, hold));
                break;
        }
        if (i % 40 == 39) commands.back().deadline = world.clock.now() - kClockSkewMax;
    }
    return commands;
}

TEST(SupplierBatch, TellsWhatFewIsLeftOfAfterEachChangeOfIt) {
    World world;
    const auto told = [&] { return std::exchange(world.shop.told_few_left, {}); };
    const auto left = [](int number) { return std::vector<UnitLeft>{{unit_of("XX100"), number}}; };
    // 100 seats, nine of them at a time.
    for (int number = 0; number < 10; ++number)
        world.ask(world.hold(number, "XX100", 9));
    EXPECT_TRUE(told().empty()) << "ten are left";
    world.ask(world.hold(10, "XX100", 1));
    EXPECT_EQ(told(), left(9));
    world.ask(world.hold(10, "XX100", 1));
    world.ask(world.command(Command::confirm, 10, 1));
    EXPECT_TRUE(told().empty()) << "nothing has changed";
    world.ask(world.hold(11, "XX100", 9));
    EXPECT_EQ(told(), left(0));
    world.ask(world.hold(12, "XX100", 9));
    EXPECT_TRUE(told().empty()) << "it was refused";
    world.ask(world.command(Command::cancel, 1));
    EXPECT_EQ(told(), left(9));
    world.ask(world.command(Command::cancel, 2));
    EXPECT_EQ(told(), left(18)) << "that there are enough again";
    world.ask(world.command(Command::cancel, 3));
    EXPECT_TRUE(told().empty());
}

TEST(SupplierBatch, OfMixedCommandsEndsAsTheSameCommandsOneByOne) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        World together;
        World alone(1);
        for (const auto& command : mixed_commands(together, seed, 128))
            together.send(command);
        for (const auto& command : mixed_commands(alone, seed, 128))
            alone.send(command);
        together.run();
        alone.run();
        ASSERT_EQ(together.service->pipeline_counters().batches, 1U);
        ASSERT_EQ(alone.service->pipeline_counters().batches, 128U);
        const auto replies = together.replies();
        ASSERT_GT(replies.size(), 100U);
        ASSERT_EQ(replies, alone.replies()) << "seed " << seed;
        ASSERT_EQ(together.everything(), alone.everything()) << "seed " << seed;
    }
}

TEST(SupplierBatch, RepeatedFromTheFirstMessageOnChangesNothingThatHasEnded) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        World world;
        const auto commands = mixed_commands(world, seed, 128);
        for (const auto& command : commands)
            world.send(command);
        for (int hold = 0; hold < 24; ++hold)
            for (int ask = 0; ask < 4; ++ask)  // a stubborn one takes four
                world.send(world.command(Command::cancel, hold));
        world.run();
        const auto ended = world.everything();
        for (const auto& command : commands)
            world.send(command);
        world.run();
        EXPECT_EQ(world.everything(), ended) << "seed " << seed;
        for (const char* flight : {"XX1", "XX5", "REFUSES", "STUBBORN", "TWICE"}) {
            const auto unit = world.unit(unit_of(flight));
            EXPECT_TRUE(unit == "no row" || unit.starts_with("0 held, 0 confirmed")) << unit;
        }
    }
}

TEST(TestItems, OneRefusesToBeConfirmedAndKeepsSayingSo) {
    World world;
    world.ask(world.hold(1, "REFUSES"));
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "refused (test_refused), held@1");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "refused (test_refused), held@1");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 2)), "refused (test_refused), held@2");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, cancelled@2");
}

TEST(TestItems, OneConfirmsAtTheFirstAskAfterEightSeconds) {
    World world;
    world.ask(world.hold(1, "SLOW"));
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "");
    EXPECT_EQ(world.row(1), "held@0");
    world.clock.advance(std::chrono::milliseconds(7'999));
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "");
    world.clock.advance(std::chrono::milliseconds(1));
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1");
}

TEST(TestItems, TheSlowOneAnswersWhatIsDecidedAtOnce) {
    World world;
    world.ask(world.hold(1, "SLOW"));
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "");
    EXPECT_EQ(world.ask(world.command(Command::unconfirm, 1, 1)), "unconfirmed, held@1");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "refused (attempt_over), held@1");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, cancelled@1");
}

TEST(TestItems, OneSaysEverythingTwice) {
    World world;
    EXPECT_EQ(world.ask(world.hold(1, "TWICE")),
              "held, held@0, 500 BRL TWICE; held, held@0, 500 BRL TWICE");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)),
              "confirmed, confirmed@1; confirmed, confirmed@1");
    EXPECT_EQ(world.unit(unit_of("TWICE")), "0 held, 1 confirmed of 9");
}

TEST(TestItems, OneLeavesTheFirstThreeUndosUnanswered) {
    World world;
    world.ask(world.hold(1, "STUBBORN"));
    world.ask(world.command(Command::confirm, 1, 1));
    EXPECT_EQ(world.ask(world.command(Command::unconfirm, 1, 1)), "");
    EXPECT_EQ(world.ask(world.command(Command::unconfirm, 1, 1)), "");
    EXPECT_EQ(world.row(1), "confirmed@1");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "");
    EXPECT_EQ(world.ask(world.command(Command::unconfirm, 1, 1)), "unconfirmed, held@1");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, cancelled@1");
    EXPECT_EQ(world.unit(unit_of("STUBBORN")), "0 held, 0 confirmed of 9");
}

TEST(TestItems, OutsideOfTestModeTheyAreOrdinary) {
    World world;
    world.test_mode = false;
    world.restart();
    world.ask(world.hold(1, "REFUSES"));
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1");
    EXPECT_EQ(world.ask(world.hold(2, "TWICE")), "held, held@0, 500 BRL TWICE");
}

TEST(TestItems, TheStubbornOneRemembersItsAsksAcrossARestart) {
    World world;
    world.ask(world.hold(1, "STUBBORN"));
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "");
    world.restart();
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, cancelled@0");
}

}  // namespace
}  // namespace viaja::supplier
