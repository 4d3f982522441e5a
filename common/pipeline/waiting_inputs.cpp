// The inputs that wait for the worker: which are taken, in which order, and when it wakes for them.

#include <algorithm>
#include <utility>

#include "common/pipeline/pipeline.hpp"

namespace viaja {

void Pipeline::submit(Input input) {
    auto why = Failure::overloaded;
    {
        const std::lock_guard guard(mutex_);
        if (stopping_) why = Failure::stopping;
        const bool unavailable = refuses_at_once(input);
        if (unavailable && !stopping_) why = Failure::unavailable;
        const bool full = waiting_.size() >= limits_.waiting_max && !input.settlement;
        if (!full && !stopping_ && !unavailable) {
            waiting_.push_back(Waiting{.input = std::move(input)});
            wake_.notify_one();
            return;
        }
        if (stopping_ && input.settlement) return;
    }
    end_undecided(input, why);
}

/// With the mutex held. While a database is known to be unavailable, one input at a time tests
/// whether it still is.
bool Pipeline::refuses_at_once(const Input& input) const {
    if (!unavailable_since_ || input.settlement || input.give_up_at == Moment::max()) return false;
    const auto now = clock_.moment();
    return now - *unavailable_since_ >= limits_.known_unavailable &&
           (deciding_ || now < paused_until_);
}

/// Takes what may be decided now, in order of arrival; fails what has waited too long.
Pipeline::Work Pipeline::take_batch() {
    Work batch;
    std::vector<std::pair<Input, Failure>> failed;
    {
        const std::lock_guard guard(mutex_);
        const auto now = clock_.moment();
        const bool over = stopping_ && now >= stop_by_;
        const bool locked_ones = locked_ones_turn(now);
        const auto batch_max = locked_ones ? limits_.locked_batch_max : limits_.batch_max;
        std::deque<Waiting> rest;
        for (auto& waiting : waiting_) {
            if (over || now >= waiting.input.give_up_at) {
                if (waiting.from_sweep) --due_waiting_;
                failed.emplace_back(std::move(waiting.input),
                                    over ? Failure::stopping : waiting.last_failure);
                continue;
            }
            const bool closed =
                waiting.is_locked != locked_ones ||
                (!batch.empty() && (batch.front().input.isolate || waiting.input.isolate));
            if (now < paused_until_ || now < waiting.not_before || closed ||
                batch.size() >= batch_max) {
                rest.push_back(std::move(waiting));
                continue;
            }
            if (waiting.from_sweep) --due_waiting_;
            batch.push_back(std::move(waiting));
        }
        waiting_ = std::move(rest);
        deciding_ = !batch.empty();
    }
    for (auto& [input, why] : failed)
        end_undecided(input, why);
    return batch;
}

/// With the mutex held: whether the next batch is of inputs that met a lasting lock. They are not
/// to be in the way of the others, nor to wait until there are no others.
bool Pipeline::locked_ones_turn(Moment now) {
    bool locked = false;
    bool others = false;
    for (const auto& waiting : waiting_) {
        if (now >= waiting.not_before) (waiting.is_locked ? locked : others) = true;
    }
    locked_ones_turn_ = locked && !(others && locked_ones_turn_);
    return locked_ones_turn_;
}

bool Pipeline::wait() {
    std::unique_lock guard(mutex_);
    for (;;) {
        const auto now = clock_.moment();
        if (stopping_ && (waiting_.empty() || now >= stop_by_)) return false;
        const auto wake_at = wake_time();
        if (wake_at <= now) return true;
        const auto pause = std::min<Duration>(wake_at - now, std::chrono::seconds(1));
        wake_.wait_for(guard, pause);
    }
}

Moment Pipeline::next_wake() const {
    const std::lock_guard guard(mutex_);
    return wake_time();
}

/// With the mutex held, and not released before the wait: otherwise an input that comes in between
/// would wake no waiter.
Moment Pipeline::wake_time() const {
    auto wake = stop_by_;
    if (limits_.sweeps && due_waiting_ == 0 && !stopping_) {
        wake = std::min(wake, std::max(next_sweep_, paused_until_));
    }
    for (const auto& waiting : waiting_) {
        const auto ready = std::max(waiting.not_before, paused_until_);
        wake = std::min({wake, ready, waiting.input.give_up_at});
    }
    return wake;
}

void Pipeline::stop(std::chrono::milliseconds grace) {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
    stop_by_ = std::min(stop_by_, clock_.moment() + grace);
    wake_.notify_all();
}

}  // namespace viaja
