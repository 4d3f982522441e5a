#pragma once
// A lock server that is unavailable now and then, and loses what it knew.

#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/ports/errors.hpp"
#include "tests/simulation/agenda.hpp"
#include "tests/simulation/faults.hpp"

namespace viaja::simulation {

class FaultyLock : public LockService {
  public:
    FaultyLock(const VirtualClock& clock, Chance& chance, const Faults& faults)
        : chance_(chance), faults_(faults), inner_(clock) {}

    std::vector<bool> try_lock(std::span<const std::string> keys, const std::string& owner,
                               std::chrono::milliseconds lease) override {
        if (faults_.on && chance_.in_ten_thousand(faults_.lock_away)) {
            throw Unavailable("the lock server is unavailable");
        }
        if (faults_.on && chance_.in_ten_thousand(faults_.lock_wiped)) {
            return std::vector<bool>(keys.size(), true);
        }
        return inner_.try_lock(keys, owner, lease);
    }
    void unlock(std::span<const std::string> keys, const std::string& owner) noexcept override {
        inner_.unlock(keys, owner);
    }

  private:
    Chance& chance_;
    const Faults& faults_;
    InProcessLock inner_;
};

}  // namespace viaja::simulation
