#pragma once
// Virtual time, seeded chance, and what is to happen when. The simulation has no thread: the same
// seed gives the same run, to the letter.

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <utility>

#include "common/ports/clock.hpp"

namespace viaja::simulation {

class VirtualClock : public Clock {
  public:
    Instant now() const override { return now_; }
    Moment moment() const override { return Moment(now_.time_since_epoch()); }
    void advance_to(Instant at) {
        if (at > now_) now_ = at;
    }

  private:
    Instant now_ = Instant(std::chrono::sys_days(
        Date{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(21)}));
};

class Chance : public Random {
  public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes)
            byte = static_cast<std::uint8_t>(engine_());
    }
    /// From 0 to `below` - 1.
    std::size_t pick(std::size_t below) { return static_cast<std::size_t>(engine_() % below); }
    /// True so many times in ten thousand.
    bool in_ten_thousand(unsigned times) { return engine_() % 10'000 < times; }
    Duration between(Duration shortest, Duration longest) {
        const auto span = static_cast<std::uint64_t>((longest - shortest).count()) + 1;
        return shortest + Duration(static_cast<std::int64_t>(engine_() % span));
    }

  private:
    std::mt19937_64 engine_;
};

/// Events by time; those of one instant in the order in which they were noted.
class Agenda {
  public:
    void at(Instant time, std::function<void()> event) {
        events_.emplace(std::pair(time, ++noted_), std::move(event));
    }
    Instant next() const { return events_.empty() ? Instant::max() : events_.begin()->first.first; }
    /// Runs what is due; false if there was nothing.
    bool run_due(Instant now) {
        bool ran = false;
        while (next() <= now) {
            auto event = std::move(events_.extract(events_.begin()).mapped());
            event();
            ran = true;
        }
        return ran;
    }

  private:
    std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> events_;
    std::uint64_t noted_ = 0;
};

}  // namespace viaja::simulation
