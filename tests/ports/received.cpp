#include "tests/ports/received.hpp"

#include <chrono>

#include "common/contract/encoding.hpp"

namespace viaja::test {

namespace {
constexpr std::chrono::seconds kPatience{30};
}

Message numbered(int number) {
    PaymentReply reply;
    reply.answer = Answer::authorized;
    reply.command = Command::authorize;
    reply.attempt = number;
    reply.row_state = "authorized";
    return reply;
}

int number_of(const Delivery& delivery) {
    const auto items = decode(delivery.body);
    return std::get<PaymentReply>(std::get<Message>(items.at(0).item)).attempt;
}

void Received::add(Delivery delivery) {
    const std::lock_guard guard(mutex_);
    for (const auto& reply : messages_in<PaymentReply>(delivery.body))
        numbers_.push_back(reply.attempt);
    deliveries_.push_back(std::move(delivery));
    came_.notify_all();
}

bool Received::wait_for_deliveries(std::size_t count) {
    std::unique_lock guard(mutex_);
    return came_.wait_for(guard, kPatience, [&] { return deliveries_.size() >= count; });
}

bool Received::wait_for_numbers(std::size_t count) {
    std::unique_lock guard(mutex_);
    return came_.wait_for(guard, kPatience, [&] { return numbers_.size() >= count; });
}

std::vector<Delivery> Received::deliveries() const {
    const std::lock_guard guard(mutex_);
    return deliveries_;
}

std::vector<int> Received::numbers() const {
    const std::lock_guard guard(mutex_);
    return numbers_;
}

std::multiset<int> Received::sorted_numbers() const {
    const std::lock_guard guard(mutex_);
    return {numbers_.begin(), numbers_.end()};
}

}  // namespace viaja::test
