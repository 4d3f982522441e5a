#pragma once
// A clock that moves only when it is told to, and random bytes that are the same in each run.

#include <atomic>

#include "common/ports/clock.hpp"

namespace viaja::test {

class TestClock : public Clock {
  public:
    TestClock() = default;
    explicit TestClock(Instant now) : micros_(now.time_since_epoch().count()) {}

    Instant now() const override { return from_micros(micros_.load()); }
    Moment moment() const override { return Moment(Duration(passed_.load())); }
    void advance(Duration by) {
        micros_.fetch_add(by.count());
        passed_.fetch_add(by.count());
    }
    void advance_to(Instant now) { advance(now - this->now()); }
    /// Sets the wall clock, forward or back: no time passes.
    void step(Duration by) { micros_.fetch_add(by.count()); }

  private:
    std::atomic<std::int64_t> micros_{1'800'000'000'000'000};
    std::atomic<std::int64_t> passed_{3'600'000'000};
};

class TestRandom : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes)
            byte = static_cast<std::uint8_t>(next_.fetch_add(7) >> 3);
    }

  private:
    std::atomic<std::uint64_t> next_{1};
};

}  // namespace viaja::test
