#include "common/heartbeat/heartbeat_registry.hpp"

#include <algorithm>
#include <tuple>

namespace viaja {

void HeartbeatRegistry::hear(const ServiceAlive& alive, Moment now) {
    heard_.insert_or_assign(alive.instance, Heard{alive, now});
    forget(now);
    if (heard_.size() <= kInstancesMax) return;
    const auto oldest =
        std::ranges::min_element(heard_, {}, [](const auto& entry) { return entry.second.at; });
    heard_.erase(oldest);
}

void HeartbeatRegistry::hear(const ServiceGone& gone) {
    const auto found = heard_.find(gone.instance);
    if (found != heard_.end()) found->second.ended = true;
}

std::vector<HeartbeatRegistry::Seen> HeartbeatRegistry::list(Moment now) {
    forget(now);
    std::vector<Seen> list;
    for (const auto& [instance, heard] : heard_) {
        list.push_back({heard.heartbeat, now - heard.at, is_alive(heard, now)});
    }
    std::ranges::sort(list, [](const Seen& left, const Seen& right) {
        return std::tie(left.heartbeat.address, left.heartbeat.since, left.heartbeat.instance) <
               std::tie(right.heartbeat.address, right.heartbeat.since, right.heartbeat.instance);
    });
    return list;
}

std::optional<Duration> HeartbeatRegistry::gone_for(std::string_view address, Moment now) const {
    std::optional<Duration> gone_for;
    for (const auto& [instance, heard] : heard_) {
        if (heard.heartbeat.address != address) continue;
        if (is_alive(heard, now)) return std::nullopt;
        const Duration silent_for = now - heard.at;
        gone_for = std::min(gone_for.value_or(silent_for), silent_for);
    }
    return gone_for;
}

bool HeartbeatRegistry::is_alive(const Heard& heard, Moment now) {
    return !heard.ended && now - heard.at < kGoneAfter;
}

void HeartbeatRegistry::forget(Moment now) {
    std::erase_if(heard_,
                  [&](const auto& entry) { return now - entry.second.at >= kForgottenAfter; });
}

}  // namespace viaja
