#include "common/contract/item_wire.hpp"

#include "common/contract/wire_names.hpp"

namespace viaja {
namespace {

using Json = nlohmann::ordered_json;

struct Details {
    Json& json;

    void operator()(const HeldFlight& held) const {
        put(json, held.item);
        put_leg(json, held);
    }
    void operator()(const HeldRoom& held) const {
        put(json, held.item);
        json["hotel_id"] = held.hotel_id;
        json["hotel"] = held.hotel;
        json["room"] = held.room;
        if (held.check_in_ends_at) json["check_in_ends_at"] = rfc3339_exact(*held.check_in_ends_at);
    }
};

HeldFlight read_held_flight(const JsonReader& content) {
    HeldFlight held;
    held.item = read_flight_item(content);
    held.from = content.code("from");
    held.to = content.code("to");
    held.departs_at = content.instant("departs_at");
    held.arrives_at = content.instant("arrives_at");
    held.departs_at_local = content.local_time("departs_at_local");
    held.arrives_at_local = content.local_time("arrives_at_local");
    return held;
}

HeldRoom read_held_room(const JsonReader& content) {
    HeldRoom held;
    held.item = read_room_item(content);
    held.hotel_id = content.code("hotel_id");
    held.hotel = content.code("hotel", kTextBytesMax);
    held.room = content.code("room", kTextBytesMax);
    if (content.has("check_in_ends_at"))
        held.check_in_ends_at = content.instant("check_in_ends_at");
    return held;
}

[[noreturn]] void refuse_type(const JsonReader& content) {
    content.refuse("type", "must be flight or room");
}

}  // namespace

void put(Json& json, const FlightItem& item) {
    json["type"] = wire::kFlight;
    json["carrier"] = item.carrier;
    json["flight"] = item.flight;
    json["date"] = iso_date(item.date);
}

void put(Json& json, const RoomItem& item) {
    json["type"] = wire::kRoom;
    json["room_type_id"] = item.room_type_id;
    json["check_in"] = iso_date(item.check_in);
    json["check_out"] = iso_date(item.check_out);
}

Json to_json(const HeldItem& item) {
    Json json;
    std::visit(Details{json}, item);
    return json;
}

void check_stay(const JsonReader& content, Date check_in, Date check_out) {
    const int nights = days_between(check_in, check_out);
    if (nights < 1 || nights > kNightsMax) {
        content.refuse("check_out",
                       "must be 1 to " + std::to_string(kNightsMax) + " days after check_in");
    }
}

FlightItem read_flight_item(const JsonReader& content) {
    return {content.code("carrier"), content.code("flight"), content.date("date")};
}

RoomItem read_room_item(const JsonReader& content) {
    RoomItem item{content.code("room_type_id"), content.date("check_in"),
                  content.date("check_out")};
    check_stay(content, item.check_in, item.check_out);
    return item;
}

Item read_item(const JsonReader& content) {
    const std::string type = content.code("type");
    if (type == wire::kFlight) return read_flight_item(content);
    if (type == wire::kRoom) return read_room_item(content);
    refuse_type(content);
}

HeldItem read_held_item(const JsonReader& content) {
    const std::string type = content.code("type");
    if (type == wire::kFlight) return read_held_flight(content);
    if (type == wire::kRoom) return read_held_room(content);
    refuse_type(content);
}

}  // namespace viaja
