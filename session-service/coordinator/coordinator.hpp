#pragma once
// The session coordinator on given ports: travellers' wishes, suppliers' answers and time come in,
// commands go out. Which adapters they are is chosen by main. HTTP is another matter (server.hpp).

#include <chrono>
#include <memory>
#include <optional>

#include "common/pipeline/message_consumer.hpp"
#include "common/pipeline/pipeline.hpp"
#include "common/runtime/workers.hpp"
#include "session-service/coordinator/session_participant.hpp"

namespace viaja::session {

/// Takes messages from its construction on; they are decided by the worker thread between `start`
/// and `stop`, or by calls of `step` where there is no thread (the simulation). Destroying it
/// without `stop` is what a crash is to it.
class Coordinator {
  public:
    /// All of them outlive the coordinator.
    struct Ports {
        Database& database;
        Bus& bus;
        LockService& lock;
        const Clock& clock;
        Random& random;
    };
    struct Options {
        Limits limits;
        PipelineLimits pipeline;
        std::size_t prefetch = 1'024;
        /// What waits when the coordinator is stopped has so long to be decided.
        std::chrono::milliseconds grace{5'000};
        Pipeline::Report report;
        /// Called after a commit with the sessions that changed, on the worker's thread.
        SessionParticipant::OnChanged on_changed;
    };

    /// The database has the tables of session_migrations(). Throws Unavailable where the database
    /// or the bus is away.
    Coordinator(const Ports& ports, Options options);
    ~Coordinator();
    Coordinator(const Coordinator&) = delete;
    Coordinator& operator=(const Coordinator&) = delete;

    /// Any thread.
    void submit(Input input) { pipeline_.submit(std::move(input)); }

    /// Starts the worker thread. Owner's thread, as `stop`.
    void start();
    void stop();

    /// Without `start`: decides one batch; false if there was nothing to do.
    bool step() { return pipeline_.step(); }
    /// Without `start`: when `step` may have something to do if nothing comes.
    Moment next_wake() const { return pipeline_.next_wake(); }

    /// Any thread.
    PipelineCounters counters() const { return pipeline_.counters(); }
    IgnoredAnswers::Counts ignored_answers() const {
        return participant_.ignored_answers().counts();
    }

  private:
    const std::chrono::milliseconds grace_;
    const std::unique_ptr<Connection> connection_;
    SessionParticipant participant_;
    Pipeline pipeline_;
    std::unique_ptr<MessageConsumer> consumer_;
    std::optional<runtime::Worker> worker_;
};

}  // namespace viaja::session
