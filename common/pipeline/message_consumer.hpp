#pragma once
// From a delivery to inputs: reads the body, gives each of its items a settlement, and
// acknowledges the delivery when all of them are settled. An item that cannot be read goes to the
// dead queue with the reason; its neighbours go on.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/pipeline/participant.hpp"

namespace viaja {

/// Turns a message into the service's input, or says by nullopt that this service has no use for
/// it (acknowledged) or throws Bug with the reason (to the dead queue). The input gets the
/// message's origin.
using Reader = std::function<std::optional<Input>(const Message&, const Origin&)>;

/// Consumes one address for one service. Construct it last, destroy it first.
class MessageConsumer {
  public:
    struct Options {
        std::string address;
        std::vector<std::string> extra_keys;
        std::size_t prefetch = 512;
    };

    /// `submit` and `reader` are called on the bus's thread. Throws what Bus::consume throws.
    /// Owner's thread, as the destructor.
    MessageConsumer(Bus& bus, Options options, std::function<void(Input)> submit, Reader reader);
    ~MessageConsumer();
    MessageConsumer(const MessageConsumer&) = delete;
    MessageConsumer& operator=(const MessageConsumer&) = delete;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace viaja
