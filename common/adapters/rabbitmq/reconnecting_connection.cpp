#include "common/adapters/rabbitmq/reconnecting_connection.hpp"

#include <algorithm>

#include "common/ports/errors.hpp"

namespace viaja::amqp {

std::chrono::milliseconds pause_before(int tries, const RabbitmqSettings& settings,
                                       Random& random) {
    auto pause = settings.first_retry;
    for (int i = 0; i < tries && pause < settings.longest_retry; ++i)
        pause *= 2;
    pause = std::min(pause, settings.longest_retry);
    std::uint8_t chance = 0;
    random.fill({&chance, 1});
    return pause - pause * chance / 512;
}

bool ReconnectingConnection::open_if_due(Time now) {
    if (connection_ || now < next_try_) return false;
    try {
        connection_ = std::make_unique<Connection>(settings_, role_);
        return true;
    } catch (const Unavailable& error) {
        lost(error.what(), std::chrono::steady_clock::now());
        return false;
    }
}

void ReconnectingConnection::lost(const std::string& why, Time now) {
    connection_.reset();
    next_try_ = now + pause_before(tries_++, settings_, random_);
    if (why == last_reported_) return;
    last_reported_ = why;
    report_({Severity::warning,
             "broker connection failed, retrying",
             {{"connection", role_}, {"error", why}}});
}

void ReconnectingConnection::works() {
    tries_ = 0;
    if (last_reported_.empty()) return;
    last_reported_.clear();
    report_({Severity::info, "broker connection restored", {{"connection", role_}}});
}

void ReconnectingConnection::close(Time deadline) {
    if (connection_) connection_->close(deadline);
    connection_.reset();
}

}  // namespace viaja::amqp
