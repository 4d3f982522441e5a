#include "common/contract/catalogue_change_form.hpp"

#include "common/contract/form_members.hpp"

namespace viaja {
namespace {

OrderedJson item_terms_json(const ItemTerms& terms) {
    OrderedJson json;
    json["price"] = to_json(terms.price);
    json["capacity"] = terms.capacity;
    return json;
}

ItemTerms read_item_terms(const JsonReader& json) {
    return {json.money("price"), json.integer("capacity", 0, kCapacityMax)};
}

ItemChange read_item_change(const JsonReader& json) {
    ItemChange change{json.code("item", kItemNameBytesMax)};
    if (json.has("price")) change.price = json.money("price");
    if (json.has("capacity")) change.capacity = json.integer("capacity", 1, kCapacityMax);
    return change;
}

}  // namespace

OrderedJson to_json(const CatalogueChange& change) {
    OrderedJson json;
    if (change.at) json["at"] = rfc3339_exact(*change.at);
    json["reason"] = change.reason;
    OrderedJson& list = json["items"] = OrderedJson::array();
    for (const auto& item : change.items) {
        OrderedJson& one = list.emplace_back();
        one["item"] = item.item;
        if (item.price) one["price"] = to_json(*item.price);
        if (item.capacity) one["capacity"] = *item.capacity;
    }
    return json;
}

void read_members(const JsonReader& content, CatalogueChange& change) {
    change.at = content.instant("at");
    change.reason = content.code("reason", kChangeReasonBytesMax);
    for (const JsonReader& json : content.objects("items", kItemsChangedMax))
        change.items.push_back(read_item_change(json));
    if (change.items.empty()) content.refuse("items", "must not be empty");
}

void put_members(OrderedJson& json, const CatalogueChanged& changed) {
    OrderedJson& list = json["items"] = OrderedJson::array();
    for (const auto& item : changed.items) {
        OrderedJson& one = list.emplace_back();
        one["item"] = item.item;
        one["before"] = item_terms_json(item.before);
        one["now"] = item_terms_json(item.now);
        one["oversold_units"] = item.oversold_units;
    }
    if (changed.refused.empty()) return;
    OrderedJson& refused = json["refused"] = OrderedJson::array();
    for (const auto& item : changed.refused) {
        OrderedJson& one = refused.emplace_back();
        one["item"] = item.item;
        one["member"] = item.member;
        one["detail"] = item.detail;
    }
}

void read_members(const JsonReader& content, CatalogueChanged& changed) {
    for (const JsonReader& json : content.objects("items", kItemsChangedMax)) {
        changed.items.push_back(
            {json.code("item", kItemNameBytesMax), read_item_terms(json.object("before")),
             read_item_terms(json.object("now")), json.integer("oversold_units", 0, kLeftMax)});
    }
    if (!content.has("refused")) return;
    // Price and capacity of each may be wrong.
    for (const JsonReader& json : content.objects("refused", 2 * kItemsChangedMax)) {
        changed.refused.push_back({json.code("item", kItemNameBytesMax), json.code("member"),
                                   json.code("detail", kTextBytesMax)});
    }
}

}  // namespace viaja
