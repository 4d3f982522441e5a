#pragma once
// AMQP connection with reconnect and exponential back-off. Internal to the adapter. One thread.

#include <memory>
#include <string>

#include "common/adapters/rabbitmq/amqp_connection.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/report.hpp"

namespace viaja::amqp {

/// `longest`, or first·2^tries if that is less; of it, at random, between a half and all.
std::chrono::milliseconds pause_before(int tries, const RabbitmqSettings& settings, Random& random);

class ReconnectingConnection {
  public:
    /// The references must outlive it. `report` is called on the AMQP thread.
    ReconnectingConnection(const RabbitmqSettings& settings, std::string role, Random& random,
                           const Report& report)
        : settings_(settings), role_(std::move(role)), random_(random), report_(report) {}

    /// nullptr while there is none.
    Connection* connection() { return connection_.get(); }
    const Connection* connection() const { return connection_.get(); }

    /// Tries to connect, which blocks, if it is time to; true if there is a new connection.
    bool open_if_due(Time now);
    /// When `open_if_due` wants to be called while there is no connection.
    Time next_try() const { return next_try_; }

    /// The connection is of no use any more.
    void lost(const std::string& why, Time now);
    /// What was set up on the connection works: the next loss is a new one, with short pauses.
    void works();

    /// Closes the connection in order.
    void close(Time deadline);

  private:
    const RabbitmqSettings& settings_;
    const std::string role_;
    Random& random_;
    const Report& report_;

    std::unique_ptr<Connection> connection_;
    int tries_ = 0;
    Time next_try_ = Time::min();
    std::string last_reported_;
};

}  // namespace viaja::amqp
