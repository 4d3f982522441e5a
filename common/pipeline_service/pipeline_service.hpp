#pragma once
// A service behind one address: messages and other inputs are decided by workers, each with a
// connection and a pipeline of its own. session, the suppliers and payment are made of it.
//
//   inputs → the worker of their session → pipeline → rows
//
// All inputs of a session go to the same worker, so that they are decided in the order in which
// they came, unless one had to be put back (busy, locked, failed): later ones may then be decided
// first. The workers of a process never meet at a session's row. That is for speed and order alone:
// a row that two of them did meet would be locked by one, and the other would try again, as
// between two processes. Each worker looks for due rows and leaves those of other workers alone.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/pipeline/message_consumer.hpp"
#include "common/pipeline/pipeline.hpp"

namespace viaja {

/// Construct, `start`, `stop` and destroy it on one thread. `step` and `next_wake` are for the
/// thread of a simulation, instead of `start`. The other calls are for any thread.
class PipelineService {
  public:
    /// All of them outlive the service.
    struct Ports {
        Database& database;
        Bus& bus;
        LockService& lock;  ///< of all workers: used by several threads
        const Clock& clock;
        Random& random;
    };
    /// What the service decides.
    struct Decisions {
        /// Outlives the service. Several workers call `start_batch` and `find_due` at once; each
        /// batch is used by one of them.
        Participant& participant;
        Reader reader;
        /// The session that an input is about. Pure; any thread.
        std::function<SessionId(const Input&)> session_of;
    };
    struct Options {
        std::string address;  ///< also the threads' name
        std::vector<std::string> extra_keys{};
        std::size_t prefetch = 512;
        std::size_t workers = 1;
        PipelineLimits limits{};  ///< of each worker
        /// How long `stop` lets what has come already be decided.
        std::chrono::milliseconds grace{5'000};
        Report report{};  ///< called by all workers' threads
        Tracer tracer{};
    };

    /// Takes a connection for each worker and opens the queue: deliveries wait until a worker
    /// decides them. Throws Unavailable where the database or the bus cannot be reached.
    PipelineService(const Ports& ports, Decisions decisions, Options options);
    /// Stops, if it was started. Without `start` nothing is waited for: the service is gone as
    /// after a crash. What was not acknowledged comes again.
    ~PipelineService();
    PipelineService(const PipelineService&) = delete;
    PipelineService& operator=(const PipelineService&) = delete;

    /// Gives the input to the worker of its session. One that cannot wait there (too many do, the
    /// database is known to be unavailable, the service stops) fails at once, from inside of the
    /// call.
    void submit(Input input);

    /// Starts the workers' threads.
    void start();
    /// Decides what has come already, then ends the threads and closes the queue. Messages that are
    /// not decided by then stay with the broker.
    void stop();

    /// Without `start`: one batch of each worker; false if there was nothing to do.
    bool step();
    /// Without `start`: when `step` may have something to do if nothing comes.
    Moment next_wake() const;

    /// The sums of all workers.
    PipelineCounters counters() const;
    PipelineTimes times() const;

  private:
    class Worker;

    const Decisions decisions_;
    const Options options_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::unique_ptr<MessageConsumer> consumer_;
};

}  // namespace viaja
