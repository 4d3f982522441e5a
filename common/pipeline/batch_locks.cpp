#include "common/pipeline/batch_locks.hpp"

#include <array>
#include <utility>

#include "common/contract/ids.hpp"
#include "common/ports/errors.hpp"

namespace viaja {
namespace {

/// A lock that stays held for so many of its leases was forgotten, or made by hand: it is reported.
constexpr int kLeasesMax = 2;
/// A lock that was not looked at for so long may have ended in between: what holds it then is
/// another holder. Inputs that wait look far more often, sweeps once a second.
constexpr std::chrono::milliseconds kLookGapMax{1'500};
constexpr std::size_t kBusyKeysMax = 1'000;

}  // namespace

BatchLocks::BatchLocks(LockService& lock, const Clock& clock, Random& random,
                       std::chrono::milliseconds lease, std::chrono::milliseconds patience,
                       Report report)
    : lock_(lock),
      clock_(clock),
      random_(random),
      lease_(lease),
      patience_(patience),
      report_(std::move(report)) {}

BatchLocks::Taken BatchLocks::take(const std::set<std::string>& keys) {
    Taken taken;
    if (keys.empty()) return taken;
    taken.owner = new_owner();
    const std::vector<std::string> sorted(keys.begin(), keys.end());
    std::vector<bool> granted;
    try {
        granted = lock_.try_lock(sorted, taken.owner, lease_);
        if (std::exchange(is_unavailable_, false)) {
            report_({Severity::info, "lock server available again"});
        }
    } catch (const Unavailable& error) {
        if (!std::exchange(is_unavailable_, true)) {
            report_({Severity::warning,
                     "lock server unavailable, continuing with row locks",
                     {{"error", error.what()}}});
        }
        taken.server_is_unavailable = true;
        return taken;
    }
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (granted[i]) {
            taken.held.push_back(sorted[i]);
            busy_keys_.erase(sorted[i]);
        } else if (!is_outwaited(sorted[i])) {
            taken.busy.insert(sorted[i]);
        }
    }
    return taken;
}

void BatchLocks::give_back(const Taken& taken) noexcept {
    if (!taken.held.empty()) lock_.unlock(taken.held, taken.owner);
}

/// True once the key was busy for `patience_`: its session is then changed under the row lock
/// alone. So it is at once where more keys are busy than are remembered.
bool BatchLocks::is_outwaited(const std::string& key) {
    const auto now = clock_.moment();
    if (busy_keys_.size() >= kBusyKeysMax && !busy_keys_.contains(key)) {
        std::erase_if(busy_keys_,
                      [&](const auto& busy) { return now - busy.second.seen > kLookGapMax; });
        if (busy_keys_.size() >= kBusyKeysMax) return true;
    }
    BusyKey& busy = busy_keys_.try_emplace(key, BusyKey{now, now, false}).first->second;
    if (now - busy.seen > kLookGapMax) busy = BusyKey{now, now, false};
    busy.seen = now;
    const auto busy_for = now - busy.since;
    if (busy_for >= kLeasesMax * lease_ && !std::exchange(busy.reported, true)) {
        report_({Severity::warning,
                 "lock never released, continuing with its row lock",
                 {{"key", key}}});
    }
    return busy_for >= patience_;
}

std::string BatchLocks::new_owner() {
    std::array<std::uint8_t, 16> bytes{};
    random_.fill(bytes);
    return Uuid(bytes).text();
}

}  // namespace viaja
