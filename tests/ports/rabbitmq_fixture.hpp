#pragma once
// The bus on RabbitMQ (tests/ports/rabbitmq_server.hpp), each test in a virtual host of its own.

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "tests/ports/rabbitmq_server.hpp"

namespace viaja::test {

class RabbitmqFixture : public BusFixture {
  public:
    explicit RabbitmqFixture(QueueType queue_type = QueueType::classic);
    ~RabbitmqFixture() override;

    Bus& bus() override { return *bus_; }
    void publish_text(const std::string& address, const std::string& body) override;
    std::vector<DeadLettered> dead_lettered(const std::string& address) override;
    std::optional<std::string> cannot(Disturbance) const override {
        return server_.cannot_be_disturbed();
    }
    void disturb(Disturbance disturbance) override;
    void restore() override;
    std::optional<std::string> why_a_restart_loses_messages() const override;

    RabbitmqBus& rabbitmq() { return *bus_; }
    RabbitmqServer& server() { return server_; }
    const std::string& vhost() const { return vhost_; }
    RabbitmqSettings settings() const {
        RabbitmqSettings settings = server_.settings(vhost_);
        settings.queue_type = queue_type_;
        return settings;
    }
    const Clock& clock() const { return clock_; }
    Random& random() { return random_; }

    /// Another process on the same broker.
    std::unique_ptr<RabbitmqBus> another_bus(RabbitmqSettings settings);
    std::unique_ptr<RabbitmqBus> another_bus() { return another_bus(settings()); }
    /// Ends the bus, as its process would when it stops.
    void end_bus() { bus_.reset(); }

    /// Who may do everything but publish to other keys of the exchange than `speaks_to`, or
    /// announce. Its password is its name.
    std::string make_user(const std::string& speaks_to);
    void delete_queue(const std::string& queue);
    /// The names that we give to connections, and those that the console gives them.
    std::map<std::string, std::string> connections();
    /// Cuts the bus's connection for "publishing" or "consuming", or that of another bus.
    void cut_connection(const std::string& role) {
        cut_connection_of(settings().application, role);
    }
    void cut_connection_of(const std::string& application, const std::string& role);
    /// What the adapter told people so far, a sentence a line.
    std::string said() const;
    /// False if nothing with these words was said within half a minute.
    bool wait_until_said(const std::string& words) const;

  private:
    /// False where it has ended already.
    bool close_connection(const std::string& name);
    Report listener();

    const QueueType queue_type_;
    RabbitmqServer& server_ = RabbitmqServer::instance();
    const std::string vhost_ = server_.make_vhost();
    SystemClock clock_;
    SystemRandom random_;
    bool disturbed_ = false;
    mutable std::mutex mutex_;
    mutable std::condition_variable was_said_;
    std::string said_;
    std::unique_ptr<RabbitmqBus> bus_;
};

}  // namespace viaja::test
