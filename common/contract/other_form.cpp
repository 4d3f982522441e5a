#include "common/contract/other_form.hpp"

#include "common/contract/encoding.hpp"
#include "common/contract/form_members.hpp"
#include "common/contract/item_wire.hpp"

namespace viaja {

OrderedJson to_json(const OtherQuestion& question) {
    auto json = city_and_days_json(question);
    if (question.after) {
        json["after"]["starts_at_local"] = question.after->starts_at_local;
        json["after"]["item_id"] = question.after->item_id;
    }
    return json;
}

void read_members(const JsonReader& content, OtherQuestion& question) {
    read_city_and_days(content, question);
    if (content.has("after")) {
        const JsonReader after = content.object("after");
        question.after = OtherPlace{after.local_time("starts_at_local"), after.code("item_id")};
    }
}

OrderedJson to_json(const OtherOffer& offer) {
    OrderedJson json;
    put(json, offer.what.item);
    put_description(json, offer.what);
    json["left"] = offer.left;
    json["price"] = to_json(offer.price);
    return json;
}

void read_members(const JsonReader& content, OtherOffer& offer) {
    read_members(content, offer.what.item);
    read_description(content, offer.what);
    offer.left = content.integer("left", 0, kLeftMax);
    offer.price = content.money("price");
}

}  // namespace viaja
