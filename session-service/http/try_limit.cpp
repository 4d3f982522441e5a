#include "session-service/http/try_limit.hpp"

#include <algorithm>

namespace viaja::session {

TryLimit::TryLimit(std::size_t tries_max, Duration window, std::size_t clients_max)
    : tries_max_(tries_max), window_(window), clients_max_(clients_max) {}

std::optional<Duration> TryLimit::take(const std::string& client, Moment now) {
    if (tries_max_ == 0) return std::nullopt;
    const std::lock_guard guard(mutex_);
    if (tries_.size() >= clients_max_ && !tries_.contains(client)) make_room(now);
    auto& tries = tries_[client];
    while (!tries.empty() && tries.front() + window_ <= now)
        tries.pop_front();
    if (tries.size() >= tries_max_) return tries.front() + window_ - now;
    tries.push_back(now);
    return std::nullopt;
}

void TryLimit::give_back(const std::string& client) {
    const std::lock_guard guard(mutex_);
    const auto found = tries_.find(client);
    if (found == tries_.end()) return;
    if (!found->second.empty()) found->second.pop_back();
    if (found->second.empty()) tries_.erase(found);
}

std::optional<Duration> TryLimit::wait_of(const std::string& client, Moment now) {
    const std::lock_guard guard(mutex_);
    const auto found = tries_.find(client);
    if (found == tries_.end() || found->second.size() < tries_max_) return std::nullopt;
    const auto end = found->second[found->second.size() - tries_max_] + window_;
    return end > now ? std::optional(end - now) : std::nullopt;
}

/// Forgets the clients whose tries are over, or else the one that has not tried for longest.
void TryLimit::make_room(Moment now) {
    std::erase_if(tries_, [&](const auto& entry) { return entry.second.back() + window_ <= now; });
    if (tries_.size() < clients_max_) return;
    tries_.erase(std::ranges::min_element(tries_, {},
                                          [](const auto& entry) { return entry.second.back(); }));
}

}  // namespace viaja::session
