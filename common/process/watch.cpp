#include "common/process/watch.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace viaja::process {
namespace {

constexpr std::chrono::seconds kEvery{1};

}  // namespace

Watch::Watch(std::function<bool()> look) : look_(std::move(look)), thread_([this] { work(); }) {}

Watch::~Watch() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        wake_.notify_all();
    }
    thread_.join();
}

void Watch::work() {
    std::unique_lock guard(mutex_);
    while (!stopping_) {
        guard.unlock();
        bool good = false;
        try {
            good = look_();
        } catch (const std::exception&) {
            good = false;
        }
        good_ = good;
        guard.lock();
        wake_.wait_for(guard, kEvery, [this] { return stopping_; });
    }
}

}  // namespace viaja::process
