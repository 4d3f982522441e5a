#pragma once
// The session coordinator on given ports: travellers' wishes, suppliers' answers and time come in,
// commands go out. Which adapters they are is chosen by main. server.hpp serves HTTP.

#include <algorithm>
#include <chrono>
#include <memory>
#include <span>

#include "common/pipeline_service/pipeline_service.hpp"
#include "common/pruning/pruning.hpp"
#include "common/pruning/retention.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "session-service/core/rules.hpp"

namespace viaja::session {

/// Takes messages from its construction on; they are decided by the workers' threads between
/// `start` and `stop`, or by calls of `step` where there is no thread (the simulation). Destroying
/// it without `stop` is what a crash is to it.
class Coordinator {
  public:
    using Ports = PipelineService::Ports;
    struct Options {
        Rules rules;
        /// The shard of its sessions (session_shard.hpp).
        int shard = 0;
        PipelineLimits pipeline;
        std::size_t workers = 1;
        std::size_t prefetch = 1'024;
        /// What waits when the coordinator is stopped has so long to be decided.
        std::chrono::milliseconds grace{5'000};
        Report report;
        Tracer tracer{};
        /// Called after a commit with the sessions that changed, on a worker's thread.
        SessionParticipant::OnChanged on_changed;
        /// By default all sessions are kept.
        Retention retention{};
        PrunePace prune_pace{};
    };

    /// The database has the tables of session_migrations(). Throws Unavailable where the database
    /// or the bus is unavailable.
    Coordinator(const Ports& ports, Options options);

    /// Any thread.
    void submit(Input input) { service_.submit(std::move(input)); }

    /// Starts the threads: the workers', and one that removes old sessions. Owner's thread, as
    /// `stop`.
    void start();
    void stop();

    /// Opens a queue of this process alone, for answers that another replica would keep. Before
    /// `start`. Throws Unavailable.
    void open_own_queue(Bus& bus);
    /// Whether the answers to what is asked from now on come to that queue. Any thread.
    void take_answers_alone(bool alone) { participant_.reply_address().prefer_own(alone); }
    /// Asks again, at once, what these sessions have pending. Any thread.
    void ask_again(std::span<const SessionId> sessions);

    /// Without `start`: decides one batch of each worker, and removes a page of old sessions; false
    /// if there was nothing to do.
    bool step();
    /// Without `start`: when `step` may have something to do if nothing comes.
    Moment next_wake() const { return std::min(service_.next_wake(), pruning_.next_wake()); }

    /// Any thread.
    PipelineCounters counters() const { return service_.counters(); }
    PipelineTimes times() const { return service_.times(); }
    PruningCounters pruning_counters() const { return pruning_.counters(); }
    IgnoredAnswers::Counts ignored_answers() const {
        return participant_.ignored_answers().counts();
    }
    SessionNumbers::Totals numbers() const { return participant_.numbers().totals(); }

  private:
    SessionParticipant participant_;
    const Clock& clock_;
    const Report report_;
    PipelineService service_;
    Pruning pruning_;
    std::unique_ptr<Consumer> own_queue_;
};

}  // namespace viaja::session
