// Every reachable world of one session, against what must be true: docs/saga.md.

#include <iostream>

#include <gtest/gtest.h>

#include "tests/transcripts/exploration.hpp"

namespace viaja::story {
namespace {

constexpr std::size_t kAll = 400'000;  // more than any of the searches below that end

Explored expect_all_well(const Wishes& wishes, std::size_t worlds_max) {
    auto found = explore(wishes, worlds_max);
    std::string story;
    for (const auto& line : found.story)
        story += "\n  " + line;
    for (const auto& complaint : found.complaints)
        ADD_FAILURE() << complaint << story;
    EXPECT_GT(found.at_rest, 0U);
    std::cout << found.worlds << " worlds, " << found.at_rest << " of them at rest\n";
    return found;
}

TEST(Exploration, OneHoldPaidOnceAndCancelled) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .cancel = true}, kAll).complete);
}

TEST(Exploration, OneHoldExpiredByHandAtItsSupplier) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .expire_by_hand = true}, kAll).complete);
}

TEST(Exploration, OneHoldPaidTwice) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .attempts = 2}, kAll).complete);
}

TEST(Exploration, OneHoldSwappedAndDropped) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .swap = true, .drop = true}, kAll).complete);
}

TEST(Exploration, OneHoldPaidOnceWhileAnOperatorInterferes) {
    const Wishes wishes{.holds = {"A1"}, .cancel = true, .force_cancel = true};
    EXPECT_TRUE(expect_all_well(wishes, kAll).complete);
}

TEST(Exploration, OneHoldPaidOnceWithASubscriptionToTheTimeout) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .schedule = true}, kAll).complete);
}

TEST(Exploration, TwoHoldsPaidOnce) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1", "B1"}}, kAll).complete);
}

TEST(Exploration, AListOfTwoPaidOnce) {
    EXPECT_TRUE(expect_all_well({.list = {"A1", "B1"}}, kAll).complete);
}

TEST(Exploration, OneHoldPaidByPixInTimeOrTooLate) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .pix = true, .receipts = {0}}, kAll).complete);
}

TEST(Exploration, OneHoldPaidByPixByACentavoTooLittle) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .pix = true, .receipts = {-1}}, kAll).complete);
}

TEST(ExplorationOfMuch, TheShorterStoriesOfAPixCancelledInPartAndByAnOperator) {
    const Wishes wishes{.holds = {"A1"},
                        .cancel_parts = true,
                        .force_cancel = true,
                        .pix = true,
                        .receipts = {0, 0}};
    expect_all_well(wishes, 50'000);
}

TEST(ExplorationOfMuch, TheShorterStoriesOfOneHoldPaidByPixTwice) {
    expect_all_well({.holds = {"A1"}, .pix = true, .receipts = {0, 0}}, 50'000);
}

TEST(ExplorationOfMuch, TheShorterStoriesOfAPixOfWhichACentavoIsMissingAndAnother) {
    const Wishes wishes{.holds = {"A1"}, .attempts = 2, .pix = true, .receipts = {-1, 0}};
    expect_all_well(wishes, 50'000);
}

TEST(ExplorationOfMuch, TheShorterStoriesOfTwoHoldsPaidByPixAndCancelled) {
    const Wishes wishes{.holds = {"A1", "B1"}, .cancel = true, .pix = true, .receipts = {0}};
    expect_all_well(wishes, 50'000);
}

// Sagas that the program before began, each step of which is written.

TEST(Exploration, OneHoldPaidTwiceWithEachStepWritten) {
    const Wishes wishes{
        .holds = {"A1"}, .cancel = true, .attempts = 2, .table = session::kCardTripVersion3};
    EXPECT_TRUE(expect_all_well(wishes, kAll).complete);
}

TEST(Exploration, TwoHoldsPaidOnceWithEachStepWritten) {
    const Wishes wishes{.holds = {"A1", "B1"}, .table = session::kCardTripVersion3};
    EXPECT_TRUE(expect_all_well(wishes, kAll).complete);
}

TEST(Exploration, AListOfTwoThatCannotBeReachedFromEachOther) {
    const Wishes wishes{.list = {"A1", "B1"}, .departs_early = true, .drop = true, .cancel = true};
    EXPECT_TRUE(expect_all_well(wishes, kAll).complete);
}

TEST(Exploration, AListOfThreeDroppedAndCancelled) {
    const Wishes wishes{.list = {"A1", "B1", "C1"}, .drop = true, .cancel = true, .attempts = 0};
    EXPECT_TRUE(expect_all_well(wishes, kAll).complete);
}

TEST(Exploration, AListOfTwoSwappedForAnotherOne) {
    const Wishes wishes{
        .list = {"A1", "B1"}, .instead_of_list = {"A2", "C1"}, .drop = true, .attempts = 0};
    EXPECT_TRUE(expect_all_well(wishes, kAll).complete);
}

TEST(Exploration, OneHoldOfWhichHalfComesBack) {
    EXPECT_TRUE(expect_all_well({.holds = {"A1"}, .cancel_parts = true}, kAll).complete);
}

TEST(ExplorationOfMuch, TheShorterStoriesOfTwoHoldsCancelledOneByOne) {
    expect_all_well({.holds = {"A1", "B1"}, .cancel_parts = true}, 50'000);
}

TEST(ExplorationOfMuch, OneHoldPaidTwiceExpiredByHandAndCancelled) {
    const Wishes wishes{.holds = {"A1"}, .cancel = true, .expire_by_hand = true, .attempts = 2};
    EXPECT_TRUE(expect_all_well(wishes, kAll).complete);
}

// The searches below are too large for a test; each goes through its shortest stories. All of the
// first were looked at once: 525,906 worlds.

TEST(ExplorationOfMuch, TheShorterStoriesOfOneHoldSwappedDroppedAndPaidTwice) {
    expect_all_well({.holds = {"A1"}, .swap = true, .drop = true, .attempts = 2}, 50'000);
}

TEST(ExplorationOfMuch, TheShorterStoriesOfTwoHoldsPaidTwiceAndCancelled) {
    expect_all_well({.holds = {"A1", "B1"}, .cancel = true, .attempts = 2}, 50'000);
}

TEST(ExplorationOfMuch, TheShorterStoriesOfAListOfThreeSwappedForAnotherOneAndPaid) {
    const Wishes wishes{
        .list = {"A1", "B1", "C1"}, .instead_of_list = {"A2", "C2"}, .drop = true, .cancel = true};
    expect_all_well(wishes, 50'000);
}

}  // namespace
}  // namespace viaja::story
