#include "common/contract/item_text.hpp"

#include "common/contract/check.hpp"
#include "common/contract/item_wire.hpp"
#include "common/text/json_text.hpp"

namespace viaja {

std::string to_text(const HeldItem& item) {
    return json_text(to_json(item));
}

HeldItem held_item_from_text(const std::string& text) {
    const auto json = parse_json(text);
    check(json.is_object(), "a row keeps an item that is no JSON object");
    try {
        return read_held_item(JsonReader(json, "item"));
    } catch (const Misread& error) {
        throw Bug(std::string("a row keeps an item that cannot be read: ") + error.what());
    }
}

}  // namespace viaja
