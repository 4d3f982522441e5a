// Questions about what is for sale, changes of it by operators, and the answers to both.

#include "common/contract/catalogue_change_form.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/form_members.hpp"
#include "common/contract/item_wire.hpp"
#include "common/contract/match.hpp"
#include "common/contract/message_forms.hpp"
#include "common/contract/other_form.hpp"
#include "common/contract/schedule_form.hpp"
#include "common/contract/unit_form.hpp"

namespace viaja {
namespace {

constexpr int kWaitMsMax = 60'000;

/// The types of a question and of its answer.
struct Words {
    std::string_view question;
    std::string_view answer;
};
constexpr Words kFlights = {"search-flights", "flight-offers"};
constexpr Words kStays = {"search-stays", "stay-offers"};
constexpr Words kSchedule = {"ask-schedule", "schedule"};
constexpr Words kSeats = {"ask-seats", "seats"};
constexpr Words kEvents = {"search-events", "ticket-offers"};
constexpr Words kNights = {"search-nights", "night-offers"};
constexpr Words kUnits = {"ask-units", "units"};
constexpr Words kOthers = {"search-other", "other-offers"};
constexpr Words kChanges = {"change-catalogue", "catalogue-changed"};

constexpr Words words_of(const FlightQuestion&) {
    return kFlights;
}
constexpr Words words_of(const StayQuestion&) {
    return kStays;
}
constexpr Words words_of(const FlightOffers&) {
    return kFlights;
}
constexpr Words words_of(const StayOffers&) {
    return kStays;
}

constexpr Words words_of(const ScheduleQuestion&) {
    return kSchedule;
}
constexpr Words words_of(const SchedulePage&) {
    return kSchedule;
}
constexpr Words words_of(const SeatsQuestion&) {
    return kSeats;
}
constexpr Words words_of(const SeatsAnswer&) {
    return kSeats;
}
constexpr Words words_of(const EventQuestion&) {
    return kEvents;
}
constexpr Words words_of(const TicketOffers&) {
    return kEvents;
}
constexpr Words words_of(const NightsQuestion&) {
    return kNights;
}
constexpr Words words_of(const NightOffers&) {
    return kNights;
}
constexpr Words words_of(const UnitQuestion&) {
    return kUnits;
}
constexpr Words words_of(const UnitCounts&) {
    return kUnits;
}
constexpr Words words_of(const OtherQuestion&) {
    return kOthers;
}
constexpr Words words_of(const OtherOffers&) {
    return kOthers;
}
constexpr Words words_of(const CatalogueChange&) {
    return kChanges;
}
constexpr Words words_of(const CatalogueChanged&) {
    return kChanges;
}

template <class... Alternatives>
Words words_of(const std::variant<Alternatives...>& alternatives) {
    return std::visit([](const auto& one) { return words_of(one); }, alternatives);
}

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
    offer.nights = content.integer("nights", 1, kNightsMax);
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

template <class Offer>
void put_members(OrderedJson& json, const std::vector<Offer>& offers) {
    OrderedJson& list = json["offers"] = OrderedJson::array();
    for (const auto& offer : offers)
        list.push_back(to_json(offer));
}

template <class Offer>
void read_members(const JsonReader& content, std::vector<Offer>& offers) {
    for (const JsonReader& offer : content.objects("offers", kItemsMax))
        read_members(offer, offers.emplace_back());
}

}  // namespace

Types MessageForm<Question>::types() {
    Types types;
    for_each_alternative<About>(
        [&](const auto& about) { types.push_back(words_of(about).question); });
    return types;
}

Envelope MessageForm<Question>::envelope(const Question& message) {
    const std::string type(words_of(message.about).question);
    return {.type = type,
            .key = RequestKey{type, message.id, 0},
            .wait = message.wait,
            .deadline = message.deadline,
            .reply_to = message.reply_to};
}

OrderedJson MessageForm<Question>::content(const Question& message) {
    return std::visit([](const auto& about) { return to_json(about); }, message.about);
}

Question MessageForm<Question>::read(const JsonReader& message, std::string_view type) {
    Question read;
    read.id = read_key_of(message, type).id;
    if (message.has("deadline")) read.deadline = message.instant("deadline");
    if (message.has("wait_ms")) {
        read.wait = std::chrono::milliseconds(message.integer("wait_ms", 1, kWaitMsMax));
    }
    read.reply_to = read_reply_to(message);
    read.about = first_alternative<About>([&](const auto& about) {
                     return words_of(about).question == type;
                 }).value();
    const JsonReader content = message.object("content");
    std::visit([&](auto& about) { read_members(content, about); }, read.about);
    return read;
}

Types MessageForm<QuestionAnswer>::types() {
    Types types;
    for_each_alternative<Offers>(
        [&](const auto& offers) { types.push_back(words_of(offers).answer); });
    return types;
}

Envelope MessageForm<QuestionAnswer>::envelope(const QuestionAnswer& message) {
    const Words words = words_of(message.offers);
    return {.type = std::string(words.answer),
            .key = RequestKey{std::string(words.question), message.id, 0}};
}

OrderedJson MessageForm<QuestionAnswer>::content(const QuestionAnswer& message) {
    OrderedJson json;
    json["from"] = message.from;
    put_unless_empty(json, "problem", message.problem);
    std::visit([&](const auto& offers) { put_members(json, offers); }, message.offers);
    if (message.more) json["more"] = true;
    return json;
}

QuestionAnswer MessageForm<QuestionAnswer>::read(const JsonReader& message, std::string_view type) {
    QuestionAnswer read;
    read.offers = first_alternative<Offers>([&](const auto& offers) {
                      return words_of(offers).answer == type;
                  }).value();
    read.id = read_key_of(message, words_of(read.offers).question).id;
    const JsonReader content = message.object("content");
    read.from = content.code("from");
    read.problem = content.optional_text("problem", kCodeBytesMax);
    std::visit([&](auto& offers) { read_members(content, offers); }, read.offers);
    read.more = content.optional_flag("more");
    return read;
}

}  // namespace viaja
