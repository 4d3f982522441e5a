#pragma once
// Messages as JSON text and back. A body is one message or a list of messages for one address;
// the legacy text `type=timeout&sessaoUUID=…` is read too. docs/messages.md shows every one.
// Pure functions; any thread. Nothing here throws on bad input.

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/contract/messages.hpp"
#include "common/contract/trace_context.hpp"

namespace viaja {

/// An item of a body that could not be understood: why, and the item as it came.
struct Unreadable {
    std::string reason;
    std::string text;
};

struct Decoded {
    std::variant<Message, Unreadable> item;
    std::string text;  ///< the item alone, as JSON: what goes to the dead queue if it fails
    Origin origin;     ///< of an Unreadable too, as far as it can be read
};

/// Limits of a body: a larger or deeper one is unreadable as a whole.
constexpr std::size_t kBodyBytesMax = 1024 * 1024;
constexpr std::size_t kItemsMax = 1024;

/// One message, complete in itself. `id` becomes the message's id. Without a trace in `context` the
/// message belongs to that of its session and says nothing of it.
std::string encode(const Message& message, const Uuid& id, const TraceContext& context = {});

/// Packs bodies made by `encode` into one list body; a single one stays as it is.
std::string pack(std::span<const std::string> bodies);

/// Each item of the body succeeds or fails on its own. Never empty: a body that cannot be read at
/// all is one Unreadable.
std::vector<Decoded> decode(std::string_view body);

/// The messages of one kind in a body, in order. All else in it is left out: for the queue of one
/// process, whose answers are asked for again or given up.
template <class M>
std::vector<M> messages_in(std::string_view body) {
    std::vector<M> found;
    for (auto& decoded : decode(body)) {
        auto* message = std::get_if<Message>(&decoded.item);
        auto* one = message ? std::get_if<M>(message) : nullptr;
        if (one) found.push_back(std::move(*one));
    }
    return found;
}

}  // namespace viaja
