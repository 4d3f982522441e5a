#pragma once
// The only code that changes state (docs/architecture.md, "The pipeline"):
//
//   inputs → one batch → lock → begin → load → now → decide each → save → commit → unlock →
//   effects → acknowledge
//
// The order of those statements is the safety argument; see Pipeline::run and Pipeline::attempt. A
// batch is the inputs that wait when the worker is free, up to `batch_max`.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "common/pipeline/batch_locks.hpp"
#include "common/pipeline/participant.hpp"
#include "common/pipeline/pipeline_counters.hpp"
#include "common/pipeline/pipeline_times.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/errors.hpp"
#include "common/ports/lock.hpp"
#include "common/ports/report.hpp"
#include "common/ports/tracer.hpp"

namespace viaja {

struct PipelineLimits {
    std::size_t batch_max = 512;
    /// Inputs that wait; more are refused with Failure::overloaded. Messages are bounded by the
    /// consumer's prefetch and never refused.
    std::size_t waiting_max = 10'000;
    std::chrono::milliseconds lock_lease{3'000};
    /// How long a session lock of another worker is waited for; after that the row lock alone
    /// protects the session. Much longer than a batch takes, much shorter than the lease of a
    /// holder that was killed.
    std::chrono::milliseconds lock_patience{250};
    /// A busy input is tried again after this long, doubling up to sixteen times of it.
    std::chrono::milliseconds busy_retry{5};
    /// After an Unavailable: the pause before the next batch, doubling up to sixteen times of it.
    std::chrono::milliseconds unavailable_retry{100};
    /// How often a batch is decided again after a Conflict or an Uncertain before its inputs go
    /// back to waiting.
    int attempts_max = 8;
    /// A Conflict that took so long is a lock that lasts: the inputs are decided in batches of one,
    /// and the one that meets it waits on its own.
    std::chrono::milliseconds conflict_patience{1'000};
    /// A batch that meets a locked row goes back to waiting as a busy input does. If that goes on
    /// for so long, the inputs that meet the row are found by halving, and the others are decided.
    std::chrono::milliseconds locked_patience{100};
    /// For so long after that, a batch that meets a locked row is halved at once.
    std::chrono::milliseconds locked_memory{1'000};
    /// An input that met a lasting lock is tried again after this long, doubling up to sixteen
    /// times of it. Such inputs have batches of their own, in turn with those of the other inputs.
    std::chrono::milliseconds locked_retry{20};
    std::size_t locked_batch_max = 32;
    /// After the database was unavailable for so long, inputs that are no messages no longer wait
    /// for it: they fail with Failure::unavailable at once, or when the next try fails.
    std::chrono::milliseconds known_unavailable{3'000};
    /// Tries of an input at which the database or the system fails, before it is given up.
    int failures_max = 10;
    /// How often rows are looked through for due ones when nothing says that one is due sooner.
    std::chrono::milliseconds sweep{1'000};
    /// False in tests alone: due rows are not looked for.
    bool sweeps = true;
};

/// `submit`, `stop`, `next_wake`, `counters`, `times`: any thread. `step` and `wait`: one worker
/// thread (or the simulation), which owns the connection. Destroy it after the worker has returned
/// from `step`.
class Pipeline {
  public:
    Pipeline(Participant& participant, Connection& connection, LockService& lock, Bus& bus,
             const Clock& clock, Random& random, PipelineLimits limits = {}, Report report = {},
             Tracer tracer = {});
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Puts an input among the waiting. Inputs that come with a settlement are always taken.
    void submit(Input input);

    /// Decides one batch of what waits, rows that are due included; false if there was nothing to
    /// do. Never throws operational errors.
    bool step();

    /// Blocks until `step` may have something to do. False once `stop` was called and nothing
    /// waits any more, or its grace is over.
    bool wait();

    /// When `step` may have something to do if nothing is submitted: for a virtual clock.
    Moment next_wake() const;

    /// What waits is still decided for `grace`; then it fails with Failure::stopping. Messages
    /// stay unacknowledged. A second call does not lengthen the first one's grace.
    void stop(std::chrono::milliseconds grace);

    PipelineCounters counters() const;
    PipelineTimes times() const;

  private:
    /// When the transaction of a batch began and ended, on the wall clock; only of recorded spans.
    struct Transacted {
        Instant begun{};
        Instant committed{};
    };
    struct Waiting {
        Input input;
        Moment not_before = Moment::min();
        int tries = 0;
        Failure last_failure = Failure::overloaded;
        bool from_sweep = false;
        std::optional<Moment> locked_since{};  ///< its batch has met a locked row since
        bool is_locked = false;                ///< it is this input that meets the row
        int failures = 0;
    };
    using Work = std::vector<Waiting>;
    using Parts = std::deque<Work>;
    struct Decided {
        Work batch;
        Effects effects;
        Transacted transacted{};
    };

    void sweep();
    Moment wake_time() const;
    Work take_batch();
    bool locked_ones_turn(Moment now);
    bool refuses_at_once(const Input& input) const;
    void run(Work batch);
    BatchLocks::Taken take_locks(Work& batch);
    void look_soon();
    void dead_letter_rejected(Work& batch);
    void decide_and_commit(Work batch, std::vector<Decided>& decided);
    void decide_part(Work batch, Parts& rest, std::vector<Decided>& decided);
    std::unique_ptr<Batch> attempt(std::span<const Input* const> inputs);
    static Effects effects_of(Batch& committed, Work& batch);
    void finish(Decided decided);
    void record_spans(const Decided& decided) const;
    void record_failed(const Input& input, std::string error) const;
    void end_undecided(Input& input, Failure why) const;
    void pass_locked_rows(Work batch, Parts& rest);
    void separate(Work batch);
    static void one_by_one(Work batch, Parts& rest);
    static Work together(Work batch, Parts& rest);
    void dead_letter(Waiting waiting, const std::string& reason);
    void try_later(Waiting waiting, const std::string& reason);
    void put_back(Waiting waiting, std::chrono::milliseconds first_delay, Failure why);
    void pause_after_unavailable(Work batch, const std::string& reason);
    void end_absence();
    void report(const LogEvent& event) const;
    void report_once_a_minute(std::optional<Moment>& reported, const LogEvent& event) const;
    void count(std::uint64_t PipelineCounters::*which, std::uint64_t by = 1);
    Moment took(Stage stage, Moment since);

    Participant& participant_;
    Connection& connection_;
    Bus& bus_;
    const Clock& clock_;
    const PipelineLimits limits_;
    const Report report_;
    const Tracer tracer_;
    BatchLocks locks_;  // these: of the worker
    bool sweep_fails_ = false;
    bool sweep_is_unavailable_ = false;
    Moment rows_locked_until_ = Moment::min();
    std::optional<Moment> absence_reported_;
    std::optional<Moment> failure_reported_;

    mutable std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    std::deque<Waiting> waiting_;
    std::size_t due_waiting_ = 0;
    bool stopping_ = false;
    Moment stop_by_ = Moment::max();
    Moment next_sweep_ = Moment::min();
    Moment paused_until_ = Moment::min();
    int unavailable_in_a_row_ = 0;
    std::optional<Moment> unavailable_since_;
    bool deciding_ = false;
    bool locked_ones_turn_ = false;
    PipelineCounters counters_;
    PipelineTimes times_;  // `waiting` apart
};

}  // namespace viaja
