#pragma once
// The locks of a worker's batches at the lock server. They usually keep two coordinators from
// working on one session. Where the server is unavailable, or a lock is held for longer than a
// batch takes (its holder may be dead or frozen), the row lock alone decides.

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/ports/clock.hpp"
#include "common/ports/lock.hpp"
#include "common/ports/report.hpp"

namespace viaja {

/// Of one worker's thread.
class BatchLocks {
  public:
    BatchLocks(LockService& lock, const Clock& clock, Random& random,
               std::chrono::milliseconds lease, std::chrono::milliseconds patience, Report report);

    struct Taken {
        std::string owner;
        std::vector<std::string> held;
        std::set<std::string> busy;  ///< locked by another worker
        bool server_is_unavailable = false;
    };
    /// Tries all keys in one round trip. Never throws operational errors.
    Taken take(const std::set<std::string>& keys);
    void give_back(const Taken& taken) noexcept;

  private:
    struct BusyKey {
        Moment since;
        Moment seen;
        bool reported = false;
    };

    bool is_outwaited(const std::string& key);
    std::string new_owner();

    LockService& lock_;
    const Clock& clock_;
    Random& random_;
    const std::chrono::milliseconds lease_;
    const std::chrono::milliseconds patience_;
    const Report report_;
    bool is_unavailable_ = false;
    std::map<std::string, BusyKey> busy_keys_;
};

}  // namespace viaja
