#pragma once
// Messages between services. The bus may lose, repeat, delay and reorder every message. Messages
// are derived from rows and sent again, so that only time is lost (docs/architecture.md).

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/messages.hpp"
#include "common/contract/trace_context.hpp"

namespace viaja {

/// A message to publish and the address of its receiver. The adapter gives it an id.
struct Outgoing {
    std::string address;
    Message message;
    TraceContext context = {};  ///< without a trace: that of the message's session
};

/// A received body. `token` belongs to the consumer that delivered it.
struct Delivery {
    std::string body;
    bool redelivered = false;  ///< it was delivered before to a consumer that ended
    std::uint64_t token = 0;
    /// So many consumers ended with it that it may be what ends them: not to be decided again, but
    /// to be dead-lettered whole, with this reason. Empty for all others.
    std::string given_up{};
};

/// One subscription to the durable queue of one address. Deliveries stay unacknowledged, and
/// bounded in number, until `acknowledge`; when the consumer ends they are delivered to another
/// one, marked as redelivered. All calls from any thread.
class Consumer {
  public:
    /// Stops deliveries; after it returns the handler is not called any more. May be called by the
    /// handler itself, and after the end of the bus.
    virtual ~Consumer() = default;

    /// Once for each delivery; twice is a Bug. The acknowledgement of a delivery whose connection
    /// was lost has no effect: it is delivered again.
    virtual void acknowledge(std::uint64_t token) = 0;

    /// Keeps `text` (an item that could not be understood or whose decision failed as a bug) in the
    /// dead queue of the address with `reason`, durably, before it returns. Does not acknowledge.
    /// Throws Unavailable where that could not be done; the caller then tries again. A private
    /// queue has no dead queue.
    virtual void dead_letter(const std::string& text, const std::string& reason) = 0;
};

/// Handlers are called on a thread of the adapter, and must only hand over: no blocking, no throw.
class Bus {
  public:
    using Handler = std::function<void(Delivery)>;
    using Listener = std::function<void(const std::string& topic, const std::string& body)>;

    virtual ~Bus() = default;

    /// Queues the messages to be sent; several may share a body. Returns without waiting. Never
    /// throws operational errors: a message that cannot be sent, or has an address without a queue,
    /// is dropped and counted. Any thread.
    virtual void publish(std::vector<Outgoing> messages) = 0;

    /// Consumes the durable queue of `address`, bound also to `extra_keys`. The queue exists from
    /// then on, also without a consumer. Deliveries begin at once, maybe before this returns,
    /// at most `prefetch` (1 or more) unacknowledged. Several consumers share the queue.
    virtual std::unique_ptr<Consumer> consume(const std::string& address,
                                              std::span<const std::string> extra_keys,
                                              std::size_t prefetch, Handler handler) = 0;

    /// A queue of this process alone, for the answers to questions; gone with the Consumer. Its
    /// deliveries need no acknowledgement. `address` is set to the new address.
    virtual std::unique_ptr<Consumer> consume_private(std::string& address, Handler handler) = 0;

    /// Notifies all current listeners of the topic; may be lost. Any thread.
    virtual void announce(const std::string& topic, const std::string& body) = 0;
    virtual std::unique_ptr<Consumer> listen(const std::string& topic, Listener listener) = 0;

    /// True while messages can be sent and received. Any thread.
    virtual bool available() const = 0;
};

}  // namespace viaja
