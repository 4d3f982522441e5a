#pragma once
// Questions for seats to carriers: sent side by side, each answered once at most. Answers and
// silences are counted by the carriers' breakers. Loop thread only.

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
#include "session-service/routes/itineraries.hpp"
#include "session-service/routes/schedules.hpp"
#include "session-service/search/search_metrics.hpp"

namespace viaja::session {

class SeatChecks {
  public:
    struct Ports {
        runtime::Loop& loop;
        Bus& bus;
        const Clock& clock;
        Random& random;
    };
    struct Answer {
        Uuid search;
        std::string carrier;
        std::vector<routes::CheckedFlight> seats;
    };
    using OnAnswer = std::function<void(Answer)>;
    /// What all questions of one search have in common.
    struct Terms {
        int passengers = 1;
        std::chrono::milliseconds wait{1};  ///< how long the search waits, 1 ms at least
        TraceContext context = {};
    };

    /// All outlive it. `on_answer` is called once for each question that is answered in time.
    SeatChecks(const Ports& ports, routes::Schedules& schedules, OnAnswer on_answer);
    ~SeatChecks();
    SeatChecks(const SeatChecks&) = delete;
    SeatChecks& operator=(const SeatChecks&) = delete;

    void ask(const Uuid& search, const std::vector<routes::FlightsToCheck>& checks,
             const Terms& terms);
    /// The search waits no longer: carriers that owe it an answer have stayed silent.
    void give_up(const Uuid& search);
    /// Asks those silent carriers that may answer again; no search waits for it.
    void ask_silent_carriers(std::chrono::milliseconds wait);
    /// A search has left these carriers out, since they are silent.
    void leave_out(const std::set<std::string>& carriers);

    /// The carriers that were to be asked and are not gone.
    AskedSuppliers suppliers() const;

  private:
    struct Open {
        Uuid search;
        std::string carrier;
        int passengers = 1;
    };

    Outgoing message_for(const Uuid& search, const routes::FlightsToCheck& asked,
                         const Terms& terms);
    void take(const std::string& body);
    void take(const QuestionAnswer& answer);

    runtime::Loop& loop_;
    Bus& bus_;
    const Clock& clock_;
    Random& random_;
    routes::Schedules& schedules_;
    const OnAnswer on_answer_;
    std::map<Uuid, Open> open_;               ///< by the question's id
    std::map<Uuid, std::set<Uuid>> open_of_;  ///< by the search's id
    std::map<Uuid, runtime::TimerHandle> probes_;
    std::map<std::string, AskedCounters> counters_;  ///< by carrier
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::string reply_to_;
    std::unique_ptr<Consumer> consumer_;
};

}  // namespace viaja::session
