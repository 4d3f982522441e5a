#include "common/adapters/rabbitmq/subscription.hpp"

#include <utility>

#include "common/contract/check.hpp"

namespace viaja::amqp {

namespace {

// Of a token: the rest says which channel.
constexpr int kNumberBits = 40;
constexpr std::uint64_t kNumberMask = (std::uint64_t{1} << kNumberBits) - 1;
// The broker's word where it gives a message up by itself.
constexpr const char* kGivenUp = "delivery_limit";

}  // namespace

bool Subscription::acknowledge(std::uint64_t token) {
    if (spec_.kind != Kind::durable) return false;
    const std::lock_guard guard(mutex_);
    const std::uint64_t channel = token >> kNumberBits;
    const std::uint64_t number = token & kNumberMask;
    check(channel <= channels_lost_, "a delivery was acknowledged by another consumer");
    if (channel < channels_lost_) return false;
    check(open_.erase(number) == 1, "a delivery was acknowledged twice, or by another consumer");
    settled_.insert(number);
    return true;
}

void Subscription::end() {
    std::unique_lock guard(mutex_);
    ended_ = true;
    if (calling_ && caller_ == std::this_thread::get_id()) return;
    changed_.wait(guard, [this] { return !calling_; });
}

void Subscription::mute() {
    const std::lock_guard guard(mutex_);
    muted_ = true;
}

bool Subscription::ended() const {
    const std::lock_guard guard(mutex_);
    return ended_;
}

bool Subscription::active() const {
    const std::lock_guard guard(mutex_);
    return active_;
}

void Subscription::wait_until_active(Time deadline) const {
    std::unique_lock guard(mutex_);
    changed_.wait_until(guard, deadline, [this] { return told_active_; });
}

void Subscription::activated() {
    const std::lock_guard guard(mutex_);
    active_ = true;
}

void Subscription::tell_active() {
    const std::lock_guard guard(mutex_);
    told_active_ = true;
    changed_.notify_all();
}

void Subscription::lost() {
    const std::lock_guard guard(mutex_);
    active_ = false;
    told_active_ = false;
    ++channels_lost_;
    open_.clear();
    settled_.clear();
    gave_up_ = false;
    over_limit_.reset();
    waiting_.clear();
}

void Subscription::deliver(const Arrival& arrival, std::string body) {
    Arrived arrived{arrival, std::move(body)};
    {
        const std::lock_guard guard(mutex_);
        if (ended_ || muted_) return;
        if (spec_.kind == Kind::durable) open_.insert(arrival.number);
        if (arrival.redelivered && (over_limit_ || !waiting_.empty())) {
            waiting_.push_back(std::move(arrived));
            return;
        }
    }
    hand_over(std::move(arrived));
}

void Subscription::deliver_waiting() {
    while (auto next = next_waiting())
        hand_over(std::move(*next));
}

std::optional<Subscription::Arrived> Subscription::next_waiting() {
    const std::lock_guard guard(mutex_);
    if (over_limit_ || waiting_.empty()) return std::nullopt;
    std::optional next = std::move(waiting_.front());
    waiting_.pop_front();
    return next;
}

void Subscription::hand_over(Arrived arrived) {
    const Arrival& arrival = arrived.arrival;
    Delivery delivery;
    {
        const std::lock_guard guard(mutex_);
        if (ended_ || muted_) return;
        delivery.token = channels_lost_ << kNumberBits | arrival.number;
        // One for each end of a consumer: what ends it comes first, and what was only delivered
        // beside it is decided.
        if (arrival.is_over_limit) {
            over_limit_ = arrival.number;
            if (!std::exchange(gave_up_, true)) delivery.given_up = kGivenUp;
        }
        calling_ = true;
        caller_ = std::this_thread::get_id();
    }
    delivery.body = std::move(arrived.body);
    delivery.redelivered = arrival.redelivered;
    spec_.handler(std::move(delivery));
    const std::lock_guard guard(mutex_);
    calling_ = false;
    changed_.notify_all();
}

Subscription::Acknowledgements Subscription::take_acknowledgements() {
    const std::lock_guard guard(mutex_);
    Acknowledgements result;
    result.count = settled_.size();
    // Below the first open one there is nothing that was not acknowledged.
    auto end = open_.empty() ? settled_.end() : settled_.lower_bound(*open_.begin());
    if (end != settled_.begin()) result.up_to = *std::prev(end);
    result.single.assign(end, settled_.end());
    settled_.clear();
    if (over_limit_ && !open_.contains(*over_limit_)) over_limit_.reset();
    return result;
}

}  // namespace viaja::amqp
