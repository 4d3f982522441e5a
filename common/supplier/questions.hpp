#pragma once
// Questions change nothing: they are answered beside the pipeline, from committed rows, and an
// answer that is lost or late has no other effect. The search names a silent supplier as missing,
// so a question that cannot be answered in time is dropped and counted.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/report.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::supplier {

struct QuestionCounters {
    std::uint64_t answered = 0;
    std::uint64_t late = 0;    ///< the asker's deadline passed before they were answered
    std::uint64_t full = 0;    ///< too many waited already
    std::uint64_t failed = 0;  ///< the database was unavailable, or the inventory failed
};

/// `ask`, `stop`, `counters`: any thread. `wait` and `answer_one`: one thread, which owns the
/// connection (or the simulation, which needs no `wait`).
class Questions {
  public:
    static constexpr std::size_t kWaitingMax = 1'000;

    /// `address` is the service's own, named in every answer.
    Questions(Connection& connection, Inventory& inventory, Bus& bus, const Clock& clock,
              std::string address, Report report = {});

    /// Never blocks. `origin` is that of the question's message.
    void ask(Question question, Origin origin);

    /// Answers the oldest question; those that are late are dropped on the way. False: none was
    /// waiting.
    bool answer_one();

    /// Blocks until a question waits. False after `stop`.
    bool wait();
    void stop();

    bool waiting() const;
    QuestionCounters counters() const;

  private:
    struct Waiting {
        Question question;
        Origin origin;
        Moment until;  ///< its asker waits no longer
    };

    bool answer(const Question& question, const Origin& origin);
    void count(std::uint64_t QuestionCounters::*which);

    Connection& connection_;
    Inventory& inventory_;
    Bus& bus_;
    const Clock& clock_;
    const std::string address_;
    const Report report_;

    mutable std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    std::deque<Waiting> waiting_;
    bool stopping_ = false;
    QuestionCounters counters_;
};

}  // namespace viaja::supplier
