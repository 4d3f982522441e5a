#pragma once
// A carrier as session-service sees it: it announces a schedule, gives its pages, and says what is
// left of its flights. Any thread.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/contract/messages.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "common/ports/bus.hpp"

namespace viaja::session {

class CarrierOnBus {
  public:
    /// A flight: "AA1 GRU-REC 09:00 +190 100", for 100 centavos, every day; " as=BB7" at its end:
    /// operated by BB as BB7.
    CarrierOnBus(Bus& bus, const Clock& clock, Random& random, std::string code,
                 const std::vector<std::string>& flights);

    void set_schedule(const std::string& version, const std::vector<std::string>& flights);
    void announce();
    /// On every day: so many seats for so much each. Otherwise 50 at the schedule's price.
    void sell(const std::string& flight, int left, std::int64_t price);
    /// Answers no question, or does again.
    void freeze(bool frozen);
    /// Says every answer so many times.
    void repeat(int times);
    /// Tells all replicas what is left of a flight.
    void tell(const std::string& flight, Date date, int left);

    /// Questions for seats so far.
    int asked() const;
    /// Of the last question for seats.
    TraceContext context() const;

  private:
    struct Sale {
        int left = 50;
        std::int64_t price = 0;
    };

    void answer(const Question& question, const TraceContext& context);
    void fill(QuestionAnswer& answer, const ScheduleQuestion& about) const;
    void fill(QuestionAnswer& answer, const SeatsQuestion& about) const;

    Bus& bus_;
    const std::string code_;
    mutable std::mutex mutex_;  // protects all below but the consumers
    HeartbeatSender heartbeat_;
    std::string version_ = "1";
    std::vector<ScheduledFlight> flights_;
    std::map<std::string, Sale> sales_;
    bool frozen_ = false;
    int repeat_ = 1;
    int asked_ = 0;
    TraceContext context_;
    std::unique_ptr<Consumer> inbox_;
    std::unique_ptr<Consumer> who_;
};

}  // namespace viaja::session
