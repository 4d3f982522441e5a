#include "common/contract/prices_form.hpp"

#include "common/contract/form_members.hpp"
#include "common/contract/item_wire.hpp"
#include "common/contract/quantity.hpp"

namespace viaja {
namespace {

constexpr const char* kGuaranteedUntil = "price_guaranteed_until";

ItemPrice read_price(const JsonReader& json) {
    if (json.has("price")) return {.price = json.money("price")};
    return {.reason = json.code("reason")};
}

}  // namespace

void put_guarantee(OrderedJson& content, const PriceGuarantee& guarantee) {
    content[kGuaranteedUntil] =
        guarantee.until ? OrderedJson(rfc3339_exact(*guarantee.until)) : OrderedJson(nullptr);
}

std::optional<PriceGuarantee> read_guarantee(const JsonReader& content) {
    if (!content.has(kGuaranteedUntil)) return std::nullopt;
    if (content.is_null(kGuaranteedUntil)) return PriceGuarantee{};
    return PriceGuarantee{content.instant(kGuaranteedUntil)};
}

OrderedJson to_json(const PricesQuestion& question) {
    OrderedJson json;
    OrderedJson& list = json["items"] = OrderedJson::array();
    for (const auto& [item, quantity] : question.items) {
        OrderedJson& one = list.emplace_back(OrderedJson::object());
        put(one, item);
        one["quantity"] = quantity;
    }
    return json;
}

void read_members(const JsonReader& content, PricesQuestion& question) {
    for (const JsonReader& one : content.objects("items", PricesQuestion::kItemsMax))
        question.items.push_back({read_item(one), one.integer("quantity", 1, kQuantityMax)});
    if (question.items.empty()) content.refuse("items", "must have at least one entry");
}

void put_members(OrderedJson& json, const ItemPrices& prices) {
    OrderedJson& list = json["items"] = OrderedJson::array();
    for (const auto& [price, reason] : prices.items) {
        OrderedJson& one = list.emplace_back(OrderedJson::object());
        if (price) {
            one["price"] = to_json(*price);
        } else {
            one["reason"] = reason;
        }
    }
}

void read_members(const JsonReader& content, ItemPrices& prices) {
    for (const JsonReader& one : content.objects("items", PricesQuestion::kItemsMax))
        prices.items.push_back(read_price(one));
}

}  // namespace viaja
