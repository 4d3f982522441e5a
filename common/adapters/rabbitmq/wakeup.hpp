#pragma once
// Wakes a thread that waits in poll(). Internal to the adapter.

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace viaja::amqp {

/// Many calls of `wake` before the thread looks are one.
class Wakeup {
  public:
    Wakeup() : descriptor_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
        if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    }
    ~Wakeup() { ::close(descriptor_); }
    Wakeup(const Wakeup&) = delete;
    Wakeup& operator=(const Wakeup&) = delete;

    /// Readable while there is a reason to wake.
    int descriptor() const { return descriptor_; }

    /// Any thread.
    void wake() {
        if (woken_.exchange(true)) return;
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(descriptor_, &one, sizeof one);
    }

    /// By the thread that was woken, before it looks at what there is to do.
    void take() {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t taken = ::read(descriptor_, &count, sizeof count);
        woken_.store(false);
    }

  private:
    const int descriptor_;
    std::atomic<bool> woken_{false};
};

}  // namespace viaja::amqp
