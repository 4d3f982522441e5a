// Commands to suppliers, their answers, and the suppliers' question whether holds are still wanted.

#include "common/contract/encoding.hpp"
#include "common/contract/form_members.hpp"
#include "common/contract/item_wire.hpp"
#include "common/contract/message_forms.hpp"
#include "common/contract/prices_form.hpp"
#include "common/contract/quantity.hpp"

namespace viaja {
namespace {

constexpr std::size_t kNameBytesMax = 200;

constexpr std::string_view kCheckSession = "check-session";

HoldRequest read_hold_request(const JsonReader& content) {
    HoldRequest request;
    request.item = read_item(content);
    request.quantity = content.integer("quantity", 1, kQuantityMax);
    request.travellers = content.strings("travellers", kQuantityMax, kNameBytesMax);
    return request;
}

}  // namespace

Types MessageForm<SupplierCommand>::types() {
    Types types;
    for (const Command command : all_of<Command>()) {
        if (party_of(command) == Party::supplier) types.push_back(name_of(command));
    }
    return types;
}

Envelope MessageForm<SupplierCommand>::envelope(const SupplierCommand& message) {
    const std::string type(name_of(message.command));
    return {.type = type,
            .key = RequestKey{type, message.hold.value, message.attempt},
            .session_id = message.session_id,
            .deadline = message.deadline,
            .reply_to = message.reply_to};
}

OrderedJson MessageForm<SupplierCommand>::content(const SupplierCommand& message) {
    OrderedJson json;
    if (message.command != Command::hold || !message.request) return json;
    put(json, message.request->item);
    json["quantity"] = message.request->quantity;
    json["travellers"] = message.request->travellers;
    if (message.replaces) json["replaces"] = message.replaces->text();
    return json;
}

SupplierCommand MessageForm<SupplierCommand>::read(const JsonReader& message,
                                                   std::string_view type) {
    const RequestKey key = read_key_of(message, type);
    SupplierCommand read;
    read.command = named<Command>(type).value();
    read.session_id = read_session(message);
    read.hold = HoldId{key.id};
    read.attempt = key.attempt;
    read.deadline = message.instant("deadline");
    read.reply_to = read_reply_to(message);
    if (read.command == Command::hold) {
        const JsonReader content = message.object("content");
        read.request = read_hold_request(content);
        if (content.has("replaces")) read.replaces = HoldId{content.uuid("replaces")};
    }
    return read;
}

Types MessageForm<SupplierReply>::types() {
    Types types;
    for (const Answer answer : all_of<Answer>()) {
        if (gives(Party::supplier, answer)) types.push_back(name_of(answer));
    }
    return types;
}

bool MessageForm<SupplierReply>::reads(const JsonReader& message, std::string_view type) {
    return party_of(read_answered_command(message, type)) == Party::supplier;
}

Envelope MessageForm<SupplierReply>::envelope(const SupplierReply& message) {
    return {.type = std::string(name_of(message.answer)),
            .key = RequestKey{std::string(name_of(message.command)), message.hold.value,
                              message.attempt},
            .session_id = message.session_id};
}

OrderedJson MessageForm<SupplierReply>::content(const SupplierReply& message) {
    OrderedJson json;
    json["state"] = message.row_state;
    json["attempt"] = message.row_attempt;
    put_unless_empty(json, "reason", message.reason);
    if (message.answer == Answer::held) json["price"] = to_json(message.price);
    put_unless_empty(json, "description", message.description);
    if (message.item) json["item"] = to_json(*message.item);
    if (message.guarantee) put_guarantee(json, *message.guarantee);
    put_unless_empty(json, "reference", message.reference);
    return json;
}

SupplierReply MessageForm<SupplierReply>::read(const JsonReader& message, std::string_view type) {
    const RequestKey key = read_key(message);
    SupplierReply read;
    read.answer = named<Answer>(type).value();
    read.command = named<Command>(key.command).value();
    read.session_id = read_session(message);
    read.hold = HoldId{key.id};
    read.attempt = key.attempt;
    const JsonReader content = message.object("content");
    read.row_state = content.code("state");
    read.row_attempt = content.integer("attempt", 0, kAttemptMax);
    read.reason = read_reason(content, read.answer);
    if (read.answer == Answer::held) {
        read.price = content.money("price");
        if (content.has("item")) read.item = read_held_item(content.object("item"));
        read.guarantee = read_guarantee(content);
    }
    read.description = content.optional_text("description");
    read.reference = content.optional_text("reference", kCodeBytesMax);
    return read;
}

Types MessageForm<SessionCheck>::types() {
    return {kCheckSession};
}

Envelope MessageForm<SessionCheck>::envelope(const SessionCheck& message) {
    return {.type = std::string(kCheckSession),
            .session_id = message.session_id,
            .reply_to = message.reply_to};
}

OrderedJson MessageForm<SessionCheck>::content(const SessionCheck& message) {
    OrderedJson json;
    OrderedJson& holds = json["holds"] = OrderedJson::array();
    for (const HoldId& hold : message.holds)
        holds.push_back(hold.text());
    return json;
}

SessionCheck MessageForm<SessionCheck>::read(const JsonReader& message, std::string_view) {
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

}  // namespace viaja
