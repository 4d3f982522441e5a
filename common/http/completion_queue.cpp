#include "common/http/completion_queue.hpp"

#include <utility>

namespace viaja::http {

void CompletionQueue::put(Completion completion) {
    // The lock is held while waking, so that `close` waits for the last wake.
    const std::lock_guard lock(mutex_);
    if (!open_) return;
    completions_.push_back(std::move(completion));
    if (completions_.size() == 1 && !attended_) wake_();
}

void CompletionQueue::attend() {
    const std::lock_guard lock(mutex_);
    attended_ = true;
}

std::vector<Completion> CompletionQueue::take() {
    const std::lock_guard lock(mutex_);
    attended_ = !completions_.empty();
    return std::exchange(completions_, {});
}

void CompletionQueue::close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
    completions_.clear();
}

void Responder::give(Response response) {
    const bool repeated = given_.exchange(true);
    completions_->put({peer_, slot_, std::move(response), repeated});
}

void Responder::give_up() {
    if (!given_.exchange(true)) completions_->put({peer_, slot_, std::nullopt, false});
}

}  // namespace viaja::http
