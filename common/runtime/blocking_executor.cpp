#include "common/runtime/blocking_executor.hpp"

#include <utility>

#include "common/runtime/thread_name.hpp"

namespace viaja::runtime {

BlockingExecutor::BlockingExecutor(const std::string& name, std::size_t waiting_max)
    : waiting_max_(waiting_max) {
    thread_ = std::thread([this, name] {
        name_this_thread(name);
        work();
    });
}

BlockingExecutor::~BlockingExecutor() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        wake_.notify_all();
    }
    thread_.join();
}

bool BlockingExecutor::submit(std::function<void()> call) {
    const std::lock_guard guard(mutex_);
    if (stopping_ || waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(call));
    wake_.notify_one();
    return true;
}

void BlockingExecutor::work() {
    for (;;) {
        std::function<void()> call;
        {
            std::unique_lock guard(mutex_);
            wake_.wait(guard, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            call = std::move(waiting_.front());
            waiting_.pop_front();
        }
        call();
    }
}

}  // namespace viaja::runtime
