#include "common/runtime/workers.hpp"

#include <pthread.h>

#include <utility>

namespace viaja::runtime {
namespace {

/// Linux refuses longer names instead of cutting them.
constexpr std::size_t kThreadNameMax = 15;

}  // namespace

Work work_of(Pipeline& pipeline, std::chrono::milliseconds grace) {
    return {
        .wait = [&pipeline] { return pipeline.wait(); },
        .step = [&pipeline] { return pipeline.step(); },
        .stop = [&pipeline, grace] { pipeline.stop(grace); },
    };
}

Worker::Worker(const std::string& name, Work work) : work_(std::move(work)) {
    thread_ = std::jthread([this, name = name.substr(0, kThreadNameMax)] {
        pthread_setname_np(pthread_self(), name.c_str());
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
