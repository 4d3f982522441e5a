#include "common/runtime/workers.hpp"

#include <pthread.h>

#include <utility>

namespace viaja::runtime {
namespace {

/// Linux refuses longer names instead of cutting them.
constexpr std::size_t kThreadNameMax = 15;

}  // namespace

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
