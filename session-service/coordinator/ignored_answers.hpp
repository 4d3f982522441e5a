#pragma once
// Answers that no request waited for, counted by kind: late, doubled, or of an attempt that is
// over. To ignore them is right; many of them show that a supplier or the broker is slow.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "session-service/core/session.hpp"

namespace viaja::session {

/// Of one process since its start. Any thread.
class IgnoredAnswers {
  public:
    /// By the answer ("confirmed") and the reason.
    using Counts = std::map<std::pair<std::string, Ignored>, std::uint64_t>;

    void add(const Counts& more);
    Counts counts() const;

  private:
    mutable std::mutex mutex_;
    Counts counts_;
};

}  // namespace viaja::session
