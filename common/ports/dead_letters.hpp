#pragma once
// Messages that nobody could deal with, for operators: each address has a queue of them, and each
// of them says why it is there (docs/messages.md).

#include <optional>
#include <string>
#include <vector>

#include "common/contract/time.hpp"

namespace viaja {

struct DeadLetter {
    std::string id;             ///< names it to `requeue` and `remove`; fit for a URL
    std::string address;        ///< whom it was for
    std::string reason;         ///< a sentence of ours, or the broker's word: "delivery_limit"
    std::string text;           ///< the body as it came: any bytes
    std::optional<Instant> at;  ///< when it became one, where that is known
};

/// Calls block: for worker threads, not for the loop; any number at a time. They throw Unavailable
/// where nothing is known to have changed, but for `requeue`: see there.
class DeadLetters {
  public:
    virtual ~DeadLetters() = default;

    /// The oldest of each address, oldest first, at most `limit` of each.
    virtual std::vector<DeadLetter> list(std::size_t limit) = 0;

    /// Sends it to its address again, and takes it out of the dead queue once that is safe. False
    /// if there is none with that id (any more). After an Unavailable it may be in both places:
    /// whoever receives it twice answers twice the same.
    virtual bool requeue(const std::string& address, const std::string& id) = 0;

    /// Takes it out of the dead queue for good. False if there is none with that id.
    virtual bool remove(const std::string& address, const std::string& id) = 0;
};

}  // namespace viaja
