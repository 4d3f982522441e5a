#pragma once
// The LockService port within one process.

#include <map>
#include <mutex>
#include <string>

#include "common/ports/clock.hpp"
#include "common/ports/lock.hpp"

namespace viaja {

/// Leases by the monotonic clock that is given. Any thread; one object is shared by all workers.
class InProcessLock : public LockService {
  public:
    explicit InProcessLock(const Clock& clock) : clock_(clock) {}

    std::vector<bool> try_lock(std::span<const std::string> keys, const std::string& owner,
                               std::chrono::milliseconds lease) override;
    void unlock(std::span<const std::string> keys, const std::string& owner) noexcept override;

    /// Leases that are remembered, ended ones included.
    std::size_t leases() const;

  private:
    struct Lease {
        std::string owner;
        Moment until;
    };

    void forget_ended(Moment now);

    const Clock& clock_;
    mutable std::mutex mutex_;
    std::map<std::string, Lease> leases_;
    std::size_t forget_at_ = 1024;  ///< as many leases are looked through for ended ones
};

}  // namespace viaja
