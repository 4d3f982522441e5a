#pragma once
// A circuit breaker for one supplier: after some silences in a row it is not asked for a while, and
// then by one question only, until it answers. Pure; the caller gives the time. One thread.

#include <optional>
#include <string_view>

#include "common/contract/time.hpp"
#include "common/text/enum_words.hpp"

namespace viaja::session {

struct BreakerSight;

class Breaker {
  public:
    enum class State { closed, open, half_open };
    friend constexpr std::string_view name_of(State state) {
        switch (state) {
            case State::closed:
                return "closed";
            case State::open:
                return "open";
            case State::half_open:
                return "half_open";
        }
        return {};
    }

    explicit Breaker(int failures_max = 3, Duration open_time = std::chrono::seconds(5))
        : failures_max_(failures_max), open_time_(open_time) {}

    /// True if the supplier may be asked now. Half open lets one question through.
    bool allows(Moment now);
    void answered(Moment now);
    void stayed_silent(Moment now);

    State state() const { return state_; }
    /// What operators see of it.
    BreakerSight sight() const;

  private:
    void change(State state, Moment now);

    const int failures_max_;
    const Duration open_time_;
    State state_ = State::closed;
    std::optional<Moment> since_;  ///< in that state; unset before the first change
    int failures_ = 0;
    bool probing_ = false;
};

/// A breaker at one moment.
struct BreakerSight {
    Breaker::State state = Breaker::State::closed;
    std::optional<Moment> since;       ///< in that state; unset where it never was in another
    std::optional<Moment> next_probe;  ///< when one may be sent; unset where it is closed
};

}  // namespace viaja::session
