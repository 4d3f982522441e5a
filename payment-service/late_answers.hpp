#pragma once
// Timers of the loop that give the late answers of the test gateway.

#include <vector>

#include "common/runtime/loop.hpp"
#include "payment-service/test_gateway.hpp"

namespace viaja::payment {

/// Construct and destroy it on the loop's thread; what is not given by then is lost.
class LateAnswers {
  public:
    /// The loop outlives it.
    explicit LateAnswers(runtime::Loop& loop) : loop_(loop) {}
    LateAnswers(const LateAnswers&) = delete;
    LateAnswers& operator=(const LateAnswers&) = delete;

    /// Any thread may call it, until this object is gone.
    Scheduler scheduler();

  private:
    runtime::Loop& loop_;
    std::vector<runtime::TimerHandle> timers_;  ///< loop thread only
};

}  // namespace viaja::payment
