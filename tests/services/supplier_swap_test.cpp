// One's own seats against a swap: the new hold needs only what the old one does not take, and
// whichever of the two is given up, the other has all of its own.

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "common/supplier/core/swap.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

TEST(Swap, SplitsWhatIsWantedByWhatTheOldHoldTakes) {
    const std::vector<Claim> old = {{"a", 0, 2}, {"b", 0, 1}};
    EXPECT_EQ(split({{"a", 9, 3}, {"c", 9, 1}}, old),
              (Split{.own = {{"a", 9, 1}, {"c", 9, 1}}, .borrowed = {{"a", 9, 2}}}));
    EXPECT_EQ(split({{"b", 9, 1}}, old), (Split{.own = {}, .borrowed = {{"b", 9, 1}}}));
    EXPECT_EQ(split({{"a", 9, 1}}, {}), (Split{.own = {{"a", 9, 1}}, .borrowed = {}}));
    EXPECT_EQ(sum({{"b", 0, 1}, {"a", 0, 1}}, {{"a", 0, 2}}),
              (std::vector<Claim>{{"a", 0, 3}, {"b", 0, 1}}));
}

/// Hold 1 has seats of XX5, which has five, and hold 2 replaces it.
class SupplierSwap : public testing::Test {
  protected:
    std::string replace(int number, int old, int seats) {
        auto command = world.hold(number, "XX5", seats);
        command.replaces = hold_id(old);
        return world.ask(command);
    }
    std::string cancel(int number) { return world.ask(world.command(Command::cancel, number)); }
    std::string confirm(int number) {
        return world.ask(world.command(Command::confirm, number, 1));
    }
    std::string seats() { return world.unit(unit_of("XX5")); }

    World world;
};

TEST_F(SupplierSwap, OfTheLastSeatsNeedsOnlyTheDifference) {
    world.ask(world.hold(1, "XX5", 4));
    EXPECT_EQ(replace(2, 1, 5), "held, held@0, 2500 BRL XX5");
    EXPECT_EQ(seats(), "5 held, 0 confirmed of 5");
    EXPECT_EQ(world.ask(world.hold(3, "XX5")), "refused (sold_out), refused@0");
    EXPECT_EQ(cancel(1), "cancelled, cancelled@0");
    EXPECT_EQ(seats(), "5 held, 0 confirmed of 5");
    EXPECT_EQ(confirm(2), "confirmed, confirmed@1");
    EXPECT_EQ(seats(), "0 held, 5 confirmed of 5");
}

TEST_F(SupplierSwap, ToFewerSeatsFreesTheOthersWhenTheOldHoldIsGivenUp) {
    world.ask(world.hold(1, "XX5", 5));
    EXPECT_EQ(replace(2, 1, 2), "held, held@0, 1000 BRL XX5");
    EXPECT_EQ(seats(), "5 held, 0 confirmed of 5");
    cancel(1);
    EXPECT_EQ(seats(), "2 held, 0 confirmed of 5");
}

TEST_F(SupplierSwap, ThatIsGivenUpLeavesTheOldHoldWhole) {
    world.ask(world.hold(1, "XX5", 4));
    replace(2, 1, 5);
    EXPECT_EQ(cancel(2), "cancelled, cancelled@0");
    EXPECT_EQ(seats(), "4 held, 0 confirmed of 5");
    EXPECT_EQ(confirm(1), "confirmed, confirmed@1");
    EXPECT_EQ(seats(), "0 held, 4 confirmed of 5");
}

TEST_F(SupplierSwap, ThatIsRefusedLeavesTheOldHoldWhole) {
    world.ask(world.hold(1, "XX5", 2));
    world.ask(world.hold(3, "XX5", 2));
    EXPECT_EQ(replace(2, 1, 4), "refused (sold_out), refused@0");
    EXPECT_EQ(seats(), "4 held, 0 confirmed of 5");
    EXPECT_EQ(confirm(1), "confirmed, confirmed@1");
}

TEST_F(SupplierSwap, WhoseConfirmOvertakesTheCancelEndsTheOldHold) {
    world.ask(world.hold(1, "XX5", 5));
    replace(2, 1, 5);
    world.restart();
    EXPECT_EQ(confirm(2), "confirmed, confirmed@1");
    EXPECT_EQ(world.row(1), "cancelled@0");
    EXPECT_EQ(seats(), "0 held, 5 confirmed of 5");
    EXPECT_EQ(cancel(1), "cancelled, cancelled@0");
    EXPECT_EQ(seats(), "0 held, 5 confirmed of 5");
}

TEST_F(SupplierSwap, NeverSellsASeatTwice) {
    world.ask(world.hold(1, "XX5", 3));
    replace(2, 1, 3);
    EXPECT_EQ(confirm(1), "confirmed, confirmed@1");
    EXPECT_EQ(confirm(2), "refused (replaced_is_confirmed), held@1");
    EXPECT_EQ(seats(), "0 held, 3 confirmed of 5");
    cancel(1);
    EXPECT_EQ(seats(), "3 held, 0 confirmed of 5");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 2, 2)), "confirmed, confirmed@2");
}

TEST_F(SupplierSwap, OfASwapThatIsNotOverNeedsSeatsOfItsOwn) {
    world.ask(world.hold(1, "XX5", 3));
    replace(2, 1, 3);
    EXPECT_EQ(replace(4, 2, 3), "refused (sold_out), refused@0");
    cancel(1);
    EXPECT_EQ(replace(5, 2, 5), "held, held@0, 2500 BRL XX5");
}

TEST_F(SupplierSwap, BorrowsFromItsOwnSessionOnly) {
    world.ask(world.hold(1, "XX5", 5));
    auto stranger = world.hold(2, "XX5", 5);
    stranger.session_id = session_id(2);
    stranger.replaces = hold_id(1);
    EXPECT_EQ(world.ask(stranger), "refused (sold_out), refused@0");
}

TEST_F(SupplierSwap, OfWhatWasLoweredMeanwhileAddsNothing) {
    world.ask(world.hold(1, "XX5", 5));
    world.shop.flights["XX5"].seats = 2;
    EXPECT_EQ(replace(2, 1, 5), "held, held@0, 2500 BRL XX5") << "nothing more is taken";
    cancel(1);
    EXPECT_EQ(seats(), "5 held, 0 confirmed of 2");
    EXPECT_EQ(replace(3, 2, 6), "refused (sold_out), refused@0");
}

TEST_F(SupplierSwap, OfAStayAddsANight) {
    const auto room = [&](int number, const char* from, const char* to) {
        auto command = world.hold_room(number, from, to);
        command.request->quantity = 2;  // all rooms of a night
        return command;
    };
    world.ask(room(1, "2026-12-20", "2026-12-22"));
    auto longer = room(2, "2026-12-20", "2026-12-23");
    longer.replaces = hold_id(1);
    EXPECT_EQ(world.ask(longer), "held, held@0, 1000 BRL room");
    cancel(1);
    for (const char* night : {"std/2026-12-20", "std/2026-12-21", "std/2026-12-22"})
        EXPECT_EQ(world.unit(night), "2 held, 0 confirmed of 2") << night;
}

/// What is wrong with the rows of holds 1 to 4 and with the counters of XX5; empty if nothing is.
std::string complaint(World& world) {
    std::map<HoldState, int> taken;
    for (int number = 1; number <= 4; ++number) {
        if (world.row(number) == "no row") continue;
        const auto row = world.stored(number);
        const auto state = row.hold.state;
        const bool takes = state == HoldState::held || state == HoldState::confirmed;
        const int own = claimed(row.claims, unit_of("XX5"));
        const int borrowed = claimed(row.borrowed, unit_of("XX5"));
        if (takes) taken[state] += own;
        if (takes && own + borrowed != row.quantity) return row.id.text() + " has other seats";
        if (state == HoldState::confirmed && borrowed != 0) return "borrowed seats are sold";
        if (!takes && (row.lent_to || row.borrows_from)) return "an ended hold is in a swap";
        if ((borrowed > 0) != row.borrows_from.has_value()) return "seats are borrowed from none";
    }
    const auto expected = std::to_string(taken[HoldState::held]) + " held, " +
                          std::to_string(taken[HoldState::confirmed]) + " confirmed of 5";
    const auto counted = world.unit(unit_of("XX5"));
    return counted == expected || counted == "no row" ? "" : counted + ", not " + expected;
}

TEST_F(SupplierSwap, AddsUpWhateverComesInWhateverOrder) {
    for (unsigned seed = 1; seed <= 150; ++seed) {
        World random_world(seed % 2 == 0 ? 1 : 128);
        std::mt19937 random(seed);
        const auto draw = [&](int most) { return static_cast<int>(random() % most) + 1; };
        for (int step = 0; step < 40; ++step) {
            for (int commands = draw(4); commands > 0; --commands) {
                const int number = draw(4);
                const Command ends[] = {Command::cancel, Command::expire, Command::confirm,
                                        Command::unconfirm};
                if (draw(2) == 1) {
                    auto hold = random_world.hold(number, "XX5", number);
                    if (number > 1) hold.replaces = hold_id(draw(number - 1));
                    random_world.send(hold);
                } else {
                    const int attempt = draw(5);
                    const auto command = ends[draw(12) <= 2 ? draw(2) - 1 : draw(2) + 1];
                    random_world.send(random_world.command(command, number, attempt));
                }
            }
            random_world.run();
            if (draw(8) == 1) random_world.restart();
            ASSERT_EQ(complaint(random_world), "") << "seed " << seed << ", step " << step;
        }
        for (const auto& report : random_world.reports)
            EXPECT_EQ(report.event.find("dead-lettered"), report.event.npos) << report.event;
    }
}

}  // namespace
}  // namespace viaja::supplier
