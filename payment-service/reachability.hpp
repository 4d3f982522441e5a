#pragma once
// Whether the gateway can be reached, by the results of calls and of probes. For the adapters of
// gateway.hpp: callers see only silence, so that the log has to name an unavailable gateway.

#include <mutex>
#include <string>
#include <utility>

#include "common/ports/report.hpp"

namespace viaja::payment {

/// Any thread.
class Reachability {
  public:
    /// A call tries more than a look does, so one that failed counts until a call goes well or so
    /// many looks in a row: with one a second that is longer than the pause of any open call, and
    /// has an end where another replica got the answer.
    static constexpr int kLooksAfterACall = 60;

    /// `report` is called when the gateway becomes unavailable, with the reason, and when it
    /// recovers.
    explicit Reachability(Report report) : report_(std::move(report)) {}

    void call_failed(const std::string& reason) { failed(reason, kLooksAfterACall); }
    void call_went_well() { went_well(kLooksAfterACall); }
    void look_failed(const std::string& reason) { failed(reason, 1); }
    void look_went_well() { went_well(1); }

    /// True before anything was tried.
    bool healthy() const {
        const std::lock_guard guard(mutex_);
        return looks_until_healthy_ == 0;
    }

  private:
    void failed(const std::string& reason, int looks);
    void went_well(int looks);

    const Report report_;
    mutable std::mutex mutex_;
    int looks_until_healthy_ = 0;  // protected by mutex_
};

}  // namespace viaja::payment
