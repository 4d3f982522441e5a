#pragma once
// Where the answers to open gateway calls are to go, as far as that is not the queue that all
// coordinators share: to the one that asked last. Kept in memory alone: an answer that goes to the
// shared queue instead is as good, and is asked for again where nothing takes it from there.

#include <map>
#include <mutex>
#include <string>

#include "common/contract/session_shard.hpp"
#include "common/contract/topology.hpp"
#include "payment-service/core/payment.hpp"

namespace viaja::payment {

/// Any thread.
class AnswerAddresses {
  public:
    static constexpr std::size_t kMost = 10'000;

    void asked(const PaymentId& payment, const std::string& reply_to) {
        const std::lock_guard guard(mutex_);
        addresses_.erase(payment);
        if (!topology::is_private(reply_to)) return;
        if (addresses_.size() >= kMost) addresses_.clear();
        addresses_.emplace(payment, reply_to);
    }
    std::string of(const PaymentId& payment) const {
        const std::lock_guard guard(mutex_);
        const auto found = addresses_.find(payment);
        return found == addresses_.end() ? session_address(payment.session_id) : found->second;
    }

  private:
    mutable std::mutex mutex_;
    std::map<PaymentId, std::string> addresses_;
};

}  // namespace viaja::payment
