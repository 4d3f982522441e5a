// Units with a capacity, and the booking reference.

#include <gtest/gtest.h>

#include <set>

#include "common/contract/check.hpp"
#include "common/supplier/core/booking_reference.hpp"
#include "common/supplier/core/units.hpp"

namespace viaja::supplier {
namespace {

Unit unit(int held, int confirmed) {
    return {.id = "I01370/2026-12-20", .capacity = 10, .held = held, .confirmed = confirmed};
}

TEST(HoldUnits, AChangeOfStateMovesWhatTheHoldTakes) {
    auto seats = unit(0, 0);
    move(seats, 3, HoldState::none, HoldState::held);
    EXPECT_EQ(seats, unit(3, 0));
    move(seats, 3, HoldState::held, HoldState::confirmed);
    EXPECT_EQ(seats, unit(0, 3));
    move(seats, 3, HoldState::confirmed, HoldState::held);
    EXPECT_EQ(seats, unit(3, 0));
    move(seats, 3, HoldState::held, HoldState::expired);
    EXPECT_EQ(seats, unit(0, 0));
}

TEST(HoldUnits, StatesThatTakeNothingMoveNothing) {
    for (const auto state : {HoldState::refused, HoldState::cancelled, HoldState::expired}) {
        auto seats = unit(4, 4);
        move(seats, 3, HoldState::none, state);
        EXPECT_EQ(seats, unit(4, 4));
    }
}

TEST(HoldUnits, AUnitIsNeverOverbooked) {
    auto seats = unit(6, 3);
    move(seats, 1, HoldState::none, HoldState::held);
    EXPECT_EQ(seats.free(), 0);
    EXPECT_THROW(move(seats, 1, HoldState::none, HoldState::held), Bug);
    EXPECT_EQ(seats, unit(7, 3)) << "a refused move leaves the unit as it was";
}

TEST(HoldUnits, AUnitWhoseCapacityWasLoweredSellsNothingAndGivesBack) {
    auto seats = unit(3, 4);
    seats.capacity = 5;
    EXPECT_EQ(seats.free(), 0);
    EXPECT_EQ(seats.oversold(), 2);
    EXPECT_THROW(move(seats, 1, HoldState::none, HoldState::held), Bug);
    move(seats, 1, HoldState::held, HoldState::confirmed);
    EXPECT_EQ(seats.oversold(), 2) << "a confirm takes nothing more";
    move(seats, 3, HoldState::confirmed, HoldState::cancelled);
    EXPECT_EQ(seats.oversold(), 0);
    EXPECT_EQ(seats.free(), 1);
    move(seats, 1, HoldState::none, HoldState::held);
    EXPECT_EQ(seats.free() + seats.held + seats.confirmed, seats.capacity + seats.oversold());
}

TEST(HoldUnits, NothingComesBackThatWasNotTaken) {
    auto seats = unit(1, 1);
    EXPECT_THROW(move(seats, 2, HoldState::held, HoldState::cancelled), Bug);
    EXPECT_THROW(move(seats, 2, HoldState::confirmed, HoldState::cancelled), Bug);
    EXPECT_EQ(seats, unit(1, 1));
}

TEST(HoldUnits, AClaimOfNothingOrLessIsABug) {
    auto seats = unit(0, 0);
    EXPECT_THROW(move(seats, 0, HoldState::none, HoldState::held), Bug);
    EXPECT_THROW(move(seats, -1, HoldState::none, HoldState::held), Bug);
}

HoldId hold_number(int number) {
    Uuid::Bytes bytes{};
    bytes[14] = static_cast<std::uint8_t>(number / 256);
    bytes[15] = static_cast<std::uint8_t>(number % 256);
    return HoldId{Uuid(bytes)};
}

TEST(BookingReference, IsSixCharactersThatAreNotMistakenForOthers) {
    for (int number = 0; number < 1'000; ++number) {
        const auto reference = booking_reference(hold_number(number));
        ASSERT_EQ(reference.size(), 6U);
        ASSERT_EQ(reference.find_first_not_of("ABCDEFGHJKLMNPQRSTUVWXYZ23456789"),
                  std::string::npos)
            << reference;
    }
}

TEST(BookingReference, IsTheSameForOneHoldAndDiffersBetweenNeighbours) {
    std::set<std::string> references;
    for (int number = 0; number < 1'000; ++number) {
        const auto hold = hold_number(number);
        EXPECT_EQ(booking_reference(hold), booking_reference(hold));
        references.insert(booking_reference(hold));
    }
    EXPECT_EQ(references.size(), 1'000U);
}

}  // namespace
}  // namespace viaja::supplier
