#include "common/adapters/in_process/in_process_lock.hpp"

#include <algorithm>

#include "common/contract/check.hpp"

namespace viaja {

std::vector<bool> InProcessLock::try_lock(std::span<const std::string> keys,
                                          const std::string& owner,
                                          std::chrono::milliseconds lease) {
    check(lease.count() > 0, "a lease must last");
    const std::lock_guard guard(mutex_);
    const Moment now = clock_.moment();
    if (leases_.size() >= forget_at_) forget_ended(now);

    std::vector<bool> granted;
    granted.reserve(keys.size());
    for (const std::string& key : keys) {
        const auto [entry, is_new] = leases_.try_emplace(key, Lease{owner, now + lease});
        const bool free = is_new || entry->second.until <= now;
        if (free) entry->second = Lease{owner, now + lease};
        granted.push_back(free);
    }
    return granted;
}

void InProcessLock::unlock(std::span<const std::string> keys, const std::string& owner) noexcept {
    const std::lock_guard guard(mutex_);
    for (const std::string& key : keys) {
        const auto entry = leases_.find(key);
        if (entry != leases_.end() && entry->second.owner == owner) leases_.erase(entry);
    }
}

std::size_t InProcessLock::leases() const {
    const std::lock_guard guard(mutex_);
    return leases_.size();
}

/// Holders that never unlock leave their leases behind. Looking only when there are twice as many
/// as were alive the last time keeps the memory bounded at little cost.
void InProcessLock::forget_ended(Moment now) {
    std::erase_if(leases_, [now](const auto& entry) { return entry.second.until <= now; });
    forget_at_ = std::max<std::size_t>(1024, 2 * leases_.size());
}

}  // namespace viaja
