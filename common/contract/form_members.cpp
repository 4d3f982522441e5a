#include "common/contract/form_members.hpp"

#include "common/contract/topology.hpp"

namespace viaja {

OrderedJson to_json(const RequestKey& key) {
    OrderedJson json;
    json["command"] = key.command;
    json["id"] = key.id.text();
    json["attempt"] = key.attempt;
    return json;
}

OrderedJson to_json(const Money& money) {
    OrderedJson json;
    json["amount"] = money.amount;
    json["currency"] = money.currency;
    return json;
}

void put_unless_empty(OrderedJson& json, const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
}

RequestKey read_key(const JsonReader& message) {
    const JsonReader key = message.object("key");
    return {key.code("command"), key.uuid("id"), key.integer("attempt", 0, kAttemptMax)};
}

RequestKey read_key_of(const JsonReader& message, std::string_view command) {
    RequestKey key = read_key(message);
    if (key.command != command) {
        message.refuse("key.command", "must be " + std::string(command));
    }
    return key;
}

Command read_answered_command(const JsonReader& message, std::string_view type) {
    const RequestKey key = read_key(message);
    const auto command = named<Command>(key.command);
    if (!command) message.refuse("key.command", "is unknown");
    const auto answer = named<Answer>(type);
    if (!answer || !gives(party_of(*command), *answer)) {
        message.refuse("type", "is no answer to " + key.command);
    }
    return *command;
}

SessionId read_session(const JsonReader& message) {
    return SessionId{message.uuid("session")};
}

std::string read_reply_to(const JsonReader& message) {
    std::string address = message.code("reply_to");
    if (!topology::is_service(address) && !topology::is_private(address)) {
        message.refuse("reply_to",
                       "must be the address of a service, or one that begins with "
                       "answers.");
    }
    return address;
}

std::string read_reason(const JsonReader& content, Answer answer) {
    return answer == Answer::refused ? content.code("reason")
                                     : content.optional_text("reason", kCodeBytesMax);
}

}  // namespace viaja
