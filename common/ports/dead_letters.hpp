#pragma once
// Messages that could not be decided, kept for operators: each address has a queue of them, and
// each carries its reason (docs/messages.md).

#include <optional>
#include <string>
#include <vector>

#include "common/contract/time.hpp"

namespace viaja {

struct DeadLetter {
    std::string id;             ///< for `requeue` and `remove`; needs no escaping in a URL
    std::string address;        ///< its receiver
    std::string reason;         ///< a sentence, or the broker's word: "delivery_limit"
    std::string text;           ///< the body as received: any bytes
    std::optional<Instant> at;  ///< when it became one, where that is known
};

/// Calls block, so that the loop thread must not make them; any number at a time. They throw
/// Unavailable, after which nothing is known to have changed, except for `requeue`: see there.
class DeadLetters {
  public:
    virtual ~DeadLetters() = default;

    /// The oldest of each address, oldest first, at most `limit` of each.
    virtual std::vector<DeadLetter> list(std::size_t limit) = 0;

    /// Publishes it to its address again, and removes it from the dead queue after the confirm.
    /// False if there is none with that id (any more). After an Unavailable it may be in both
    /// queues: receivers are idempotent.
    virtual bool requeue(const std::string& address, const std::string& id) = 0;

    /// Deletes it from the dead queue. False if there is none with that id.
    virtual bool remove(const std::string& address, const std::string& id) = 0;
};

}  // namespace viaja
