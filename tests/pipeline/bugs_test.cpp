// What counts as a bug of this program, and what a bug tells the sender of an input.

#include <gtest/gtest.h>

#include <optional>

#include "tests/pipeline/scripted.hpp"

namespace viaja::test {
namespace {

/// By the number of workers.
class PipelineBugs : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, PipelineBugs, testing::Values(1, 2));

TEST_P(PipelineBugs, AMessageThatWasGivenUpIsABug) {
    Bench bench(GetParam());
    auto input = bench.message('x');
    input.rejected = "delivery_limit";
    input.given_up = true;
    bench.pipeline.submit(std::move(input));
    EXPECT_EQ(bench.work(), "bury:x(delivery_limit) failed:x");
    ASSERT_EQ(bench.reported.size(), 1U);
    EXPECT_EQ(bench.reported[0].severity, Severity::error);
    EXPECT_EQ(bench.said[0], "decision failed, message dead-lettered · error=delivery_limit");
    EXPECT_EQ(bench.pipeline.counters().bugs, 1U);
}

TEST_P(PipelineBugs, ABugAfterTheCommitNeverImpliesThatNothingHappened) {
    Bench bench(GetParam());
    bench.letters.on_effects = [] { throw Bug("no such row"); };
    std::optional<Failure> failure;
    Input input;
    input.content = 'a';
    input.on_failure = [&](Failure why) { failure = why; };
    bench.pipeline.submit(std::move(input));
    EXPECT_EQ(bench.work(), "begin load now decide:a save commit");
    EXPECT_EQ(failure, Failure::maybe_done);
    EXPECT_EQ(bench.pipeline.counters().bugs, 1U);
}

TEST_P(PipelineBugs, AFailureOfTheSystemInASweepIsNoBug) {
    Bench bench(GetParam(), true);
    bench.letters.due = []() -> Participant::Due { throw Failed("the disk is full"); };
    bench.pipeline.step();
    EXPECT_EQ(bench.pipeline.counters().bugs, 0U);
    ASSERT_FALSE(bench.reported.empty());
    EXPECT_EQ(bench.reported.front().severity, Severity::warning);
}

}  // namespace
}  // namespace viaja::test
