#include "common/contract/search_form.hpp"

#include "common/contract/encoding.hpp"
#include "common/contract/form_members.hpp"
#include "common/contract/item_wire.hpp"

namespace viaja {
namespace {

OrderedJson nights_json(const std::vector<FreeNight>& nights) {
    OrderedJson list = OrderedJson::array();
    for (const auto& night : nights) {
        OrderedJson& json = list.emplace_back();
        json["date"] = iso_date(night.date);
        json["rooms_left"] = night.rooms_left;
        json["price"] = to_json(night.price);
    }
    return list;
}

std::vector<FreeNight> read_nights(const JsonReader& content, const char* name) {
    std::vector<FreeNight> nights;
    for (const JsonReader& night : content.objects(name, NightsQuestion::kNightsMax)) {
        nights.push_back(
            {night.date("date"), night.integer("rooms_left", 1, kLeftMax), night.money("price")});
    }
    return nights;
}

}  // namespace

OrderedJson to_json(const FlightQuestion& question) {
    OrderedJson json;
    json["from"] = question.from;
    json["to"] = question.to;
    json["date"] = iso_date(question.date);
    json["passengers"] = question.passengers;
    if (question.after) {
        json["after"]["departs_at"] = rfc3339_exact(question.after->departs_at);
        json["after"]["flight"] = question.after->flight;
    }
    return json;
}

OrderedJson to_json(const StayQuestion& question) {
    OrderedJson json;
    json["near"] = question.near;
    json["check_in"] = iso_date(question.check_in);
    json["check_out"] = iso_date(question.check_out);
    json["guests"] = question.guests;
    put_unless_empty(json, "after", question.after);
    return json;
}

OrderedJson to_json(const NightsQuestion& question) {
    OrderedJson json;
    json["near"] = question.near;
    json["from"] = iso_date(question.from);
    json["until"] = iso_date(question.until);
    json["guests"] = question.guests;
    return json;
}

OrderedJson to_json(const EventQuestion& question) {
    auto json = city_and_days_json(question);
    if (question.after) {
        OrderedJson& after = json["after"];
        after["starts_at_local"] = question.after->starts_at_local;
        after["event_id"] = question.after->item.event_id;
        after["section_id"] = question.after->item.section_id;
    }
    return json;
}

void read_members(const JsonReader& content, FlightQuestion& question) {
    question.from = content.code("from");
    question.to = content.code("to");
    question.date = content.date("date");
    question.passengers = content.integer("passengers", 1, kPeopleMax);
    if (content.has("after")) {
        const JsonReader after = content.object("after");
        question.after = FlightPlace{after.instant("departs_at"), after.code("flight")};
    }
}

void read_members(const JsonReader& content, StayQuestion& question) {
    question.near = content.code("near");
    question.check_in = content.date("check_in");
    question.check_out = content.date("check_out");
    question.guests = content.integer("guests", 1, kPeopleMax);
    check_stay(content, question.check_in, question.check_out);
    question.after = content.optional_text("after", kCodeBytesMax);
}

void read_members(const JsonReader& content, NightsQuestion& question) {
    question.near = content.code("near");
    question.from = content.date("from");
    question.until = content.date("until");
    const int nights = days_between(question.from, question.until) + 1;
    if (nights < 1 || nights > NightsQuestion::kNightsMax) {
        content.refuse("until", "must be at most " + std::to_string(NightsQuestion::kNightsMax) +
                                    " nights from \"from\" on, both included");
    }
    question.guests = content.integer("guests", 1, kPeopleMax);
}

void read_members(const JsonReader& content, EventQuestion& question) {
    read_city_and_days(content, question);
    if (content.has("after")) {
        const JsonReader after = content.object("after");
        TicketPlace& place = question.after.emplace();
        place.starts_at_local = after.local_time("starts_at_local");
        read_members(after, place.item);
    }
}

OrderedJson to_json(const FlightOffer& offer) {
    OrderedJson json;
    put(json, offer.item);
    put_leg(json, offer);
    json["seats_left"] = offer.seats_left;
    json["price"] = to_json(offer.price);
    return json;
}

OrderedJson to_json(const StayOffer& offer) {
    OrderedJson json;
    put(json, offer.item);
    json["hotel_id"] = offer.hotel_id;
    json["hotel"] = offer.hotel;
    json["room"] = offer.room;
    json["nights"] = offer.nights;
    json["rooms_left"] = offer.rooms_left;
    json["price"] = to_json(offer.price);
    return json;
}

OrderedJson to_json(const TicketOffer& offer) {
    OrderedJson json;
    put(json, offer.item);
    put_event(json, offer);
    json["kind"] = offer.kind;
    json["tickets_left"] = offer.tickets_left;
    json["price"] = to_json(offer.price);
    return json;
}

void read_members(const JsonReader& content, FlightOffer& offer) {
    read_members(content, offer.item);
    offer.from = content.code("from");
    offer.to = content.code("to");
    offer.departs_at = content.instant("departs_at");
    offer.arrives_at = content.instant("arrives_at");
    offer.departs_at_local = content.code("departs_at_local");
    offer.arrives_at_local = content.code("arrives_at_local");
    offer.seats_left = content.integer("seats_left", 0, kLeftMax);
    offer.price = content.money("price");
}

void read_members(const JsonReader& content, StayOffer& offer) {
    read_members(content, offer.item);
    offer.hotel_id = content.code("hotel_id");
    offer.hotel = content.code("hotel", kTextBytesMax);
    offer.room = content.code("room", kTextBytesMax);
    offer.nights = content.integer("nights", 1, kItemDaysMax);
    offer.rooms_left = content.integer("rooms_left", 0, kLeftMax);
    offer.price = content.money("price");
}

void read_members(const JsonReader& content, TicketOffer& offer) {
    read_members(content, offer.item);
    read_event(content, offer);
    offer.kind = content.code("kind");
    offer.tickets_left = content.integer("tickets_left", 0, kLeftMax);
    offer.price = content.money("price");
}

void put_members(OrderedJson& json, const NightOffers& offers) {
    json["lowest"] = nights_json(offers.lowest);
    OrderedJson& list = json["rooms"] = OrderedJson::array();
    for (const auto& room : offers.rooms) {
        OrderedJson& one = list.emplace_back();
        one["room_type_id"] = room.room_type_id;
        one["hotel_id"] = room.hotel_id;
        one["hotel"] = room.hotel;
        one["room"] = room.room;
        one["nights"] = nights_json(room.nights);
    }
}

void read_members(const JsonReader& content, NightOffers& offers) {
    offers.lowest = read_nights(content, "lowest");
    for (const JsonReader& json : content.objects("rooms", NightOffers::kRoomsMax)) {
        offers.rooms.push_back({json.code("room_type_id"), json.code("hotel_id"),
                                json.code("hotel", kTextBytesMax), json.code("room", kTextBytesMax),
                                read_nights(json, "nights")});
    }
}

}  // namespace viaja
