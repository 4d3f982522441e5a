#include "common/contract/item_wire.hpp"

#include "common/contract/supplier_name.hpp"

namespace viaja {
namespace {

void put_details(OrderedJson& json, const HeldFlight& held) {
    put_leg(json, held);
}

void put_details(OrderedJson& json, const HeldRoom& held) {
    json["hotel_id"] = held.hotel_id;
    json["hotel"] = held.hotel;
    json["room"] = held.room;
    if (held.check_in_ends_at) json["check_in_ends_at"] = rfc3339_exact(*held.check_in_ends_at);
}

void put_details(OrderedJson& json, const HeldTicket& held) {
    put_event(json, held);
}

void put_details(OrderedJson& json, const HeldOther& held) {
    put_description(json, held);
}

void read_details(const JsonReader& content, HeldFlight& held) {
    held.from = content.code("from");
    held.to = content.code("to");
    held.departs_at = content.instant("departs_at");
    held.arrives_at = content.instant("arrives_at");
    held.departs_at_local = content.local_time("departs_at_local");
    held.arrives_at_local = content.local_time("arrives_at_local");
}

void read_details(const JsonReader& content, HeldRoom& held) {
    held.hotel_id = content.code("hotel_id");
    held.hotel = content.code("hotel", kTextBytesMax);
    held.room = content.code("room", kTextBytesMax);
    if (content.has("check_in_ends_at"))
        held.check_in_ends_at = content.instant("check_in_ends_at");
}

void read_details(const JsonReader& content, HeldTicket& held) {
    read_event(content, held);
}

void read_details(const JsonReader& content, HeldOther& held) {
    read_description(content, held);
}

RefundTerms read_terms(const JsonReader& content) {
    return {content.integer("percent", 0, 100), content.instant("until")};
}

[[noreturn]] void refuse_type(const JsonReader& content) {
    content.refuse("type", "must be " + any_item_kind());
}

}  // namespace

void put(OrderedJson& json, const FlightItem& item) {
    json["type"] = kind_of(item);
    json["carrier"] = item.carrier;
    json["flight"] = item.flight;
    json["date"] = iso_date(item.date);
    if (item.fare != Fare::light) json["fare"] = name_of(item.fare);
}

void put(OrderedJson& json, const RoomItem& item) {
    json["type"] = kind_of(item);
    json["room_type_id"] = item.room_type_id;
    json["check_in"] = iso_date(item.check_in);
    json["check_out"] = iso_date(item.check_out);
}

void put(OrderedJson& json, const TicketItem& item) {
    json["type"] = kind_of(item);
    json["event_id"] = item.event_id;
    json["section_id"] = item.section_id;
}

void put(OrderedJson& json, const OtherItem& item) {
    json["type"] = kind_of(item);
    json["supplier"] = item.supplier;
    json["item_id"] = item.item_id;
    json["from"] = iso_date(item.from);
    json["until"] = iso_date(item.until);
}

void put_description(OrderedJson& json, const HeldOther& other) {
    json["kind"] = other.kind;
    json["kind_pt"] = other.kind_pt;
    json["title"] = other.title;
    json["title_pt"] = other.title_pt;
    OrderedJson& details = json["details"] = OrderedJson::array();
    for (const auto& detail : other.details) {
        OrderedJson& one = details.emplace_back();
        one["name"] = detail.name;
        one["name_pt"] = detail.name_pt;
        one["value"] = detail.value;
        one["value_pt"] = detail.value_pt;
    }
    json["near"] = other.near;
    json["starts_at"] = rfc3339_exact(other.starts_at);
    json["starts_at_local"] = other.starts_at_local;
}

void put(OrderedJson& json, const Item& item) {
    std::visit([&json](const auto& one) { put(json, one); }, item);
}

OrderedJson to_json(const RefundTerms& terms) {
    return {{"percent", terms.percent}, {"until", rfc3339_exact(terms.until)}};
}

OrderedJson to_json(const HeldItem& item) {
    OrderedJson json;
    std::visit(
        [&json](const auto& held) {
            put(json, held.item);
            put_details(json, held);
            if (held.refund) json["refund"] = to_json(*held.refund);
        },
        item);
    return json;
}

void check_stay(const JsonReader& content, Date check_in, Date check_out) {
    const int nights = days_between(check_in, check_out);
    if (nights < 1 || nights > kItemDaysMax) {
        content.refuse("check_out",
                       "must be 1 to " + std::to_string(kItemDaysMax) + " days after check_in");
    }
}

void read_members(const JsonReader& content, FlightItem& item) {
    item.carrier = content.code("carrier");
    item.flight = content.code("flight");
    item.date = content.date("date");
    if (!content.has("fare")) return;
    const auto fare = named<Fare>(content.code("fare"));
    if (!fare) content.refuse("fare", "must be light, plus or flex");
    item.fare = *fare;
}

void read_members(const JsonReader& content, RoomItem& item) {
    item.room_type_id = content.code("room_type_id");
    item.check_in = content.date("check_in");
    item.check_out = content.date("check_out");
    check_stay(content, item.check_in, item.check_out);
}

void read_members(const JsonReader& content, TicketItem& item) {
    item.event_id = content.code("event_id");
    item.section_id = content.code("section_id");
}

void read_members(const JsonReader& content, OtherItem& item) {
    item.supplier = content.code("supplier");
    if (!is_supplier_name(item.supplier)) {
        content.refuse("supplier", "must be " + std::string(kSupplierNameRule));
    }
    item.item_id = content.code("item_id");
    item.from = content.date("from");
    item.until = content.date("until");
    const int days = days_between(item.from, item.until);
    if (days < 0 || days > kItemDaysMax) {
        content.refuse("until",
                       "must be 0 to " + std::to_string(kItemDaysMax) + " days after from");
    }
}

void read_description(const JsonReader& content, HeldOther& other) {
    other.kind = content.code("kind");
    other.kind_pt = content.code("kind_pt");
    other.title = content.code("title", kTextBytesMax);
    other.title_pt = content.code("title_pt", kTextBytesMax);
    for (const JsonReader& detail : content.objects("details", HeldOther::kDetailsMax)) {
        other.details.push_back({detail.code("name"), detail.code("name_pt"), detail.code("value"),
                                 detail.code("value_pt")});
    }
    other.near = content.code("near");
    other.starts_at = content.instant("starts_at");
    other.starts_at_local = content.local_time("starts_at_local");
}

Item read_item(const JsonReader& content) {
    auto item = item_of_kind(content.code("type"));
    if (!item) refuse_type(content);
    std::visit([&](auto& one) { read_members(content, one); }, *item);
    return *item;
}

HeldItem read_held_item(const JsonReader& content) {
    auto item = held_item_of_kind(content.code("type"));
    if (!item) refuse_type(content);
    std::visit(
        [&](auto& held) {
            read_members(content, held.item);
            read_details(content, held);
            if (content.has("refund")) held.refund = read_terms(content.object("refund"));
        },
        *item);
    return *item;
}

}  // namespace viaja
