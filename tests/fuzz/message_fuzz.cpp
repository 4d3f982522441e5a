// Arbitrary bytes as the body of a message: decode throws nothing, gives one result for each item,
// and whatever it understood is the same after one more trip over the wire.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "common/contract/encoding.hpp"

namespace {

/// Whose last 64 bits can be the parent of a trace.
const viaja::Uuid kId = viaja::Uuid::version7({}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

void require(bool condition, const char* what) {
    if (condition) return;
    std::fprintf(stderr, "violated: %s\n", what);
    std::abort();
}

bool is_printable(const std::string& text) {
    for (const char c : text) {
        if (c < ' ' || c > '~') return false;
    }
    return true;
}

void check_unreadable(const viaja::Decoded& decoded, std::string_view body) {
    const auto& unreadable = std::get<viaja::Unreadable>(decoded.item);
    require(!unreadable.reason.empty(), "a reason is given");
    require(unreadable.reason.size() <= 200, "a reason is short");
    require(is_printable(unreadable.reason), "a reason can stand in a header");
    require(unreadable.text == decoded.text, "the item is kept");
    require(body.find(decoded.text) != std::string_view::npos, "the item is kept as it came");
}

void check_origin(const viaja::Origin& origin) {
    const auto& context = origin.context;
    require(context.request_id.size() <= viaja::kRequestIdBytesMax, "a request id is short");
    require(is_printable(context.request_id + origin.input), "an origin can stand in the log");
}

void check_message(const viaja::Decoded& decoded) {
    const auto& message = std::get<viaja::Message>(decoded.item);
    const auto& context = decoded.origin.context;
    const std::string body = viaja::encode(message, kId, context);
    const auto again = viaja::decode(body);
    require(again[0].origin.context == context, "nor of its trace");
    require(again.size() == 1, "one message is one item");
    require(std::holds_alternative<viaja::Message>(again[0].item), "what we write can be read");
    require(std::get<viaja::Message>(again[0].item) == message, "nothing is lost on the wire");
    require(viaja::encode(message, kId, context) == body, "the same message has the same text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto items = viaja::decode(body);
    require(!items.empty() && items.size() <= viaja::kItemsMax, "at least one item, and bounded");
    std::size_t bytes = 0;
    for (const viaja::Decoded& decoded : items) {
        bytes += decoded.text.size();
        check_origin(decoded.origin);
        if (std::holds_alternative<viaja::Unreadable>(decoded.item)) {
            check_unreadable(decoded, body);
        } else {
            check_message(decoded);
        }
    }
    require(bytes <= size, "the items are parts of the body");
    return 0;
}
