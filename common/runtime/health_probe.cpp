#include "common/runtime/health_probe.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace viaja::runtime {
namespace {

constexpr std::chrono::seconds kEvery{1};

}  // namespace

HealthProbe::HealthProbe(std::function<bool()> look)
    : look_(std::move(look)), thread_([this] { work(); }) {}

HealthProbe::~HealthProbe() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        wake_.notify_all();
    }
    thread_.join();
}

void HealthProbe::look_now() {
    const std::lock_guard guard(mutex_);
    wanted_ = true;
    wake_.notify_all();
}

void HealthProbe::work() {
    std::unique_lock guard(mutex_);
    while (!stopping_) {
        wanted_ = false;
        guard.unlock();
        bool healthy = false;
        try {
            healthy = look_();
        } catch (const std::exception&) {
            healthy = false;
        }
        healthy_ = healthy;
        guard.lock();
        wake_.wait_for(guard, kEvery, [this] { return stopping_ || wanted_; });
    }
}

}  // namespace viaja::runtime
