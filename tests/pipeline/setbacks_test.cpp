// What the pipeline does while rows are locked, while the system fails at an input, and while the
// database is unavailable: which inputs wait, for how long, and which fail.

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

#include "tests/pipeline/scripted.hpp"

namespace viaja::test {
namespace {

/// By the number of workers.
class PipelineSetbacks : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, PipelineSetbacks, testing::Values(1, 2));

using namespace std::chrono_literals;

TEST_P(PipelineSetbacks, ALastingLockDelaysOnlyTheInputsThatMeetIt) {
    Bench bench(GetParam());
    bench.connection.commits = {Commit::conflict, Commit::conflict};
    bench.connection.on_conflict = [&] { bench.clock.advance(2s); };
    bench.pipeline.submit(bench.message('a'));
    bench.pipeline.submit(bench.message('b'));
    EXPECT_EQ(bench.work(),
              "begin load now decide:a decide:b save rollback "
              "begin load now decide:a save rollback "
              "begin load now decide:b save commit publish act ack:b");
    bench.clock.advance(1s);
    EXPECT_EQ(bench.work(), "begin load now decide:a save commit publish act ack:a");
}

TEST_P(PipelineSetbacks, ARowThatIsLockedForAMomentIsAskedForAgainWithItsNeighbours) {
    Bench bench(GetParam());
    bench.connection.locked = {'a'};
    bench.pipeline.submit(bench.message('a'));
    bench.pipeline.submit(bench.message('b'));
    EXPECT_EQ(bench.work(), "begin load rollback");
    bench.connection.locked.clear();
    bench.clock.advance(5ms);
    EXPECT_EQ(bench.work(), "begin load now decide:a decide:b save commit publish act ack:a ack:b");
}

TEST_P(PipelineSetbacks, RowsThatStayLockedHoldUpNoOtherInput) {
    Bench bench(GetParam());
    bench.connection.locked = {'a', 'f'};
    for (const char letter : {'a', 'b', 'c', 'd', 'e', 'f', 'g'})
        bench.pipeline.submit(bench.message(letter));
    std::string worked;
    const auto begun = bench.clock.now();
    while (worked.find("ack:g") == std::string::npos && bench.clock.now() - begun < 1s) {
        worked += bench.work() + " ";
        bench.clock.advance(5ms);
    }
    EXPECT_LE(bench.clock.now() - begun, 2 * PipelineLimits().locked_patience);
    for (const char letter : {'b', 'c', 'd', 'e', 'g'})
        EXPECT_NE(worked.find(std::string("ack:") + letter), std::string::npos) << letter;
    bench.work();
    bench.pipeline.submit(bench.message('h'));
    bench.pipeline.submit(bench.message('a'));
    EXPECT_NE(bench.work().find("ack:h"), std::string::npos)
        << "one that comes later does not wait at all";
    bench.connection.locked.clear();
    bench.clock.advance(1s);
    worked = bench.work();
    EXPECT_NE(worked.find("ack:a"), std::string::npos) << worked;
    EXPECT_NE(worked.find("ack:f"), std::string::npos) << worked;
}

TEST_P(PipelineSetbacks, AnImpatientInputDoesNotWaitForALockedRow) {
    Bench bench(GetParam());
    bench.connection.locked = {'a'};
    auto input = bench.message('a');
    input.fail_if_busy = true;
    bench.pipeline.submit(std::move(input));
    EXPECT_EQ(bench.work(), "begin load rollback failed:a");
}

TEST_P(PipelineSetbacks, DueRowsBesideALockedOneAreDecidedInTheSameSweep) {
    Bench bench(GetParam(), true);
    bench.connection.locked = {'a'};
    std::size_t looks = 0;
    bench.letters.due = [&] {
        Participant::Due due;
        if (++looks > bench.workers) return due;
        for (const char letter : {'a', 'b', 'c'})
            due.inputs.emplace_back().content = letter;
        return due;
    };
    EXPECT_EQ(bench.work(),
              "begin load rollback begin load rollback "
              "begin load now decide:b decide:c save commit publish act");
}

TEST_P(PipelineSetbacks, WhileALockLastsDeadlinesAreKept) {
    Bench bench(GetParam());
    bench.connection.commits.assign(5, Commit::conflict);
    bench.connection.on_conflict = [&] { bench.clock.advance(2s); };
    std::vector<Failure> failures;
    for (const char letter : {'a', 'b', 'c', 'd', 'e', 'f'}) {
        Input input;
        input.content = letter;
        input.give_up_at = bench.clock.moment() + 5s;
        input.on_failure = [&](Failure why) { failures.push_back(why); };
        bench.pipeline.submit(std::move(input));
    }
    EXPECT_EQ(bench.work(),
              "begin load now decide:a decide:b decide:c decide:d decide:e decide:f save rollback "
              "begin load now decide:a save rollback begin load now decide:b save rollback");
    EXPECT_EQ(failures, std::vector<Failure>(6, Failure::busy));
}

TEST_P(PipelineSetbacks, AFailureOfTheSystemIsNoDeadLetter) {
    const std::vector<std::function<void()>> failures = {
        [] { throw Failed("error 3101"); },
        [] { throw std::runtime_error("Unable to open the zone"); },
        [] { throw std::bad_alloc(); },
    };
    for (const auto& failure : failures) {
        Bench bench(GetParam());
        bench.connection.failures['a'] = failure;
        bench.pipeline.submit(bench.message('a'));
        bench.pipeline.submit(bench.message('b'));
        EXPECT_EQ(bench.work(),
                  "begin load rollback begin load rollback "
                  "begin load now decide:b save commit publish act ack:b");
        EXPECT_EQ(bench.said.size(), 1U);
        EXPECT_EQ(bench.reported.front().severity, Severity::warning);
        bench.connection.failures.clear();
        bench.clock.advance(1s);
        EXPECT_EQ(bench.work(), "begin load now decide:a save commit publish act ack:a");
        EXPECT_EQ(bench.pipeline.counters().bugs, 0U);
    }
}

TEST_P(PipelineSetbacks, AnInputThatFailsAgainAndAgainIsGivenUpToTheRowBehindIt) {
    Bench bench(GetParam());
    bench.connection.failures['a'] = [] { throw Failed("error 3101"); };
    bench.pipeline.submit(bench.message('a'));
    std::string worked;
    for (int i = 0; i < PipelineLimits().failures_max; ++i) {
        EXPECT_EQ(bench.pipeline.counters().given_up, 0U);
        worked = bench.work();
        bench.clock.advance(2s);
    }
    EXPECT_EQ(worked, "begin load rollback ack:a failed:a");
    EXPECT_EQ(bench.pipeline.counters().given_up, 1U);
    EXPECT_EQ(bench.pipeline.counters().bugs, 0U);
    EXPECT_TRUE(bench.said.back().starts_with(
        "input given up · failures=10 error=error 3101 session=00000000-0000-0000-0000-"))
        << bench.said.back();
    EXPECT_EQ(bench.reported.back().severity, Severity::error);
    EXPECT_EQ(bench.said.size(), 2U) << "not a line a try";
}

TEST_P(PipelineSetbacks, AnUnavailableDatabaseIsNotAskedAgainForTheRestOfADividedBatch) {
    Bench bench(GetParam());
    int loads = 0;
    bench.connection.failures['c'] = [&] {
        if (++loads == 2) throw Unavailable("scripted");
    };
    for (const char letter : {'a', 'B', 'c', 'd', 'e'})
        bench.pipeline.submit(bench.message(letter));
    EXPECT_EQ(bench.work(),
              "begin load now decide:a rollback "
              "begin load now decide:a save commit "
              "begin load now rollback bury:B(a letter is too large) failed:B "
              "begin load rollback publish act ack:a");
    EXPECT_EQ(bench.pipeline.counters().unavailable, 1U);
    bench.clock.advance(1s);
    EXPECT_EQ(
        bench.work(),
        "begin load now decide:c decide:d decide:e save commit publish act ack:c ack:d ack:e");
}

TEST_P(PipelineSetbacks, WhileTheDatabaseIsKnownToBeAwayRequestsFailFast) {
    Bench bench(GetParam());
    bench.connection.away = true;
    std::vector<Failure> failures;
    const auto request = [&](char letter) {
        Input input;
        input.content = letter;
        input.give_up_at = bench.clock.moment() + 5s;
        input.on_failure = [&](Failure why) { failures.push_back(why); };
        return input;
    };
    bench.pipeline.submit(request('a'));
    bench.work();
    EXPECT_TRUE(failures.empty()) << "a short absence is waited for";
    for (int i = 0; i < 6; ++i) {
        bench.clock.advance(1s);
        bench.work();
    }
    ASSERT_EQ(failures.size(), 1U);
    bench.pipeline.submit(bench.message('m'));
    bench.clock.advance(2s);
    bench.work();
    bench.pipeline.submit(request('b'));
    EXPECT_EQ(failures.size(), 2U) << "not even tried: the last try was a moment ago";
    bench.clock.advance(2s);
    bench.pipeline.submit(request('c'));
    bench.work();
    EXPECT_EQ(failures.size(), 3U) << "tried once";
    EXPECT_EQ(failures.back(), Failure::unavailable);
    bench.clock.advance(2s);
    bench.connection.away = false;
    bench.pipeline.submit(request('d'));
    bench.pipeline.submit(request('e'));
    EXPECT_EQ(bench.work(),
              "begin load now decide:m decide:d decide:e save commit publish act ack:m");
    EXPECT_EQ(failures.size(), 3U);
}

TEST_P(PipelineSetbacks, AnAbsenceIsSaidOnceAMinuteAlsoWhereOnlyCommitsFail) {
    for (const auto commit : {Commit::unavailable, Commit::uncertain}) {
        Bench bench(GetParam());
        bench.connection.commits.assign(10'000, commit);
        bench.pipeline.submit(bench.message('a'));
        for (int second = 0; second < 150; ++second) {
            bench.work();
            bench.clock.advance(1s);
        }
        EXPECT_EQ(bench.said, std::vector<std::string>(
                                  3, "database unavailable, inputs wait · error=scripted"));
        EXPECT_EQ(bench.pipeline.counters().bugs, 0U);
        bench.connection.commits.clear();
        bench.clock.advance(2s);
        bench.work();
        EXPECT_EQ(bench.said.back(), "database available again");
    }
}

TEST_P(PipelineSetbacks, ASweepEndsOnlyTheAbsenceThatASweepHasSeen) {
    Bench bench(GetParam(), true);
    bench.connection.commits.assign(3, Commit::unavailable);
    bench.pipeline.submit(bench.message('a'));
    bench.work();
    bench.clock.advance(1s);
    bench.pipeline.step();
    EXPECT_EQ(bench.said,
              std::vector<std::string>{"database unavailable, inputs wait · error=scripted"});
    bench.connection.commits.clear();
    bench.clock.advance(2s);
    bench.work();
    EXPECT_EQ(bench.said.size(), 2U);
    bench.letters.due = []() -> Participant::Due { throw Unavailable("swept in vain"); };
    bench.clock.advance(2s);
    bench.work();
    bench.letters.due = [] { return Participant::Due(); };
    bench.clock.advance(2s);
    bench.work();
    EXPECT_EQ(bench.said.size(), 2 + 2 * bench.workers) << "each worker sweeps";
    EXPECT_EQ(bench.said.back(), "database available again");
}

}  // namespace
}  // namespace viaja::test
