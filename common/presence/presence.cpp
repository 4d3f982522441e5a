#include "common/presence/presence.hpp"

#include <algorithm>
#include <tuple>

namespace viaja {

void Presence::hear(const ServiceAlive& alive, Instant now) {
    seen_.insert_or_assign(alive.instance, Seen{alive, now, true});
    forget(now);
    if (seen_.size() <= kInstancesMax) return;
    const auto oldest = std::ranges::min_element(
        seen_, {}, [](const auto& entry) { return entry.second.last_seen; });
    seen_.erase(oldest);
}

std::vector<Presence::Seen> Presence::list(Instant now) {
    forget(now);
    std::vector<Seen> list;
    for (const auto& [instance, seen] : seen_) {
        list.push_back(seen);
        list.back().alive = now - seen.last_seen < kGoneAfter;
    }
    std::ranges::sort(list, [](const Seen& left, const Seen& right) {
        return std::tie(left.who.address, left.who.since, left.who.instance) <
               std::tie(right.who.address, right.who.since, right.who.instance);
    });
    return list;
}

void Presence::forget(Instant now) {
    std::erase_if(
        seen_, [&](const auto& entry) { return now - entry.second.last_seen >= kForgottenAfter; });
}

}  // namespace viaja
