#include "session-service/try_limit.hpp"

#include <algorithm>

namespace viaja::session {

TryLimit::TryLimit(std::size_t tries_max, Duration window, std::size_t peers_max)
    : tries_max_(tries_max), window_(window), peers_max_(peers_max) {}

std::optional<Duration> TryLimit::take(const std::string& peer, Moment now) {
    const std::lock_guard guard(mutex_);
    if (tries_.size() >= peers_max_ && !tries_.contains(peer)) make_room(now);
    auto& tries = tries_[peer];
    while (!tries.empty() && tries.front() + window_ <= now)
        tries.pop_front();
    if (tries.size() >= tries_max_) return tries.front() + window_ - now;
    tries.push_back(now);
    return std::nullopt;
}

void TryLimit::give_back(const std::string& peer) {
    const std::lock_guard guard(mutex_);
    const auto found = tries_.find(peer);
    if (found == tries_.end()) return;
    if (!found->second.empty()) found->second.pop_back();
    if (found->second.empty()) tries_.erase(found);
}

/// Forgets the peers whose tries are over, or else the one that has not tried for longest.
void TryLimit::make_room(Moment now) {
    std::erase_if(tries_, [&](const auto& entry) { return entry.second.back() + window_ <= now; });
    if (tries_.size() < peers_max_) return;
    tries_.erase(std::ranges::min_element(tries_, {},
                                          [](const auto& entry) { return entry.second.back(); }));
}

}  // namespace viaja::session
