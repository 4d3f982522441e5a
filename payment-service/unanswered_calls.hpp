#pragma once
// First calls of authorize that no row shows yet: what they were made with, and when their silence
// is written down. Kept in memory alone: where a process dies with them, the coordinator asks
// again, and the repeated call has the same key.

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "payment-service/gateway.hpp"

namespace viaja::payment {

/// Any thread.
class UnansweredCalls {
  public:
    /// Of more the coordinators alone ask again.
    static constexpr std::size_t kMost = 10'000;

    /// A repeated call waits no longer than the first one.
    void made(const GatewayCall& call, Instant silent_at) {
        const std::lock_guard guard(mutex_);
        if (calls_.size() < kMost) calls_.try_emplace(call.payment, Waiting{call, silent_at});
    }
    /// It was answered, or its silence was written down.
    void over(const PaymentId& payment) {
        const std::lock_guard guard(mutex_);
        calls_.erase(payment);
    }
    /// At most `limit` calls that are silent at `now`.
    std::vector<GatewayCall> silent(Instant now, std::size_t limit) const {
        const std::lock_guard guard(mutex_);
        std::vector<GatewayCall> calls;
        for (const auto& [id, waiting] : calls_) {
            if (calls.size() == limit) break;
            if (is_due(waiting.silent_at, now)) calls.push_back(waiting.call);
        }
        return calls;
    }
    /// When the next of them that is not silent at `now` will be.
    std::optional<Instant> next_after(Instant now) const {
        const std::lock_guard guard(mutex_);
        std::optional<Instant> next;
        for (const auto& [id, waiting] : calls_) {
            if (is_due(waiting.silent_at, now)) continue;
            next = std::min(next.value_or(waiting.silent_at), waiting.silent_at);
        }
        return next;
    }

  private:
    struct Waiting {
        GatewayCall call;
        Instant silent_at;
    };
    mutable std::mutex mutex_;
    std::map<PaymentId, Waiting> calls_;
};

}  // namespace viaja::payment
