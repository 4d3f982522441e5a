#include "common/contract/messages.hpp"

#include <algorithm>
#include <set>
#include <type_traits>
#include <utility>

#include "common/contract/message_forms.hpp"
#include "common/contract/message_reader.hpp"

namespace viaja {
namespace {

template <class M>
const Types& types_of() {
    static const Types types = MessageForm<M>::types();
    return types;
}

/// Whether a message of this type is an M; two messages may have the same type.
template <class M>
bool is_a(const JsonReader& message, std::string_view type) {
    if (std::ranges::find(types_of<M>(), type) == types_of<M>().end()) return false;
    if constexpr (requires { MessageForm<M>::reads(message, type); }) {
        return MessageForm<M>::reads(message, type);
    }
    return true;
}

template <std::size_t... indices>
std::optional<Message> read_any(const JsonReader& message, std::string_view type,
                                std::index_sequence<indices...>) {
    std::optional<Message> read;
    const auto try_as = [&]<class M>(std::type_identity<M>) {
        if (!is_a<M>(message, type)) return false;
        read = MessageForm<M>::read(message, type);
        return true;
    };
    static_cast<void>(
        (try_as(std::type_identity<std::variant_alternative_t<indices, Message>>{}) || ...));
    return read;
}

template <std::size_t... indices>
std::set<std::string> every_type(std::index_sequence<indices...>) {
    std::set<std::string> types;
    (types.insert(types_of<std::variant_alternative_t<indices, Message>>().begin(),
                  types_of<std::variant_alternative_t<indices, Message>>().end()),
     ...);
    return types;
}

using EveryIndex = std::make_index_sequence<std::variant_size_v<Message>>;

}  // namespace

Envelope envelope_of(const Message& message) {
    return std::visit([]<class M>(const M& one) { return MessageForm<M>::envelope(one); }, message);
}

std::string type_of(const Message& message) {
    return envelope_of(message).type;
}

std::set<std::string> message_types() {
    return every_type(EveryIndex{});
}

Message read_message(const JsonReader& message) {
    const std::string type = message.code("type");
    message.uuid("id");
    auto read = read_any(message, type, EveryIndex{});
    if (!read) message.refuse("type", "is unknown");
    return *std::move(read);
}

}  // namespace viaja
