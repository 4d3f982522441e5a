// How a service shares its inputs out over its workers.

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "tests/pipeline/scripted.hpp"

namespace viaja::test {
namespace {

using namespace std::chrono_literals;

/// Of two workers the second one decides letters from 'n' on.
SessionId by_letter(const Input& input) {
    return session_of_worker(input.as<char>() < 'n' ? 0 : 1);
}

TEST(PipelineService, InputsOfOneSessionAreDecidedInOrderByOneWorker) {
    Bench bench(2, false, by_letter);
    for (const char letter : {'n', 'a', 'o', 'b'})
        bench.pipeline.submit(bench.message(letter));
    EXPECT_EQ(bench.once(),
              "begin load now decide:a decide:b save commit publish act ack:a ack:b "
              "begin load now decide:n decide:o save commit publish act ack:n ack:o");
}

TEST(PipelineService, ALockedRowDelaysNoInputOfAnotherWorker) {
    Bench bench(2, false, by_letter);
    bench.connection.locked = {'a'};
    bench.pipeline.submit(bench.message('a'));
    bench.pipeline.submit(bench.message('n'));
    EXPECT_EQ(bench.once(),
              "begin load rollback begin load now decide:n save commit publish act ack:n");
    bench.connection.locked.clear();
    bench.clock.advance(1s);
    EXPECT_EQ(bench.once(), "begin load now decide:a save commit publish act ack:a");
}

TEST(PipelineService, ADueRowIsProposedByTheWorkerOfItsSessionAlone) {
    Bench bench(2, true, by_letter);
    bench.letters.due = [] {
        Participant::Due due;
        for (const char letter : {'a', 'n'})
            due.inputs.emplace_back().content = letter;
        return due;
    };
    EXPECT_EQ(bench.once(),
              "begin load now decide:a save commit publish act "
              "begin load now decide:n save commit publish act");
}

TEST(PipelineService, DueRowsOfOneWorkerDoNotHideThoseOfAnother) {
    Bench bench(2, true, by_letter);
    bench.letters.due = [&] {
        Participant::Due due;
        for (std::size_t i = 0; i < bench.letters.due_limit; ++i)
            due.inputs.emplace_back().content = i < PipelineLimits().batch_max ? 'a' : 'n';
        return due;
    };
    const auto decided = bench.once();
    EXPECT_NE(decided.find("decide:a"), std::string::npos);
    EXPECT_NE(decided.find("decide:n"), std::string::npos);
    EXPECT_EQ(bench.pipeline.next_wake(), bench.clock.moment()) << "there may be more";
}

std::uint64_t total(const Histogram& histogram) {
    const auto counts = histogram.counts();
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

TEST(PipelineService, CountsWhatWaits) {
    Bench bench(2, false, by_letter);
    bench.pipeline.submit(bench.message('a'));
    bench.pipeline.submit(bench.message('n'));
    EXPECT_EQ(bench.pipeline.times().waiting, 2U);
    bench.once();
    EXPECT_EQ(bench.pipeline.times().waiting, 0U);
}

TEST(PipelineService, CountersAreTheSumsOfAllWorkers) {
    Bench bench(2, false, by_letter);
    bench.pipeline.submit(bench.message('a'));
    bench.pipeline.submit(bench.message('n'));
    bench.once();
    EXPECT_EQ(bench.pipeline.counters().batches, 2U);
    EXPECT_EQ(bench.pipeline.counters().inputs, 2U);
    EXPECT_EQ(total(bench.pipeline.times().inputs), 2U);
    for (const auto& stage : bench.pipeline.times().stages)
        EXPECT_EQ(total(stage), 2U);
}

/// A participant whose batches wait for each other: they end only if two are open at once.
class MeetingBatches : public Participant {
  public:
    std::unique_ptr<Batch> start_batch() override { return std::make_unique<Meeting>(*this); }
    Due find_due(Connection&, std::size_t) override { return {}; }

    bool wait_for_both() {
        std::unique_lock guard(mutex_);
        ++open_;
        changed_.notify_all();
        return changed_.wait_for(guard, 10s, [this] { return open_ == 2; });
    }
    std::atomic<int> met = 0;

  private:
    class Meeting : public Batch {
      public:
        explicit Meeting(MeetingBatches& all) : all_(all) {}
        void load(Connection&, std::span<const Input* const>) override {
            if (all_.wait_for_both()) ++all_.met;
        }
        void decide(const Input&, Instant) override {}
        void save(Connection&, Instant) override {}
        Effects effects() override { return {}; }
        Instant next_due() const override { return Instant::max(); }

      private:
        MeetingBatches& all_;
    };

    std::mutex mutex_;
    std::condition_variable changed_;
    int open_ = 0;
};

/// Does nothing, on any thread.
class QuietDatabase : public Database {
  public:
    std::unique_ptr<Connection> connect() override { return std::make_unique<Quiet>(); }

  private:
    struct Quiet : Connection {
        void begin() override {}
        void commit() override {}
        void rollback() noexcept override {}
        Rows lock(const Table&, std::string_view, std::span<const Value>) override { return {}; }
        Rows find(const Table&, std::string_view, std::span<const Value>) override { return {}; }
        void insert(const Table&, std::span<const Values>) override {}
        void put(const Table&, std::span<const Values>) override {}
        Rows query(std::string_view, std::span<const Value>) override { return {}; }
        std::int64_t execute(std::string_view, std::span<const Value>) override { return 0; }
        Instant now() override { return {}; }
    };
};

TEST(PipelineService, WorkersDecideSideBySide) {
    Record record;
    QuietDatabase database;
    ScriptedLock lock(record);
    SilentBus bus(record);
    TestClock clock;
    TestRandom random;
    MeetingBatches meeting;
    PipelineService service(
        {database, bus, lock, clock, random},
        {.participant = meeting,
         .reader = [](const Message&, const Origin&) { return std::nullopt; },
         .session_of =
             [](const Input& input) { return session_of_worker(input.as<std::size_t>()); }},
        {.address = "meeting", .workers = 2, .limits = Bench::limits(false)});
    for (std::size_t worker = 0; worker < 2; ++worker) {
        Input input;
        input.content = worker;
        service.submit(std::move(input));
    }
    service.start();
    service.stop();
    EXPECT_EQ(meeting.met, 2);
}

}  // namespace
}  // namespace viaja::test
