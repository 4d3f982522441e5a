#include "payment-service/late_answers.hpp"

#include <chrono>
#include <utility>

namespace viaja::payment {

Scheduler LateAnswers::scheduler() {
    return [this](Duration delay, std::function<void()> then) {
        loop_.post([this, delay, then = std::move(then)] {
            std::erase_if(timers_, [](const auto& timer) { return !timer.pending(); });
            timers_.push_back(loop_.call_after(
                std::chrono::duration_cast<std::chrono::milliseconds>(delay), then));
        });
    };
}

}  // namespace viaja::payment
