#pragma once
// Sends the heartbeats of all services of this process: at the start, every
// HeartbeatSender::kPeriod, at once when a schedule has changed, shortly after another process has
// requested them, and at the end. Loop thread only.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/heartbeat/heartbeat_sender.hpp"
#include "common/runtime/loop.hpp"

namespace viaja {

class Heartbeats {
  public:
    /// Answers to a question come within this time, each process at a random moment of it.
    static constexpr std::chrono::milliseconds kAnswerWithin{200};

    /// All of them outlive it. `version` is that of the program.
    Heartbeats(runtime::Loop& loop, Bus& bus, const Clock& clock, Random& random,
               std::string version);
    ~Heartbeats();
    Heartbeats(const Heartbeats&) = delete;
    Heartbeats& operator=(const Heartbeats&) = delete;

    /// Before `start`: "flight-service" at "flight.I0".
    void add(std::string service, std::string address);

    /// `http`: where this process answers HTTP.
    void start(const std::string& http);

    /// Before `start`: what is called when another process has requested announcements, before they
    /// are sent, so that what they say can be read anew.
    void when_asked(std::function<void()> call) { when_asked_ = std::move(call); }

    /// The present schedule of the carrier at this address, one of those added.
    void set_schedule(const std::string& address, ScheduleVersion schedule);

    /// Says that the services are gone; nothing more is announced. A second call does nothing.
    void stop();

  private:
    void announce();
    void answer_soon();

    runtime::Loop& loop_;
    Bus& bus_;
    const Clock& clock_;
    Random& random_;
    const std::string version_;
    std::vector<HeartbeatSender> announcers_;
    std::function<void()> when_asked_ = [] {};
    bool running_ = false;
    runtime::TimerHandle every_;
    runtime::TimerHandle soon_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::unique_ptr<Consumer> asked_;
};

}  // namespace viaja
