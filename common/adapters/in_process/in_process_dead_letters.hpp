#pragma once
// The DeadLetters port within one process: what lies in the dead queues of an InProcessBus.

#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/ports/dead_letters.hpp"

namespace viaja {

/// Never blocks, and never throws for the world's sake but where a queue is missing or full.
class InProcessDeadLetters : public DeadLetters {
  public:
    /// `addresses`: their dead queues are read. The bus must outlive it.
    InProcessDeadLetters(InProcessBus& bus, std::vector<std::string> addresses)
        : bus_(bus), addresses_(std::move(addresses)) {}

    std::vector<DeadLetter> list(std::size_t limit) override;
    bool requeue(const std::string& address, const std::string& id) override;
    bool remove(const std::string& address, const std::string& id) override;

  private:
    bool knows(const std::string& address) const;

    InProcessBus& bus_;
    const std::vector<std::string> addresses_;
};

}  // namespace viaja
