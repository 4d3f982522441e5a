#pragma once
// The network between the processes: every message may be lost, repeated, late and out of order.
// Below it works the in-process bus, with the queues and redeliveries of a broker.

#include <memory>
#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "tests/simulation/agenda.hpp"
#include "tests/simulation/faults.hpp"

namespace viaja::simulation {

class Network {
  public:
    Network(InProcessBus& bus, Agenda& agenda, const VirtualClock& clock, Chance& chance,
            const Faults& faults)
        : bus_(bus), agenda_(agenda), clock_(clock), chance_(chance), faults_(faults) {}

    void send(Outgoing message);
    InProcessBus& bus() { return bus_; }

    /// Every message that was ever sent, for those who want to send it again.
    const std::vector<Outgoing>& history() const { return history_; }
    /// A number that differs if two runs sent different messages or in another order.
    std::uint64_t trace() const { return trace_; }

  private:
    void deliver_after(Duration delay, const Outgoing& message);

    InProcessBus& bus_;
    Agenda& agenda_;
    const VirtualClock& clock_;
    Chance& chance_;
    const Faults& faults_;
    std::vector<Outgoing> history_;
    std::uint64_t trace_ = 14'695'981'039'346'656'037ULL;
};

/// The bus as one process sees it. While it is silent, nothing of it reaches the others.
class NodeBus : public Bus {
  public:
    explicit NodeBus(Network& network) : network_(network) {}

    bool silent = false;

    void publish(std::vector<Outgoing> messages) override {
        for (auto& message : messages) {
            if (!silent) network_.send(std::move(message));
        }
    }
    std::unique_ptr<Consumer> consume(const std::string& address,
                                      std::span<const std::string> extra_keys, std::size_t prefetch,
                                      Handler handler) override {
        return network_.bus().consume(address, extra_keys, prefetch, std::move(handler));
    }
    std::unique_ptr<Consumer> consume_private(std::string& address, Handler handler) override {
        return network_.bus().consume_private(address, std::move(handler));
    }
    void announce(const std::string&, const std::string&) override {}
    std::unique_ptr<Consumer> listen(const std::string& topic, Listener listener) override {
        return network_.bus().listen(topic, std::move(listener));
    }
    bool available() const override { return true; }

  private:
    Network& network_;
};

}  // namespace viaja::simulation
