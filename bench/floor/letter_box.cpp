#include "bench/floor/letter_box.hpp"

#include <stdexcept>
#include <utility>

#include "common/contract/encoding.hpp"

namespace viaja::bench {

LetterBox::LetterBox(Bus& bus, const std::string& address, std::size_t prefetch)
    : consumer_(bus.consume(address, {}, prefetch,
                            [this](const Delivery& delivery) { put(delivery); })) {}

LetterBox::~LetterBox() {
    consumer_.reset();
}

void LetterBox::put(const Delivery& delivery) {
    auto items = decode(delivery.body);
    const auto receipt = std::make_shared<Receipt>(Receipt{delivery.token, items.size()});
    {
        const std::lock_guard guard(mutex_);
        for (auto& item : items) {
            if (const auto* unreadable = std::get_if<Unreadable>(&item.item)) {
                unreadable_ = unreadable->reason;
                break;
            }
            letters_.push_back({std::get<Message>(std::move(item.item)), receipt});
        }
    }
    came_.notify_one();
}

LetterBox::Letters LetterBox::take(std::size_t most, std::chrono::milliseconds patience) {
    Letters taken;
    std::unique_lock guard(mutex_);
    came_.wait_for(guard, patience, [this] { return !letters_.empty() || !unreadable_.empty(); });
    if (!unreadable_.empty()) throw std::runtime_error("a message was unreadable: " + unreadable_);
    while (!letters_.empty() && taken.size() < most) {
        taken.push_back(std::move(letters_.front()));
        letters_.pop_front();
    }
    return taken;
}

void LetterBox::acknowledge(const Letters& letters) {
    for (const auto& letter : letters) {
        if (--letter.receipt->open == 0) consumer_->acknowledge(letter.receipt->token);
    }
}

}  // namespace viaja::bench
