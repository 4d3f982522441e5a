#include "bench/floor/incoming_messages.hpp"

#include <stdexcept>
#include <utility>

#include "common/contract/encoding.hpp"

namespace viaja::bench {

IncomingMessages::IncomingMessages(Bus& bus, const std::string& address, std::size_t prefetch)
    : consumer_(bus.consume(address, {}, prefetch,
                            [this](const Delivery& delivery) { put(delivery); })) {}

IncomingMessages::~IncomingMessages() {
    consumer_.reset();
}

void IncomingMessages::put(const Delivery& delivery) {
    auto items = decode(delivery.body);
    const auto receipt = std::make_shared<Receipt>(Receipt{delivery.token, items.size()});
    {
        const std::lock_guard guard(mutex_);
        for (auto& item : items) {
            if (const auto* unreadable = std::get_if<Unreadable>(&item.item)) {
                unreadable_ = unreadable->reason;
                break;
            }
            waiting_.push_back({std::get<Message>(std::move(item.item)), receipt});
        }
    }
    came_.notify_one();
}

IncomingMessages::Taken IncomingMessages::take(std::size_t most,
                                               std::chrono::milliseconds patience) {
    Taken taken;
    std::unique_lock guard(mutex_);
    came_.wait_for(guard, patience, [this] { return !waiting_.empty() || !unreadable_.empty(); });
    if (!unreadable_.empty()) throw std::runtime_error("a message was unreadable: " + unreadable_);
    while (!waiting_.empty() && taken.size() < most) {
        taken.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return taken;
}

void IncomingMessages::acknowledge(const Taken& taken) {
    for (const auto& incoming : taken) {
        if (--incoming.receipt->open == 0) consumer_->acknowledge(incoming.receipt->token);
    }
}

}  // namespace viaja::bench
