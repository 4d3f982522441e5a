#pragma once
// The latest heartbeat of each process: what operators see of the processes. One thread.

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "common/heartbeat/heartbeat_sender.hpp"

namespace viaja {

class HeartbeatRegistry {
  public:
    /// Not heard of for so long, a process counts as gone.
    static constexpr std::chrono::seconds kGoneAfter{30};
    /// Gone ones are shown for so long, so that it can be seen that they were there.
    static constexpr std::chrono::seconds kForgottenAfter{3'600};
    /// Instances that are kept in mind; of more, those unheard for longest are forgotten.
    static constexpr std::size_t kInstancesMax = 1'000;

    struct Seen {
        ServiceAlive heartbeat;
        Duration silent_for{};
        bool alive = true;
    };

    void hear(const ServiceAlive& alive, Moment now);
    /// Shown as gone from now on, unless it is heard again.
    void hear(const ServiceGone& gone);
    /// By address, then by when they began.
    std::vector<Seen> list(Moment now);
    /// For how long no process of the address has been alive; nullopt where one is, and where none
    /// was ever heard, of which nothing is known.
    std::optional<Duration> gone_for(std::string_view address, Moment now) const;

  private:
    struct Heard {
        ServiceAlive heartbeat;
        Moment at;
        bool ended = false;
    };

    static bool is_alive(const Heard& heard, Moment now);
    void forget(Moment now);

    std::map<Uuid, Heard> heard_;
};

}  // namespace viaja
