// The order of the pipeline's statements, and what it does when the world does not go along.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/pipeline/scripted.hpp"

namespace viaja::test {
namespace {

/// By the number of workers.
class Pipeline : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, Pipeline, testing::Values(1, 2));

using namespace std::chrono_literals;

TEST_P(Pipeline, GoesItsOneWayInItsOneOrder) {
    Bench bench(GetParam());
    bench.pipeline.submit(bench.message('a', "one"));
    bench.pipeline.submit(bench.message('b', "two"));
    EXPECT_EQ(bench.work(),
              "lock:one lock:two begin load now decide:a decide:b save commit "
              "unlock:one unlock:two publish act ack:a ack:b");
}

TEST_P(Pipeline, ABugIsDeadLetteredAloneAndItsNeighboursGoOn) {
    Bench bench(GetParam());
    bench.pipeline.submit(bench.message('a'));
    bench.pipeline.submit(bench.message('B'));
    bench.pipeline.submit(bench.message('c'));
    EXPECT_EQ(bench.work(),
              "begin load now decide:a rollback "
              "begin load now decide:a save commit "
              "begin load now rollback bury:B(a letter is too large) failed:B "
              "begin load now decide:c save commit "
              "publish act ack:a publish act ack:c");
    EXPECT_EQ(bench.pipeline.counters().bugs, 1u);
}

/// An input of one trace, request and message.
Origin some_origin() {
    Origin origin;
    origin.context =
        read_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").value();
    origin.context.request_id = "r-1";
    origin.message_id = Uuid::parse("0198c0de-0000-7000-8000-00000000000a");
    return origin;
}

TEST_P(Pipeline, ABugIsLoggedAsAnErrorWithTheIdsOfSessionTraceRequestAndMessage) {
    Bench bench(GetParam());
    auto input = bench.message('B');
    input.origin = some_origin();
    bench.pipeline.submit(std::move(input));
    bench.work();
    ASSERT_EQ(bench.reported.size(), 1U);
    EXPECT_EQ(bench.reported[0].severity, Severity::error);
    EXPECT_EQ(bench.said[0],
              "decision failed, message dead-lettered · error=a letter is too large "
              "session=" +
                  session_of_worker(bench.workers - 1).text() +
                  " trace=4bf92f3577b34da6a3ce929d0e0e4736 request=r-1 "
                  "message=0198c0de-0000-7000-8000-00000000000a");
}

TEST_P(Pipeline, ABugInARequestIsLoggedInTheTraceOfItsSession) {
    Uuid::Bytes bytes{};
    bytes.back() = 0x2a;
    const SessionId session_id{Uuid(bytes)};
    Bench bench(GetParam(), false, [&](const Input&) { return session_id; });
    Input input;
    input.content = 'B';
    input.origin.context.request_id = "r-1";
    bench.pipeline.submit(std::move(input));
    bench.work();
    EXPECT_EQ(bench.said,
              std::vector<std::string>{"decision failed · error=a letter is too large "
                                       "session=00000000-0000-0000-0000-00000000002a "
                                       "trace=0000000000000000000000000000002a request=r-1"});
}

TEST_P(Pipeline, ABugInARowThatIsDueIsLoggedWithItsSession) {
    Bench bench(GetParam(), true);
    bench.letters.due = [] {
        Participant::Due due;
        due.inputs.emplace_back().content = 'B';
        return due;
    };
    bench.once();
    ASSERT_EQ(bench.reported.size(), 1U);
    EXPECT_EQ(bench.reported[0].severity, Severity::error);
    EXPECT_NE(bench.said[0].find("session=" + session_of_worker(bench.workers - 1).text()),
              std::string::npos)
        << bench.said[0];
}

TEST_P(Pipeline, OfASampledTraceEachDecisionIsLoggedAfterItsCommit) {
    Bench bench(GetParam());
    auto input = bench.message('a');
    input.origin = some_origin();
    input.origin.input = "authorize";
    auto unsampled = bench.message('b');
    unsampled.origin = some_origin();
    unsampled.origin.context.sampled = false;
    bench.connection.commits = {Commit::conflict};
    bench.pipeline.submit(std::move(input));
    bench.pipeline.submit(std::move(unsampled));
    bench.work();
    ASSERT_EQ(bench.reported.size(), 1U);
    EXPECT_EQ(bench.reported[0].severity, Severity::info);
    EXPECT_EQ(bench.said[0], "input decided · input=authorize session=" +
                                 session_of_worker(bench.workers - 1).text() +
                                 " trace=4bf92f3577b34da6a3ce929d0e0e4736 request=r-1 "
                                 "message=0198c0de-0000-7000-8000-00000000000a");
}

TEST_P(Pipeline, AMessageThatCannotBeReadIsAWarningWithTheIdsThatAreKnown) {
    Bench bench(GetParam());
    auto input = bench.message('x');
    input.origin = some_origin();
    input.rejected = "quantity must be 1 to 9";
    bench.pipeline.submit(std::move(input));
    bench.work();
    ASSERT_EQ(bench.reported.size(), 1U);
    EXPECT_EQ(bench.reported[0].severity, Severity::warning);
    EXPECT_EQ(bench.said[0],
              "message not understood, dead-lettered · error=quantity must be 1 to 9 "
              "trace=4bf92f3577b34da6a3ce929d0e0e4736 request=r-1 "
              "message=0198c0de-0000-7000-8000-00000000000a");
    EXPECT_EQ(bench.pipeline.counters().bugs, 0U) << "it is its sender's mistake";
}

TEST_P(Pipeline, WhileTheBrokerIsUnavailableDeadLettersWaitAndDelayNoInput) {
    Bench bench(GetParam());
    bench.bus.is_available = false;
    bench.pipeline.submit(bench.message('B'));
    bench.pipeline.submit(bench.message('c'));
    bench.work();
    bench.clock.advance(10s);
    EXPECT_EQ(bench.work(), "begin load now rollback");
    EXPECT_EQ(bench.pipeline.counters().bugs, 0u) << "counted when it is a dead letter";
    EXPECT_TRUE(bench.said.empty());
    bench.bus.is_available = true;
    bench.clock.advance(10s);
    EXPECT_EQ(bench.work(), "begin load now rollback bury:B(a letter is too large) failed:B");
    EXPECT_EQ(bench.pipeline.counters().bugs, 1u);
}

TEST_P(Pipeline, ABugInAnInputThatIsNoMessageFailsItAtOnceAlsoWithoutTheBroker) {
    Bench bench(GetParam());
    bench.bus.is_available = false;
    std::optional<Failure> failure;
    Input input;
    input.content = 'B';
    input.on_failure = [&](Failure why) { failure = why; };
    bench.pipeline.submit(std::move(input));
    bench.work();
    EXPECT_EQ(failure, Failure::bug);
    EXPECT_EQ(bench.pipeline.counters().bugs, 1u);
}

TEST_P(Pipeline, AConflictIsDecidedAgainOnRowsLoadedAgain) {
    Bench bench(GetParam());
    bench.connection.commits = {Commit::conflict};
    bench.pipeline.submit(bench.message('a'));
    EXPECT_EQ(bench.work(),
              "begin load now decide:a save rollback "
              "begin load now decide:a save commit publish act ack:a");
}

TEST_P(Pipeline, AfterACommitOfUnknownOutcomeNothingLeavesBeforeTheRowsWereAsked) {
    Bench bench(GetParam());
    bench.connection.commits = {Commit::uncertain};
    bench.pipeline.submit(bench.message('a'));
    EXPECT_EQ(bench.work(),
              "begin load now decide:a save commit rollback "
              "begin load now decide:a? save commit publish act ack:a");
    EXPECT_EQ(bench.pipeline.counters().uncertain, 1u);
}

TEST_P(Pipeline, WhileTheDatabaseIsUnavailableMessagesWaitAndAreNeverGivenBack) {
    Bench bench(GetParam());
    bench.connection.away = true;
    bench.pipeline.submit(bench.message('a'));
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(bench.work(), "");
        bench.clock.advance(2s);
    }
    bench.connection.away = false;
    EXPECT_EQ(bench.work(), "begin load now decide:a save commit publish act ack:a");
}

TEST_P(Pipeline, AnInputThatRunsOutOfTimeFailsAsUnavailable) {
    Bench bench(GetParam());
    bench.connection.away = true;
    std::optional<Failure> failure;
    Input input;
    input.content = 'a';
    input.give_up_at = bench.clock.moment() + 5s;
    input.on_failure = [&](Failure why) { failure = why; };
    bench.pipeline.submit(std::move(input));
    EXPECT_EQ(bench.work(), "");
    EXPECT_FALSE(failure);
    bench.clock.advance(5s);
    EXPECT_EQ(bench.work(), "");
    EXPECT_EQ(failure, Failure::unavailable);
}

TEST_P(Pipeline, AfterACommitOfUnknownOutcomeNoErrorImpliesThatNothingHappened) {
    Bench bench(GetParam());
    bench.connection.commits.assign(PipelineLimits().attempts_max, Commit::uncertain);
    std::optional<Failure> failure;
    Input input;
    input.content = 'a';
    input.lock_key = "one";
    input.give_up_at = bench.clock.moment() + 5s;
    input.on_failure = [&](Failure why) { failure = why; };
    bench.pipeline.submit(std::move(input));
    ASSERT_TRUE(bench.pipeline.step());
    bench.lock.busy_key = "one";
    bench.clock.advance(4s);
    bench.work();
    bench.clock.advance(1s);
    bench.work();
    EXPECT_EQ(failure, Failure::maybe_done) << "busy would promise that nothing happened";
}

TEST_P(Pipeline, AFailedSweepIsRepeatedAndDelaysNoInput) {
    Bench bench(GetParam(), true);
    const std::vector<std::function<void()>> failures = {
        [] { throw Conflict("the table is locked"); },
        [] { throw Uncertain("lost"); },
        [] { throw Unavailable("away"); },
        [] { throw Bug("what is that row?"); },
        [] { throw Bug("what is that row?"); },
    };
    for (const auto& failure : failures) {
        bench.letters.due = [&]() -> Participant::Due {
            failure();
            return {};
        };
        bench.pipeline.step();
        bench.letters.due = [] { return Participant::Due(); };
        bench.clock.advance(200ms);  // of the pause after an absent database
        bench.pipeline.submit(bench.message('a'));
        EXPECT_EQ(bench.work(), "begin load now decide:a save commit publish act ack:a");
        bench.clock.advance(2s);
    }
    EXPECT_EQ(bench.pipeline.counters().conflicts, bench.workers);
    EXPECT_EQ(bench.pipeline.counters().uncertain, bench.workers);
    EXPECT_EQ(bench.pipeline.counters().unavailable, bench.workers);
    EXPECT_EQ(bench.pipeline.counters().bugs, 2 * bench.workers);
    const std::string sentence = "due rows could not be read · error=what is that row?";
    EXPECT_EQ(std::ranges::count(bench.said, sentence), static_cast<std::ptrdiff_t>(bench.workers))
        << "by each worker once, as long as it lasts";
    bench.letters.due = [&] {
        Participant::Due due;
        due.inputs.emplace_back().content = 'd';
        return due;
    };
    bench.pipeline.step();
    EXPECT_EQ(bench.record.text, "begin load now decide:d save commit publish act");
}

TEST_P(Pipeline, ABusySessionDefersOnlyItsOwnInputs) {
    Bench bench(GetParam());
    bench.lock.busy_key = "one";
    bench.pipeline.submit(bench.message('a', "one"));
    bench.pipeline.submit(bench.message('b', "two"));
    EXPECT_EQ(bench.work(),
              "lock:one lock:two begin load now decide:b save commit unlock:two publish act ack:b");
    bench.lock.busy_key.clear();
    bench.clock.advance(1s);
    EXPECT_EQ(bench.work(),
              "lock:one begin load now decide:a save commit unlock:one publish act ack:a");
}

TEST_P(Pipeline, ALockThatNeverEndsIsPassedOverAndTheRowDecides) {
    Bench bench(GetParam());
    bench.lock.busy_key = "two";
    bench.pipeline.submit(bench.message('b', "two"));
    EXPECT_EQ(bench.work(), "lock:two");
    const auto patience = PipelineLimits().lock_patience;
    bench.clock.advance(patience - 1ms);
    EXPECT_EQ(bench.work(), "lock:two");
    bench.clock.advance(100ms);
    EXPECT_EQ(bench.work(), "lock:two begin load now decide:b save commit publish act ack:b");
    auto fail_if_busy = bench.message('c', "two");
    fail_if_busy.fail_if_busy = true;
    bench.pipeline.submit(fail_if_busy);
    EXPECT_EQ(bench.work(), "lock:two begin load now decide:c save commit publish act ack:c");
    EXPECT_EQ(bench.said, std::vector<std::string>{}) << "its holder may only have been killed";
    for (int second = 0; second < 6; ++second) {
        bench.clock.advance(1s);
        bench.pipeline.submit(fail_if_busy);
        bench.work();
    }
    EXPECT_EQ(bench.said, std::vector<std::string>{
                              "lock never released, continuing with its row lock · key=two"});
    bench.lock.busy_key.clear();
    bench.pipeline.submit(bench.message('d', "two"));
    bench.work();
    bench.lock.busy_key = "two";
    bench.pipeline.submit(fail_if_busy);
    EXPECT_EQ(bench.work(), "lock:two failed:c") << "a new holder has its time";
}

TEST_P(Pipeline, TwoShortContentionsAreNotALockThatNeverEnds) {
    Bench bench(GetParam());
    bench.lock.busy_key = "two";
    auto fail_if_busy = bench.message('c', "two");
    fail_if_busy.fail_if_busy = true;
    for (int contention = 0; contention < 5; ++contention) {
        bench.pipeline.submit(fail_if_busy);
        EXPECT_EQ(bench.work(), "lock:two failed:c");
        bench.clock.advance(2s);
    }
    EXPECT_TRUE(bench.said.empty()) << bench.said.front();
}

TEST_P(Pipeline, ADueRowThatIsBusyIsProposedAgainWithinTheLocksPatience) {
    Bench bench(GetParam(), true);
    bench.lock.busy_key = "two";
    bench.letters.due = [&] {
        Participant::Due due;
        auto& input = due.inputs.emplace_back();
        input.content = 'd';
        input.lock_key = "two";
        input.fail_if_busy = true;
        return due;
    };
    EXPECT_EQ(bench.once(), "lock:two");
    bench.clock.advance(PipelineLimits().lock_patience);
    EXPECT_EQ(bench.once(), "lock:two begin load now decide:d save commit publish act");
}

TEST_P(Pipeline, AnImpatientInputFailsAtOnceWhereTheSessionIsBusy) {
    Bench bench(GetParam());
    bench.lock.busy_key = "one";
    auto input = bench.message('a', "one");
    input.fail_if_busy = true;
    bench.pipeline.submit(std::move(input));
    EXPECT_EQ(bench.work(), "lock:one failed:a");
}

TEST_P(Pipeline, WithTheLockServerAwayTheWorkGoesOnUnderTheRowLock) {
    Bench bench(GetParam());
    bench.lock.away = true;
    bench.pipeline.submit(bench.message('a', "one"));
    EXPECT_EQ(bench.work(), "begin load now decide:a save commit publish act ack:a");
    EXPECT_EQ(bench.pipeline.counters().lock_unavailable, 1u);
}

TEST_P(Pipeline, ARedeliveredMessageIsDecidedInABatchOfItsOwn) {
    Bench bench(GetParam());
    auto again = bench.message('b');
    again.isolate = true;
    bench.pipeline.submit(bench.message('a'));
    bench.pipeline.submit(std::move(again));
    bench.pipeline.submit(bench.message('c'));
    EXPECT_EQ(bench.work(),
              "begin load now decide:a decide:c save commit publish act ack:a ack:c "
              "begin load now decide:b save commit publish act ack:b");
}

TEST_P(Pipeline, WhatCouldNotBeReadIsDeadLetteredWithoutATransaction) {
    Bench bench(GetParam());
    auto input = bench.message('a');
    input.rejected = "no session";
    bench.pipeline.submit(std::move(input));
    EXPECT_EQ(bench.work(), "bury:a(no session) failed:a");
}

TEST(PipelineStop, WhatWaitsFailsAfterTheGraceAndMessagesStayUnacknowledged) {
    Bench bench;
    bench.connection.away = true;
    viaja::Pipeline pipeline(bench.letters, bench.connection, bench.lock, bench.bus, bench.clock,
                             bench.random, Bench::limits(false));
    pipeline.submit(bench.message('a'));
    EXPECT_TRUE(pipeline.step());
    pipeline.stop(1s);
    bench.clock.advance(500ms);
    pipeline.stop(1s);
    pipeline.step();
    EXPECT_EQ(bench.record.text, "") << "a second call does not begin the grace anew";
    bench.clock.advance(500ms);
    pipeline.step();
    EXPECT_EQ(bench.record.text, "failed:a");
}

}  // namespace
}  // namespace viaja::test
