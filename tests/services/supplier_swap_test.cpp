// One's own seats against a swap: the new hold needs only what the old one does not take, and
// whichever of the two is given up, the other has all of its own.

#include <gtest/gtest.h>

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
    stranger.session = session_id(2);
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

}  // namespace
}  // namespace viaja::supplier
