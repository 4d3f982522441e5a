#include "session-service/breaker/breaker.hpp"

namespace viaja::session {

bool Breaker::allows(Moment now) {
    if (state_ == State::open && now >= *since_ + open_time_) change(State::half_open, now);
    if (state_ == State::half_open) {
        const bool first = !probing_;
        probing_ = true;
        return first;
    }
    return state_ == State::closed;
}

void Breaker::answered(Moment now) {
    failures_ = 0;
    if (state_ != State::closed) change(State::closed, now);
}

void Breaker::stayed_silent(Moment now) {
    ++failures_;
    const bool too_many = state_ == State::closed && failures_ >= failures_max_;
    if (too_many || state_ == State::half_open) change(State::open, now);
}

/// A breaker that is half open has just sent a probe, or may send one at once.
BreakerSight Breaker::sight() const {
    BreakerSight sight{state_, since_, {}};
    if (state_ == State::open) sight.next_probe = *since_ + open_time_;
    if (state_ == State::half_open) sight.next_probe = since_;
    return sight;
}

void Breaker::change(State state, Moment now) {
    state_ = state;
    since_ = now;
    probing_ = false;
}

}  // namespace viaja::session
