#include "common/adapters/in_process/in_process_bus.hpp"

#include <map>
#include <utility>

#include "common/adapters/in_process/queues.hpp"
#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"

namespace viaja {

namespace {

// Addresses and topics are separate name spaces, as two exchanges of a broker are.
std::string key_of_address(const std::string& address) {
    return "address " + address;
}
std::string key_of_topic(const std::string& topic) {
    return "topic " + topic;
}

/// Ends its subscription when destroyed. Keeps the queues alive, so that it may outlive the bus.
class InProcessConsumer : public Consumer {
  public:
    InProcessConsumer(std::shared_ptr<Queues> queues, Queues::Subscription subscription)
        : queues_(std::move(queues)), id_(queues_->subscribe(std::move(subscription))) {}
    ~InProcessConsumer() override { queues_->unsubscribe(id_); }

    void acknowledge(std::uint64_t token) override { queues_->acknowledge(id_, token); }
    void dead_letter(const std::string& text, const std::string& reason) override {
        queues_->dead_letter(id_, text, reason);
    }

  private:
    const std::shared_ptr<Queues> queues_;
    const Queues::TakerId id_;
};

}  // namespace

InProcessBus::InProcessBus(const Clock& clock, Random& random)
    : InProcessBus(clock, random, Options()) {}

InProcessBus::InProcessBus(const Clock& clock, Random& random, Options options)
    : clock_(clock),
      random_(random),
      options_(options),
      queues_(std::make_shared<Queues>(options.waiting_max, clock)) {
    check(options.pack_max > 0 && options.pack_max <= kItemsMax,
          "a body must have room for one message and at most for as many as are read");
    if (options_.dispatch == Dispatch::thread) {
        dispatcher_ = std::thread([queues = queues_] { queues->run(); });
    }
}

InProcessBus::~InProcessBus() {
    queues_->stop();
    if (dispatcher_.joinable()) dispatcher_.join();
}

void InProcessBus::publish(std::vector<Outgoing> messages) {
    struct Group {
        std::string address;
        std::vector<Outgoing> messages;
    };
    std::vector<Group> groups;  // in the order of the first message of each
    std::map<std::string, std::size_t> group_of;
    for (Outgoing& outgoing : messages) {
        const auto [entry, is_new] = group_of.try_emplace(outgoing.address, groups.size());
        if (is_new) groups.push_back(Group{outgoing.address, {}});
        groups[entry->second].messages.push_back(std::move(outgoing));
    }
    for (const Group& group : groups) {
        for (const std::string& body : bodies_of(group.messages)) {
            publish_text(group.address, body);
        }
    }
}

/// As few bodies as the limits of a body allow.
std::vector<std::string> InProcessBus::bodies_of(const std::vector<Outgoing>& messages) {
    std::vector<std::string> bodies;
    std::vector<std::string> open;
    std::size_t open_bytes = 0;
    const auto close = [&] {
        if (!open.empty()) bodies.push_back(pack(open));
        open.clear();
        open_bytes = 0;
    };
    for (const Outgoing& outgoing : messages) {
        std::string item = encode(outgoing.message, new_uuid(clock_, random_), outgoing.context);
        const std::size_t bytes = item.size() + 2;  // its comma, and its part of the brackets
        if (open.size() == options_.pack_max || open_bytes + bytes > kBodyBytesMax) close();
        open_bytes += bytes;
        open.push_back(std::move(item));
    }
    close();
    return bodies;
}

void InProcessBus::publish_text(const std::string& address, const std::string& body) {
    if (!queues_->send(key_of_address(address), body)) unroutable_.fetch_add(1);
}

std::unique_ptr<Consumer> InProcessBus::consume(const std::string& address,
                                                std::span<const std::string> extra_keys,
                                                std::size_t prefetch, Handler handler) {
    Queues::Subscription subscription;
    subscription.queue = address;
    subscription.keys = {key_of_address(address)};
    for (const std::string& key : extra_keys)
        subscription.keys.push_back(key_of_address(key));
    subscription.prefetch = prefetch;
    subscription.handler = std::move(handler);
    return std::make_unique<InProcessConsumer>(queues_, std::move(subscription));
}

std::unique_ptr<Consumer> InProcessBus::consume_private(std::string& address, Handler handler) {
    address = topology::private_address(std::to_string(last_private_.fetch_add(1) + 1));
    Queues::Subscription subscription;
    subscription.queue = address;
    subscription.keys = {key_of_address(address)};
    subscription.kind = Queues::Kind::passing;
    subscription.handler = std::move(handler);
    return std::make_unique<InProcessConsumer>(queues_, std::move(subscription));
}

void InProcessBus::announce(const std::string& topic, const std::string& body) {
    queues_->send(key_of_topic(topic), body);
}

std::unique_ptr<Consumer> InProcessBus::listen(const std::string& topic, Listener listener) {
    check(static_cast<bool>(listener), "to listen takes a listener");
    Queues::Subscription subscription;
    subscription.queue = "listener." + std::to_string(last_private_.fetch_add(1) + 1);
    subscription.keys = {key_of_topic(topic)};
    subscription.kind = Queues::Kind::passing;
    subscription.handler = [topic, listener = std::move(listener)](const Delivery& delivery) {
        listener(topic, delivery.body);
    };
    return std::make_unique<InProcessConsumer>(queues_, std::move(subscription));
}

bool InProcessBus::deliver_one() {
    check(options_.dispatch == Dispatch::manual, "this bus delivers on a thread of its own");
    return queues_->deliver_one();
}

std::size_t InProcessBus::pending() const {
    return queues_->pending();
}

std::vector<DeadLetter> InProcessBus::dead_letters(const std::string& address) const {
    return queues_->dead_letters(address);
}

bool InProcessBus::requeue_dead_letter(const std::string& address, const std::string& id) {
    return queues_->requeue(address, id, key_of_address(address));
}

bool InProcessBus::remove_dead_letter(const std::string& address, const std::string& id) {
    return queues_->remove_dead(address, id);
}

std::uint64_t InProcessBus::unroutable() const {
    return unroutable_.load();
}

std::uint64_t InProcessBus::overflowed() const {
    return queues_->overflowed();
}

}  // namespace viaja
