#pragma once
// The DeadLetters port on RabbitMQ.

#include <mutex>
#include <string>
#include <vector>

#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/dead_letters.hpp"

namespace viaja {

/// Opens a connection of its own for each call. The messages that it reads are taken out of their
/// queue until the call ends, and then put back in place: meanwhile no other reader sees them. So
/// calls wait for each other, also those of other processes on the same virtual host; Unavailable
/// if that takes longer than 20 seconds.
class RabbitmqDeadLetters : public DeadLetters {
  public:
    /// `addresses`: their dead queues are read; one that does not exist is empty.
    /// `clock` must outlive it.
    RabbitmqDeadLetters(RabbitmqSettings settings, std::vector<std::string> addresses,
                        const Clock& clock)
        : settings_(std::move(settings)), addresses_(std::move(addresses)), clock_(clock) {}

    std::vector<DeadLetter> list(std::size_t limit) override;
    bool requeue(const std::string& address, const std::string& id) override;
    bool remove(const std::string& address, const std::string& id) override;

  private:
    bool knows(const std::string& address) const;

    const RabbitmqSettings settings_;
    const std::vector<std::string> addresses_;
    const Clock& clock_;
    std::mutex one_at_a_time_;
};

}  // namespace viaja
