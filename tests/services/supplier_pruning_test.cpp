// Holds that ended long ago are removed, tombstones among them; what comes for them later is
// refused and takes nothing.

#include <gtest/gtest.h>

#include "common/supplier/pruning.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

using std::chrono::hours;
using Lines = std::vector<std::string>;

constexpr Retention kDay{.age = hours(24)};

std::uint64_t prune(World& world, const Retention& retention = kDay) {
    const auto connection = world.database.connect();
    const auto find_page = prune_holds(retention);
    std::uint64_t pruned = 0;
    std::optional<std::string> after = "";
    while (after) {
        const auto page = find_page(*connection, *after, world.clock.now());
        const auto removed = page.prune();
        pruned += removed.pruned;
        if (!removed.again) after = page.next;
    }
    return pruned;
}

/// One hold in each of its states.
void fill(World& world) {
    world.ask(world.hold(1, "XX5"));  // held
    world.ask(world.hold(2, "XX5"));
    world.ask(world.command(Command::confirm, 2, 1));  // confirmed
    world.ask(world.hold(3, "XX5"));
    world.ask(world.command(Command::cancel, 3));  // cancelled
    world.ask(world.hold(4, "XX404"));             // refused
    world.ask(world.command(Command::expire, 5));  // tombstones
    world.ask(world.command(Command::cancel, 6));
    world.ask(world.hold(7, "STUBBORN"));
    for (int ask = 1; ask <= 4; ++ask)
        world.ask(world.command(Command::cancel, 7));  // the first three stay unanswered
}

TEST(SupplierPruning, WhatHasEndedGoesAndWhatTakesUnitsStays) {
    World world;
    fill(world);
    world.clock.advance(kNothingComesAfter + std::chrono::minutes(10) - std::chrono::seconds(1));
    EXPECT_EQ(prune(world), 0U) << "a second too early";
    world.clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(prune(world), 5U);
    EXPECT_EQ(world.row(1), "held@0");
    EXPECT_EQ(world.row(2), "confirmed@1");
    for (int ended = 3; ended <= 7; ++ended)
        EXPECT_EQ(world.row(ended), "no row") << ended;
    EXPECT_EQ(world.unit(unit_of("XX5")), "1 held, 1 confirmed of 5");
    EXPECT_EQ(prune(world), 0U);
}

TEST(SupplierPruning, ARowIsKeptForItsAgeHoweverOldItsDeadline) {
    World world;
    world.ask(world.hold(1, "XX5"));
    world.clock.advance(hours(100 * 24));
    world.ask(world.command(Command::expire, 1));
    world.clock.advance(hours(23));
    EXPECT_EQ(prune(world), 0U);
    world.clock.advance(hours(1));
    EXPECT_EQ(prune(world), 1U);
}

TEST(SupplierPruning, EveryCommandForARemovedHoldIsAnsweredAndTakesNothing) {
    World world;
    fill(world);
    const auto again = [&] {
        Lines lines;
        for (int ended = 3; ended <= 7; ++ended) {
            const auto flight = ended == 7 ? "STUBBORN" : "XX5";
            auto hold = world.hold(ended, flight);
            hold.deadline = world.deadline;
            lines.push_back(world.ask(hold));
            lines.push_back(world.ask(world.command(Command::confirm, ended, 1)));
            lines.push_back(world.ask(world.command(Command::unconfirm, ended, 1)));
            lines.push_back(world.ask(world.command(Command::cancel, ended)));
            lines.push_back(world.ask(world.command(Command::expire, ended)));
        }
        return lines;
    };
    world.clock.advance(kNothingComesAfter + hours(24));
    ASSERT_EQ(prune(world), 5U);
    const auto before = world.everything();
    for (const auto& line : again()) {
        const bool harmless = line == "refused (expired), none@0" ||
                              line == "refused (gone), none@0" || line == "unconfirmed, none@0" ||
                              line == "cancelled, none@0" || line == "expired, none@0";
        EXPECT_TRUE(harmless) << line;
    }
    EXPECT_EQ(world.everything(), before);
}

TEST(SupplierPruning, AServiceRemovesThemByItselfAndCounts) {
    World world;
    world.retention = kDay;
    world.restart();
    fill(world);
    world.clock.advance(kNothingComesAfter + hours(24));
    world.run();
    EXPECT_EQ(world.service->pruning_counters().pruned, 5U);
    EXPECT_EQ(world.service->pruning_counters().passes, 1U);
}

TEST(SupplierPruning, WithoutAnAgeAllIsKept) {
    EXPECT_FALSE(prune_holds({}));
}

}  // namespace
}  // namespace viaja::supplier
