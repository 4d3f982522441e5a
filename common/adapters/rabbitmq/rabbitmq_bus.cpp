#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"

#include <pthread.h>

#include <utility>

#include "common/adapters/rabbitmq/bus_core.hpp"
#include "common/contract/check.hpp"

namespace viaja {

using amqp::Subscription;

/// Ends its subscription when destroyed. Keeps the core alive, so that it may outlive the bus.
class RabbitmqBus::OneConsumer : public Consumer {
  public:
    OneConsumer(std::shared_ptr<Core> core, Subscription::Spec spec)
        : core_(std::move(core)), subscription_(std::make_shared<Subscription>(std::move(spec))) {
        core_->consumers.add(subscription_);
        core_->wakeup.wake();
        if (core_->on_amqp_thread()) return;
        subscription_->wait_until_active(std::chrono::steady_clock::now() +
                                         core_->settings.patience);
    }
    ~OneConsumer() override {
        subscription_->end();
        core_->wakeup.wake();
    }

    void acknowledge(std::uint64_t token) override {
        if (subscription_->acknowledge(token)) core_->wakeup.wake();
    }
    void dead_letter(const std::string& text, const std::string& reason) override {
        check(subscription_->spec().kind == Subscription::Kind::durable,
              "a private queue has no dead queue");
        core_->dead_letter(subscription_->spec().queue, text, reason);
    }

  private:
    const std::shared_ptr<Core> core_;
    const std::shared_ptr<Subscription> subscription_;
};

RabbitmqBus::RabbitmqBus(RabbitmqSettings settings, const Clock& clock, Random& random,
                         Report report)
    : core_(std::make_shared<Core>(std::move(settings), clock, random, std::move(report))) {
    thread_ = std::thread([core = core_] { core->run(); });
    pthread_setname_np(thread_.native_handle(), "amqp");
}

RabbitmqBus::~RabbitmqBus() {
    core_->stop();
    thread_.join();
}

void RabbitmqBus::publish(std::vector<Outgoing> messages) {
    if (messages.empty()) return;
    std::vector<amqp::Body> bodies;
    bodies.reserve(messages.size());
    for (const Outgoing& outgoing : messages)
        bodies.push_back(amqp::encoded(outgoing, new_uuid(core_->clock, core_->random)));
    core_->counters.count(&RabbitmqCounters::dropped, core_->waiting.add(std::move(bodies)));
    core_->wakeup.wake();
}

void RabbitmqBus::publish_text(const std::string& address, const std::string& body) {
    std::vector<amqp::Body> bodies(1);
    bodies[0].address = address;
    bodies[0].text = body;
    bodies[0].id = new_uuid(core_->clock, core_->random).text();
    core_->counters.count(&RabbitmqCounters::dropped, core_->waiting.add(std::move(bodies)));
    core_->wakeup.wake();
}

std::unique_ptr<Consumer> RabbitmqBus::consume(const std::string& address,
                                               std::span<const std::string> extra_keys,
                                               std::size_t prefetch, Handler handler) {
    check(prefetch > 0, "a consumer needs a prefetch of at least one");
    check(static_cast<bool>(handler), "a consumer needs a handler");
    Subscription::Spec spec;
    spec.queue = address;
    spec.keys.assign(extra_keys.begin(), extra_keys.end());
    spec.prefetch = prefetch;
    spec.handler = std::move(handler);
    return std::make_unique<OneConsumer>(core_, std::move(spec));
}

std::unique_ptr<Consumer> RabbitmqBus::consume_private(std::string& address, Handler handler) {
    check(static_cast<bool>(handler), "a consumer needs a handler");
    address = topology::private_address(new_uuid(core_->clock, core_->random).text());
    Subscription::Spec spec;
    spec.kind = Subscription::Kind::own;
    spec.queue = address;
    spec.handler = std::move(handler);
    return std::make_unique<OneConsumer>(core_, std::move(spec));
}

void RabbitmqBus::announce(const std::string& topic, const std::string& body) {
    if (!core_->waiting.add_announcement({topic, body}))
        core_->counters.count(&RabbitmqCounters::announcements_dropped);
    core_->wakeup.wake();
}

std::unique_ptr<Consumer> RabbitmqBus::listen(const std::string& topic, Listener listener) {
    check(static_cast<bool>(listener), "to listen takes a listener");
    Subscription::Spec spec;
    spec.kind = Subscription::Kind::listener;
    spec.queue = topology::listener(new_uuid(core_->clock, core_->random).text());
    spec.keys = {topic};
    spec.handler = [topic, listener = std::move(listener)](const Delivery& delivery) {
        listener(topic, delivery.body);
    };
    return std::make_unique<OneConsumer>(core_, std::move(spec));
}

bool RabbitmqBus::available() const {
    const std::lock_guard guard(core_->mutex);
    return core_->available;
}

bool RabbitmqBus::wait_until_available(std::chrono::milliseconds patience) const {
    std::unique_lock guard(core_->mutex);
    return core_->available_changed.wait_for(guard, patience, [this] { return core_->available; });
}

RabbitmqCounters RabbitmqBus::counters() const {
    return core_->counters.sum();
}

}  // namespace viaja
