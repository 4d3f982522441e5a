#include "common/runtime/workers.hpp"

#include <utility>

#include "common/runtime/thread_name.hpp"

namespace viaja::runtime {

Worker::Worker(const std::string& name, Work work) : work_(std::move(work)) {
    thread_ = std::jthread([this, name] {
        name_this_thread(name);
        while (work_.wait()) {
            while (work_.step()) {
            }
        }
    });
}

Worker::~Worker() {
    stop();
}

void Worker::stop() {
    if (!thread_.joinable()) return;
    work_.stop();
    thread_.join();
}

}  // namespace viaja::runtime
