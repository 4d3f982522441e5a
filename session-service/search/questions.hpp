#pragma once
// Questions to suppliers, of searches, of payments (prices) and of operators (units, changes of the
// catalogue): to all at once, until all have answered or the time is up. A silent one is named as
// missing, and after some silences no question waits for it: a probe finds out when it answers
// again. Seats of flights are asked for by seat_checks.hpp. Loop thread only.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/runtime/loop.hpp"
#include "session-service/search/search_metrics.hpp"

namespace viaja::session {

struct SupplierAnswers {
    StayOffers stays;
    TicketOffers tickets;
    NightOffers nights;
    OtherOffers others;
    UnitCounts units;
    CatalogueChanged changed;
    ItemPrices prices;
    bool more = false;                  ///< some supplier has offers behind its last one
    std::vector<std::string> missing;   ///< addresses that did not answer, or were not asked
    std::vector<std::string> problems;  ///< one of each answer that has one
    std::size_t asked = 0;              ///< suppliers that the question was sent to
    std::size_t answered = 0;           ///< those that have answered
};

class Questions {
  public:
    using OnAnswers = std::function<void(SupplierAnswers)>;

    /// `time`: how long suppliers have to answer.
    Questions(runtime::Loop& loop, Bus& bus, const Clock& clock, Random& random,
              std::chrono::milliseconds time);
    ~Questions();
    Questions(const Questions&) = delete;
    Questions& operator=(const Questions&) = delete;

    /// Asks every address, in the trace of `context`; calls `on_answers` once, later.
    void ask(const std::vector<std::string>& addresses, const About& about,
             const TraceContext& context, OnAnswers on_answers);

    /// Each that was to be asked.
    const AskedSuppliers& suppliers() const { return suppliers_; }
    std::vector<http::Metric> metrics() const {
        return search_metrics(suppliers_, clock_.moment());
    }

  private:
    struct Asked {
        std::set<std::string> silent;
        SupplierAnswers answers;
        OnAnswers on_answers;
        runtime::TimerHandle timer;
    };

    Outgoing message_for(const std::string& address, const Uuid& id, const About& about,
                         const TraceContext& context) const;
    Outgoing probe(const std::string& address, const About& about);
    void end_probe(const Uuid& id, const std::string& address);
    void take(const QuestionAnswer& answer);
    void finish(const Uuid& id);

    runtime::Loop& loop_;
    Bus& bus_;
    const Clock& clock_;
    Random& random_;
    const std::chrono::milliseconds time_;
    std::map<Uuid, Asked> asked_;
    std::map<Uuid, runtime::TimerHandle> probes_;
    AskedSuppliers suppliers_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::string reply_to_;
    std::unique_ptr<Consumer> consumer_;
};

}  // namespace viaja::session
