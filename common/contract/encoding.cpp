#include "common/contract/encoding.hpp"

#include <nlohmann/json.hpp>

#include "common/contract/item_wire.hpp"
#include "common/contract/wire_names.hpp"

namespace viaja {
namespace {

// Keeps the members in the order in which they are written here, which is the order in which a
// person wants to read them.
using Json = nlohmann::ordered_json;

Json key(std::string_view command, const Uuid& id, int attempt) {
    Json json;
    json["command"] = command;
    json["id"] = id.text();
    json["attempt"] = attempt;
    return json;
}

Json price(const Money& money) {
    Json json;
    json["amount"] = money.amount;
    json["currency"] = money.currency;
    return json;
}

void put_unless_empty(Json& json, const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
}

Json content(const HoldRequest& request) {
    Json json;
    std::visit([&json](const auto& item) { put(json, item); }, request.item);
    json["quantity"] = request.quantity;
    json["travellers"] = request.travellers;
    return json;
}

Json content(const FlightOffer& offer) {
    Json json;
    put(json, offer.item);
    put_leg(json, offer);
    json["seats_left"] = offer.seats_left;
    json["price"] = price(offer.price);
    return json;
}

Json content(const StayOffer& offer) {
    Json json;
    put(json, offer.item);
    json["hotel_id"] = offer.hotel_id;
    json["hotel"] = offer.hotel;
    json["room"] = offer.room;
    json["nights"] = offer.nights;
    json["rooms_left"] = offer.rooms_left;
    json["price"] = price(offer.price);
    return json;
}

Json content(const FlightQuestion& question) {
    Json json;
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

Json content(const StayQuestion& question) {
    Json json;
    json["near"] = question.near;
    json["check_in"] = iso_date(question.check_in);
    json["check_out"] = iso_date(question.check_out);
    json["guests"] = question.guests;
    put_unless_empty(json, "after", question.after);
    return json;
}

/// Adds what follows after `type` and `id`.
struct Body {
    Json& json;

    void operator()(const SupplierCommand& message) const {
        json["key"] = key(name_of(message.command), message.hold.value, message.attempt);
        json["session"] = message.session_id.text();
        json["deadline"] = rfc3339_exact(message.deadline);
        json["reply_to"] = message.reply_to;
        if (message.command == Command::hold && message.request) {
            json["content"] = content(*message.request);
            if (message.replaces) json["content"]["replaces"] = message.replaces->text();
        }
    }

    void operator()(const SupplierReply& message) const {
        json["key"] = key(name_of(message.command), message.hold.value, message.attempt);
        json["session"] = message.session_id.text();
        Json& content = json["content"];
        content["state"] = message.row_state;
        content["attempt"] = message.row_attempt;
        put_unless_empty(content, "reason", message.reason);
        if (message.answer == Answer::held) content["price"] = price(message.price);
        put_unless_empty(content, "description", message.description);
        if (message.item) content["item"] = to_json(*message.item);
        put_unless_empty(content, "reference", message.reference);
    }

    void operator()(const PaymentCommand& message) const {
        json["key"] = key(name_of(message.command), message.session_id.value, message.attempt);
        json["session"] = message.session_id.text();
        json["deadline"] = rfc3339_exact(message.deadline);
        json["reply_to"] = message.reply_to;
        Json& content = json["content"];
        content["amount"] = price(message.amount);
        put_unless_empty(content, "method", message.method);
        put_unless_empty(content, "token", message.token);
    }

    void operator()(const PaymentReply& message) const {
        json["key"] = key(name_of(message.command), message.session_id.value, message.attempt);
        json["session"] = message.session_id.text();
        Json& content = json["content"];
        content["state"] = message.row_state;
        put_unless_empty(content, "reason", message.reason);
    }

    void operator()(const TimeoutNotice& message) const {
        if (message.schedule) json["key"] = key(wire::kScheduleTimeout, *message.schedule, 0);
        json["session"] = message.session_id.text();
        put_unless_empty(json, "reply_to", message.reply_to);
    }

    void operator()(const ScheduleTimeout& message) const {
        json["key"] = key(wire::kScheduleTimeout, message.id, 0);
        json["session"] = message.session_id.text();
        if (message.deadline) json["deadline"] = rfc3339_exact(*message.deadline);
        json["reply_to"] = message.reply_to;
        json["content"]["notify"] = message.notify;
    }

    void operator()(const ScheduleReply& message) const {
        json["key"] = key(wire::kScheduleTimeout, message.id, 0);
        json["session"] = message.session_id.text();
        Json& content = json["content"] = Json::object();
        put_unless_empty(content, "state", message.state);
        put_unless_empty(content, "reason", message.reason);
    }

    void operator()(const TimeoutAcknowledged& message) const {
        json["key"] = key(wire::kScheduleTimeout, message.schedule, 0);
        json["session"] = message.session_id.text();
    }

    void operator()(const SessionCheck& message) const {
        json["session"] = message.session_id.text();
        json["reply_to"] = message.reply_to;
        Json holds = Json::array();
        for (const HoldId& hold : message.holds)
            holds.push_back(hold.text());
        json["content"]["holds"] = std::move(holds);
    }

    void operator()(const Question& message) const {
        json["key"] = key(type_of(message), message.id, 0);
        json["wait_ms"] =
            std::chrono::duration_cast<std::chrono::milliseconds>(message.wait).count();
        if (message.deadline) json["deadline"] = rfc3339_exact(*message.deadline);
        json["reply_to"] = message.reply_to;
        json["content"] =
            std::visit([](const auto& about) { return content(about); }, message.about);
    }

    void operator()(const QuestionAnswer& message) const {
        const bool stays = type_of(message) == wire::kStayOffers;
        json["key"] = key(stays ? wire::kSearchStays : wire::kSearchFlights, message.id, 0);
        Json& body = json["content"];
        body["from"] = message.from;
        put_unless_empty(body, "problem", message.problem);
        Json offers = Json::array();
        if (stays) {
            for (const StayOffer& offer : message.stays)
                offers.push_back(content(offer));
        } else {
            for (const FlightOffer& offer : message.flights)
                offers.push_back(content(offer));
        }
        body["offers"] = std::move(offers);
        if (message.more) body["more"] = true;
    }
};

}  // namespace

std::string encode(const Message& message, const Uuid& id) {
    Json json;
    json["type"] = type_of(message);
    json["id"] = id.text();
    std::visit(Body{json}, message);
    // A string that is not UTF-8 would make a strict dump throw; the reader sees U+FFFD instead.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string pack(std::span<const std::string> bodies) {
    if (bodies.size() == 1) return bodies.front();
    std::size_t size = bodies.size() + 1;
    for (const std::string& body : bodies)
        size += body.size();
    std::string list;
    list.reserve(size);
    list.push_back('[');
    for (const std::string& body : bodies) {
        if (list.size() > 1) list.push_back(',');
        list += body;
    }
    list.push_back(']');
    return list;
}

}  // namespace viaja
