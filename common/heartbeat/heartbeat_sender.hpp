#pragma once
// How the processes of services know of each other: each says on the bus, every ten seconds, that
// it is alive. It may be lost; nothing is decided by it, it is for people to see.

#include <chrono>
#include <optional>
#include <string>

#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"

namespace viaja {

/// Who is alive. `instance` is new for each start of a process.
struct ServiceAlive {
    std::string service;  ///< "flight-service"
    std::string address;  ///< "flight.I0"
    Uuid instance;
    std::string version;
    Instant since;
    std::string http;  ///< where it answers HTTP, "http://127.0.0.1:8081"; empty where nowhere
    bool operator==(const ServiceAlive&) const = default;
};

/// {"service":"flight-service","address":"flight.I0","instance":"…","version":"…","since":"…",
/// "http":"…"}
std::string to_text(const ServiceAlive& alive);
/// nullopt for anything else.
std::optional<ServiceAlive> service_alive_from(const std::string& body);

/// Announces one service of this process. It has no timer of its own: whoever owns the loop calls
/// `announce` at the start and every kPeriod.
class HeartbeatSender {
  public:
    static constexpr std::chrono::milliseconds kPeriod{10'000};

    /// `bus` must outlive it. What it announces began now.
    HeartbeatSender(Bus& bus, const Clock& clock, Random& random, std::string service,
                    std::string address, std::string version);

    /// Where the process answers HTTP, once that is known.
    void serve_http_at(std::string url) { self_.http = std::move(url); }

    /// Never throws for the broker's sake. One thread at a time.
    void announce();

  private:
    Bus& bus_;
    ServiceAlive self_;
};

}  // namespace viaja
