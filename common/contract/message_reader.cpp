#include "common/contract/message_reader.hpp"

#include "common/contract/encoding.hpp"
#include "common/contract/item_wire.hpp"
#include "common/contract/topology.hpp"
#include "common/contract/wire_names.hpp"

namespace viaja {
namespace {

constexpr int kQuantityMax = 9;
constexpr std::size_t kTravellersMax = 9;
constexpr std::size_t kNameBytesMax = 200;
constexpr int kAttemptMax = 1'000'000;
constexpr int kLeftMax = 1'000'000;
constexpr int kPeopleMax = 99;
constexpr int kWaitMsMax = 60'000;

/// The key of a request: which command, about what, in which attempt.
struct Key {
    std::string command;
    Uuid id;
    int attempt = 0;
};

Key read_key(const JsonReader& message) {
    const JsonReader key = message.object("key");
    return {key.code("command"), key.uuid("id"), key.integer("attempt", 0, kAttemptMax)};
}

/// The key of a request that says of itself, by its type, what its command is.
Key read_key_of(const JsonReader& message, std::string_view command) {
    Key key = read_key(message);
    if (key.command != command) {
        message.refuse("key.command", "must be " + std::string(command));
    }
    return key;
}

SessionId read_session(const JsonReader& message) {
    return SessionId{message.uuid("session")};
}

/// A payment is one of its session, so the two ids of its messages are the same.
void check_is_session(const JsonReader& message, const Key& key, SessionId session_id) {
    if (key.id != session_id.value) message.refuse("key.id", "must be the session");
}

HoldRequest read_hold_request(const JsonReader& content) {
    HoldRequest request;
    request.item = read_item(content);
    request.quantity = content.integer("quantity", 1, kQuantityMax);
    request.travellers = content.strings("travellers", kTravellersMax, kNameBytesMax);
    return request;
}

/// An answer to nowhere would come back, or be refused by the broker.
std::string read_reply_to(const JsonReader& message) {
    std::string address = message.code("reply_to");
    if (!topology::is_service(address) && !topology::is_private(address)) {
        message.refuse("reply_to",
                       "must be the address of a service, or one that begins with "
                       "answers.");
    }
    return address;
}

Message read_supplier_command(const JsonReader& message, Command command) {
    const Key key = read_key_of(message, name_of(command));
    SupplierCommand read;
    read.command = command;
    read.session_id = read_session(message);
    read.hold = HoldId{key.id};
    read.attempt = key.attempt;
    read.deadline = message.instant("deadline");
    read.reply_to = read_reply_to(message);
    if (command == Command::hold) {
        const JsonReader content = message.object("content");
        read.request = read_hold_request(content);
        if (content.has("replaces")) read.replaces = HoldId{content.uuid("replaces")};
    }
    return read;
}

Message read_payment_command(const JsonReader& message, Command command) {
    const Key key = read_key_of(message, name_of(command));
    PaymentCommand read;
    read.command = command;
    read.session_id = read_session(message);
    check_is_session(message, key, read.session_id);
    read.attempt = key.attempt;
    read.deadline = message.instant("deadline");
    read.reply_to = read_reply_to(message);
    const JsonReader content = message.object("content");
    read.amount = content.money("amount");
    if (command == Command::authorize) {
        read.method = content.code("method");
        read.token = content.code("token");
    } else {
        read.method = content.optional_text("method", kCodeBytesMax);
        read.token = content.optional_text("token", kCodeBytesMax);
    }
    return read;
}

bool goes_to_payment(Command command) {
    return command >= Command::authorize;
}

bool comes_from(bool payment, Answer answer) {
    return answer == Answer::refused || payment == (answer >= Answer::authorized);
}

Message read_supplier_reply(const JsonReader& message, Answer answer, Command command,
                            const Key& key) {
    SupplierReply read;
    read.answer = answer;
    read.command = command;
    read.session_id = read_session(message);
    read.hold = HoldId{key.id};
    read.attempt = key.attempt;
    const JsonReader content = message.object("content");
    read.row_state = content.code("state");
    read.row_attempt = content.integer("attempt", 0, kAttemptMax);
    read.reason = answer == Answer::refused ? content.code("reason")
                                            : content.optional_text("reason", kCodeBytesMax);
    if (answer == Answer::held) {
        read.price = content.money("price");
        if (content.has("item")) read.item = read_held_item(content.object("item"));
    }
    read.description = content.optional_text("description");
    read.reference = content.optional_text("reference", kCodeBytesMax);
    return read;
}

Message read_payment_reply(const JsonReader& message, Answer answer, Command command,
                           const Key& key) {
    PaymentReply read;
    read.answer = answer;
    read.command = command;
    read.session_id = read_session(message);
    check_is_session(message, key, read.session_id);
    read.attempt = key.attempt;
    const JsonReader content = message.object("content");
    read.row_state = content.code("state");
    read.reason = answer == Answer::refused ? content.code("reason")
                                            : content.optional_text("reason", kCodeBytesMax);
    return read;
}

Message read_reply(const JsonReader& message, Answer answer) {
    const Key key = read_key(message);
    const auto command = command_named(key.command);
    if (!command) message.refuse("key.command", "is unknown");
    const bool payment = goes_to_payment(*command);
    if (!comes_from(payment, answer)) {
        message.refuse("type", "is no answer to " + key.command);
    }
    return payment ? read_payment_reply(message, answer, *command, key)
                   : read_supplier_reply(message, answer, *command, key);
}

/// The seed's has no key; one with a key is to be acknowledged.
Message read_timeout(const JsonReader& message) {
    TimeoutNotice read;
    read.session_id = read_session(message);
    if (message.has("key")) {
        read.schedule = read_key_of(message, wire::kScheduleTimeout).id;
        read.reply_to = read_reply_to(message);
    }
    return read;
}

Message read_schedule(const JsonReader& message) {
    ScheduleTimeout read;
    read.id = read_key_of(message, wire::kScheduleTimeout).id;
    read.session_id = read_session(message);
    if (message.has("deadline")) read.deadline = message.instant("deadline");
    read.reply_to = read_reply_to(message);
    read.notify = message.object("content").code("notify");
    return read;
}

Message read_schedule_reply(const JsonReader& message, ScheduleAnswer answer) {
    ScheduleReply read;
    read.answer = answer;
    read.id = read_key_of(message, wire::kScheduleTimeout).id;
    read.session_id = read_session(message);
    const JsonReader content = message.object("content");
    if (answer == ScheduleAnswer::refused) {
        read.reason = content.code("reason");
    } else {
        read.state = content.code("state");
    }
    return read;
}

Message read_acknowledgement(const JsonReader& message) {
    return TimeoutAcknowledged{read_key_of(message, wire::kScheduleTimeout).id,
                               read_session(message)};
}

/// Everything about timeouts; nullopt for another type.
std::optional<Message> read_about_timeout(const JsonReader& message, std::string_view type) {
    if (type == wire::kTimeout) return read_timeout(message);
    if (type == wire::kScheduleTimeout) return read_schedule(message);
    if (type == wire::kTimeoutAcknowledged) return read_acknowledgement(message);
    for (std::size_t i = 0; i < wire::kScheduleAnswers.size(); ++i) {
        if (type != wire::kScheduleAnswers[i]) continue;
        return read_schedule_reply(message, static_cast<ScheduleAnswer>(i));
    }
    return std::nullopt;
}

Message read_session_check(const JsonReader& message) {
    SessionCheck read;
    read.session_id = read_session(message);
    read.reply_to = read_reply_to(message);
    const JsonReader content = message.object("content");
    for (const std::string& text : content.strings("holds", kItemsMax, kCodeBytesMax)) {
        const auto hold = HoldId::parse(text);
        if (!hold) content.refuse("holds", "must have UUIDs only");
        read.holds.push_back(*hold);
    }
    return read;
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

Message read_question(const JsonReader& message, std::string_view type) {
    Question read;
    read.id = read_key_of(message, type).id;
    if (message.has("deadline")) read.deadline = message.instant("deadline");
    if (message.has("wait_ms")) {
        read.wait = std::chrono::milliseconds(message.integer("wait_ms", 1, kWaitMsMax));
    }
    read.reply_to = read_reply_to(message);
    const JsonReader content = message.object("content");
    if (type == wire::kSearchFlights) {
        read.about = read_flight_question(content);
    } else {
        read.about = read_stay_question(content);
    }
    return read;
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

Message read_question_answer(const JsonReader& message, bool flights) {
    QuestionAnswer read;
    read.id = read_key_of(message, flights ? wire::kSearchFlights : wire::kSearchStays).id;
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

}  // namespace

Message read_message(const JsonReader& message) {
    const std::string type = message.code("type");
    message.uuid("id");
    if (const auto command = command_named(type)) {
        return goes_to_payment(*command) ? read_payment_command(message, *command)
                                         : read_supplier_command(message, *command);
    }
    if (const auto answer = answer_named(type)) return read_reply(message, *answer);
    if (auto about_timeout = read_about_timeout(message, type)) return *about_timeout;
    if (type == wire::kCheckSession) return read_session_check(message);
    if (type == wire::kSearchFlights || type == wire::kSearchStays) {
        return read_question(message, type);
    }
    if (type == wire::kFlightOffers) return read_question_answer(message, true);
    if (type == wire::kStayOffers) return read_question_answer(message, false);
    message.refuse("type", "is unknown");
}

}  // namespace viaja
