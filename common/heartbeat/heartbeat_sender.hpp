#pragma once
// How the processes of services know of each other: each says on the bus, every ten seconds and
// when it is asked, that it is alive, and at its end that it is gone. Any of these may be lost.
// They are for operators to see, and tell session-service which schedules there are.

#include <chrono>
#include <optional>
#include <string>

#include "common/contract/schedule.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"

namespace viaja {

/// One heartbeat: the process that runs. `instance` is new for each start of a process.
struct ServiceAlive {
    std::string service;  ///< "flight-service"
    std::string address;  ///< "flight.I0"
    Uuid instance;
    std::string version;
    Instant since;
    std::string http;  ///< where it answers HTTP, "http://127.0.0.1:8081"; empty where nowhere
    /// Of a carrier, once it has read it.
    std::optional<ScheduleVersion> schedule = std::nullopt;
    bool operator==(const ServiceAlive&) const = default;
};

/// {"service":"flight-service","address":"flight.I0","instance":"…","version":"…","since":"…",
/// "http":"…","schedule":{"version":"…","flights":560}}
std::string to_text(const ServiceAlive& alive);
/// nullopt for anything else.
std::optional<ServiceAlive> service_alive_from(const std::string& body);

/// A process that ends in order.
struct ServiceGone {
    std::string address;
    Uuid instance;
    bool operator==(const ServiceGone&) const = default;
};

/// {"address":"flight.I0","instance":"…"}
std::string to_text(const ServiceGone& gone);
/// nullopt for anything else.
std::optional<ServiceGone> service_gone_from(const std::string& body);

/// Asks every process to announce itself: for a process that has just begun to listen. May be lost.
void request_heartbeats(Bus& bus);

/// Announces one service of this process. It has no timer of its own: see Heartbeats.
class HeartbeatSender {
  public:
    static constexpr std::chrono::milliseconds kPeriod{10'000};

    /// `bus` must outlive it. What it announces began now.
    HeartbeatSender(Bus& bus, const Clock& clock, Random& random, std::string service,
                    std::string address, std::string version);

    /// Where the process answers HTTP, once that is known.
    void serve_http_at(std::string url) { self_.http = std::move(url); }

    /// The schedule that the next announcements name. True if it is another than before.
    bool set_schedule(ScheduleVersion schedule);

    const std::string& address() const { return self_.address; }

    /// Both never throw operational errors. One thread at a time.
    void announce();
    void announce_end();

  private:
    Bus& bus_;
    ServiceAlive self_;
};

}  // namespace viaja
