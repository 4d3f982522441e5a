#pragma once
// What a service gives to the pipeline: how to load the rows that a batch of inputs touches, how
// to decide one input on them, and how to save them. The pipeline (pipeline.hpp) calls these in the
// one order that is safe; nothing here locks, commits, publishes or acknowledges by itself.

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/contract/time.hpp"
#include "common/contract/trace_context.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/tracer.hpp"

namespace viaja {

/// Why an input ended without a decision.
enum class Failure {
    busy,         ///< the session's lock or row was taken until the input's time was up, or with
                  ///< `fail_if_busy` at the first look
    maybe_done,   ///< a commit of it had no known outcome: the decision may have been committed
    unavailable,  ///< the database is unavailable, or failed: nothing was done
    overloaded,   ///< the pipeline has too much waiting
    stopping,     ///< the process is going down
    bug,          ///< it can never be decided; the reason was logged
};

/// The way a delivered message is settled once all of its items are decided. Made by the consumer
/// (message_consumer.hpp); a plain input (HTTP, timer, gateway) has none.
class Settlement {
  public:
    virtual ~Settlement() = default;
    /// The item's decision is committed, or it needed none.
    virtual void done() = 0;
    /// The item can never be decided: keep it, with the reason. Throws Unavailable: try again.
    virtual void dead_letter(const std::string& reason) = 0;
};

/// Anything that may change state, wherever it comes from: HTTP, the bus, a timer, the gateway.
struct Input {
    /// The service's own type of input; only the service looks inside.
    std::any content;
    /// What it belongs to: carried on into what follows from it, and named in the log. The session
    /// is set by the PipelineService; a row that is due belongs to no trace but its session's.
    Origin origin;
    /// Where spans are recorded: that of this input, from its arrival on.
    std::optional<OpenSpan> span;
    /// Why it cannot be decided (it could not be read); such an input is only dead-lettered.
    std::string rejected;
    /// With `rejected`: its consumers ended again and again, perhaps by it, until the limit.
    bool given_up = false;
    /// What must not be worked on by two coordinators at once; empty where the row lock is enough.
    std::string lock_key;
    std::shared_ptr<Settlement> settlement;
    /// Decided in a batch of its own, because it may have been what broke its batch before.
    bool isolate = false;
    /// Fails at once when its lock or its row is taken, instead of waiting.
    bool fail_if_busy = false;
    /// Set by the pipeline when a commit of it ended with an unknown outcome: where the rows show
    /// it done, or refuse it, that may be its own doing.
    bool outcome_unknown = false;
    /// When an undecided input fails; unlimited for messages.
    Moment give_up_at = Moment::max();
    /// Called once if the input ends without a decision. Not called after a decision.
    std::function<void(Failure)> on_failure;

    template <class Content>
    const Content& as() const {
        return std::any_cast<const Content&>(content);
    }
};

/// What is done after the commit, in this order: messages are published, then the actions run.
/// Losing all of them must do no harm: each is derived from rows again when it is due.
struct Effects {
    std::vector<Outgoing> messages;
    std::vector<std::function<void()>> actions;
};

/// One transaction's worth of rows and decisions. Made anew for each attempt; used by one thread.
class Batch {
  public:
    virtual ~Batch() = default;

    /// Loads and locks everything that the inputs may touch: each kind of row by ascending key,
    /// the kinds always in the same order.
    virtual void load(Connection& connection, std::span<const Input* const> inputs) = 0;
    /// Decides one input on the state that the one before left. Pure but for what it changes in
    /// the batch. Throws Bug.
    virtual void decide(const Input& input, Instant now) = 0;
    /// Writes what changed, set-based.
    virtual void save(Connection& connection, Instant now) = 0;
    /// What follows from the last state of each row that the batch touched. Called once, after the
    /// commit is known. What it throws counts as a commit of unknown outcome.
    virtual Effects effects() = 0;
    /// When the earliest of the touched rows wants attention again, by the database's clock; max
    /// for never. Called after `save`.
    virtual Instant next_due() const = 0;
};

class Participant {
  public:
    virtual ~Participant() = default;

    virtual std::unique_ptr<Batch> start_batch() = 0;

    /// Rows that are due by the database's clock, as inputs, at most `limit`; and how long it is
    /// until the next one will be. A proposal only: `decide` looks again. The inputs should be
    /// set `fail_if_busy`: a busy row is proposed again at the next sweep.
    struct Due {
        std::vector<Input> inputs;
        std::optional<Duration> next_in;
    };
    virtual Due find_due(Connection& connection, std::size_t limit) = 0;
};

}  // namespace viaja
