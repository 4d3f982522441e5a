#pragma once
// Questions change nothing: they are answered beside the pipeline, from committed rows, and an
// answer that is lost or late has no other effect. The search names a silent supplier as missing,
// so a question that cannot be answered in time is dropped and counted. An operator's change of the
// catalogue comes the same way, in a transaction of its own: it sets values, so that its sender may
// send it again where no answer came.

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/report.hpp"
#include "common/ports/tracer.hpp"
#include "common/supplier/counters.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::supplier {

/// `ask`, `stop`, `counters`: any thread. `wait` and `answer_one`: one thread, which owns the
/// connection (or the simulation, which needs no `wait`).
class Questions {
  public:
    static constexpr std::size_t kWaitingMax = 1'000;

    /// `address` is the service's own, named in every answer.
    Questions(Connection& connection, Inventory& inventory, Bus& bus, const Clock& clock,
              std::string address, Report report = {}, Tracer tracer = {});

    /// Never blocks. `origin` is that of the question's message.
    void ask(Question question, Origin origin);

    /// Answers the oldest question; those that are late are dropped on the way. False: none was
    /// waiting.
    bool answer_one();

    /// Blocks until a question waits. False after `stop`.
    bool wait();
    void stop();

    bool waiting() const;
    QuestionCounters counters() const { return counters_.sum(); }

  private:
    struct Waiting {
        Question question;
        Origin origin;
        std::optional<OpenSpan> span;
        Moment until;  ///< its asker waits no longer
    };

    /// nullopt: none waits.
    std::optional<Waiting> take_oldest();
    bool answer(const Waiting& waiting);
    /// The span of a question that stays unanswered says why.
    void end_dropped(const Waiting& waiting, const char* why) const;
    QuestionAnswer answer_to(const Question& question);
    QuestionAnswer units(const UnitQuestion& about);
    QuestionAnswer prices(const PricesQuestion& about);
    QuestionAnswer changed(const CatalogueChange& change);

    Connection& connection_;
    Inventory& inventory_;
    Bus& bus_;
    const Clock& clock_;
    const std::string address_;
    const Report report_;
    const Tracer tracer_;

    SharedCounters<QuestionCounters> counters_;
    mutable std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    std::deque<Waiting> waiting_;
    bool stopping_ = false;
};

}  // namespace viaja::supplier
