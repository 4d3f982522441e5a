// Questions about what is for sale, and their answers.

#include "common/contract/encoding.hpp"
#include "common/contract/form_members.hpp"
#include "common/contract/item_wire.hpp"
#include "common/contract/message_forms.hpp"
#include "common/contract/topology.hpp"

namespace viaja {
namespace {

constexpr int kLeftMax = 1'000'000;
constexpr int kPeopleMax = 99;
constexpr int kWaitMsMax = 60'000;

constexpr std::string_view kSearchFlights = "search-flights";
constexpr std::string_view kSearchStays = "search-stays";
constexpr std::string_view kFlightOffers = "flight-offers";
constexpr std::string_view kStayOffers = "stay-offers";

std::string_view type_of(const FlightQuestion&) {
    return kSearchFlights;
}
std::string_view type_of(const StayQuestion&) {
    return kSearchStays;
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

FlightQuestion read_flight_question(const JsonReader& content) {
    FlightQuestion question{content.code("from"), content.code("to"), content.date("date"),
                            content.integer("passengers", 1, kPeopleMax)};
    if (content.has("after")) {
        const JsonReader after = content.object("after");
        question.after = FlightPlace{after.instant("departs_at"), after.code("flight")};
    }
    return question;
}

StayQuestion read_stay_question(const JsonReader& content) {
    StayQuestion question{content.code("near"), content.date("check_in"), content.date("check_out"),
                          content.integer("guests", 1, kPeopleMax)};
    check_stay(content, question.check_in, question.check_out);
    question.after = content.optional_text("after", kCodeBytesMax);
    return question;
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

FlightOffer read_flight_offer(const JsonReader& content) {
    FlightOffer offer;
    offer.item = read_flight_item(content);
    offer.from = content.code("from");
    offer.to = content.code("to");
    offer.departs_at = content.instant("departs_at");
    offer.arrives_at = content.instant("arrives_at");
    offer.departs_at_local = content.code("departs_at_local");
    offer.arrives_at_local = content.code("arrives_at_local");
    offer.seats_left = content.integer("seats_left", 0, kLeftMax);
    offer.price = content.money("price");
    return offer;
}

StayOffer read_stay_offer(const JsonReader& content) {
    StayOffer offer;
    offer.item = read_room_item(content);
    offer.hotel_id = content.code("hotel_id");
    offer.hotel = content.code("hotel", kTextBytesMax);
    offer.room = content.code("room", kTextBytesMax);
    offer.nights = content.integer("nights", 1, kNightsMax);
    offer.rooms_left = content.integer("rooms_left", 0, kLeftMax);
    offer.price = content.money("price");
    return offer;
}

bool is_about_stays(const QuestionAnswer& answer) {
    if (!answer.flights.empty()) return false;
    // Without an offer, only the address tells what was asked.
    return !answer.stays.empty() || answer.from == topology::kHotel;
}

}  // namespace

Types MessageForm<Question>::types() {
    return {kSearchFlights, kSearchStays};
}

Envelope MessageForm<Question>::envelope(const Question& message) {
    const std::string type(
        std::visit([](const auto& about) { return type_of(about); }, message.about));
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
    const JsonReader content = message.object("content");
    if (type == kSearchFlights) {
        read.about = read_flight_question(content);
    } else {
        read.about = read_stay_question(content);
    }
    return read;
}

Types MessageForm<QuestionAnswer>::types() {
    return {kFlightOffers, kStayOffers};
}

Envelope MessageForm<QuestionAnswer>::envelope(const QuestionAnswer& message) {
    const bool stays = is_about_stays(message);
    return {.type = std::string(stays ? kStayOffers : kFlightOffers),
            .key = RequestKey{std::string(stays ? kSearchStays : kSearchFlights), message.id, 0}};
}

OrderedJson MessageForm<QuestionAnswer>::content(const QuestionAnswer& message) {
    OrderedJson json;
    json["from"] = message.from;
    put_unless_empty(json, "problem", message.problem);
    OrderedJson& offers = json["offers"] = OrderedJson::array();
    if (is_about_stays(message)) {
        for (const StayOffer& offer : message.stays)
            offers.push_back(to_json(offer));
    } else {
        for (const FlightOffer& offer : message.flights)
            offers.push_back(to_json(offer));
    }
    if (message.more) json["more"] = true;
    return json;
}

QuestionAnswer MessageForm<QuestionAnswer>::read(const JsonReader& message, std::string_view type) {
    const bool flights = type == kFlightOffers;
    QuestionAnswer read;
    read.id = read_key_of(message, flights ? kSearchFlights : kSearchStays).id;
    const JsonReader content = message.object("content");
    read.from = content.code("from");
    read.problem = content.optional_text("problem", kCodeBytesMax);
    for (const JsonReader& offer : content.objects("offers", kItemsMax)) {
        if (flights) {
            read.flights.push_back(read_flight_offer(offer));
        } else {
            read.stays.push_back(read_stay_offer(offer));
        }
    }
    read.more = content.optional_flag("more");
    return read;
}

}  // namespace viaja
