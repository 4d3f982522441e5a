#include "common/pipeline/message_consumer.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"

namespace viaja {

/// Shared with every settlement, so that a decision that outlives the consumer finds it closed
/// instead of gone.
struct MessageConsumer::State {
    std::function<void(Input)> submit;
    Reader reader;
    /// Locked shared by threads that settle, so that one that waits for the broker blocks no other.
    std::shared_mutex mutex;
    std::condition_variable_any started;
    bool closed = false;
    std::unique_ptr<Consumer> consumer;

    /// A delivery may be decided before `consume` has returned to the constructor; after the end
    /// there is nothing to settle with, and the message comes again.
    void with_consumer(const std::function<void(Consumer&)>& action) {
        std::shared_lock guard(mutex);
        started.wait(guard, [this] { return consumer || closed; });
        if (consumer) action(*consumer);
    }
};

namespace {

/// A delivery with items that are settled one by one; the last one acknowledges it.
class OpenDelivery {
  public:
    OpenDelivery(std::function<void()> acknowledge, std::size_t items)
        : acknowledge_(std::move(acknowledge)), open_(items) {}

    void settle_one() {
        if (open_.fetch_sub(1) == 1) acknowledge_();
    }

  private:
    std::function<void()> acknowledge_;
    std::atomic<std::size_t> open_;
};

/// What is given up is not even read.
std::vector<Decoded> items_of(const Delivery& delivery) {
    if (delivery.given_up.empty()) return decode(delivery.body);
    return {Decoded{Unreadable{delivery.given_up, delivery.body}, delivery.body, {}}};
}

class ItemSettlement : public Settlement {
  public:
    using DeadLetter = std::function<void(const std::string& text, const std::string& reason)>;

    ItemSettlement(std::shared_ptr<OpenDelivery> delivery, std::string text, DeadLetter dead_letter)
        : delivery_(std::move(delivery)),
          text_(std::move(text)),
          dead_letter_(std::move(dead_letter)) {}

    void done() override { delivery_->settle_one(); }
    void dead_letter(const std::string& reason) override {
        dead_letter_(text_, reason);
        delivery_->settle_one();
    }

  private:
    std::shared_ptr<OpenDelivery> delivery_;
    std::string text_;
    DeadLetter dead_letter_;
};

}  // namespace

MessageConsumer::MessageConsumer(Bus& bus, Options options, std::function<void(Input)> submit,
                                 Reader reader)
    : state_(std::make_shared<State>()) {
    state_->submit = std::move(submit);
    state_->reader = std::move(reader);
    auto handle = [state = state_](Delivery delivery) {
        auto items = items_of(delivery);
        auto open = std::make_shared<OpenDelivery>(
            [state, token = delivery.token] {
                state->with_consumer([&](Consumer& consumer) { consumer.acknowledge(token); });
            },
            items.size());
        auto dead_letter = [state](const std::string& text, const std::string& reason) {
            state->with_consumer([&](Consumer& consumer) { consumer.dead_letter(text, reason); });
        };
        for (auto& item : items) {
            auto settlement =
                std::make_shared<ItemSettlement>(open, std::move(item.text), dead_letter);
            std::optional<Input> input;
            try {
                if (const auto* unreadable = std::get_if<Unreadable>(&item.item)) {
                    throw Bug(unreadable->reason);
                }
                input = state->reader(std::get<Message>(item.item), item.origin);
            } catch (const std::exception& error) {
                // The worker dead-letters it, with retries: the bus's thread must not wait.
                input.emplace().rejected = error.what();
                input->given_up = !delivery.given_up.empty();
            }
            if (!input) {
                settlement->done();
                continue;
            }
            input->origin = std::move(item.origin);
            input->isolate = input->isolate || delivery.redelivered;
            input->settlement = std::move(settlement);
            state->submit(std::move(*input));
        }
    };
    auto consumer =
        bus.consume(options.address, options.extra_keys, options.prefetch, std::move(handle));
    const std::lock_guard guard(state_->mutex);
    state_->consumer = std::move(consumer);
    state_->started.notify_all();
}

MessageConsumer::~MessageConsumer() {
    std::unique_ptr<Consumer> consumer;
    {
        const std::lock_guard guard(state_->mutex);
        state_->closed = true;
        consumer = std::move(state_->consumer);
        state_->started.notify_all();
    }
}

}  // namespace viaja
