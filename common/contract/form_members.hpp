#pragma once
// Members that several messages have, both ways. Private to this library; any thread.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "common/contract/json_reader.hpp"
#include "common/contract/messages.hpp"

namespace viaja {

constexpr int kAttemptMax = 1'000'000;
/// For whom a question may ask.
constexpr int kPeopleMax = 99;

OrderedJson to_json(const RequestKey& key);
OrderedJson to_json(const Money& money);
void put_unless_empty(OrderedJson& json, const char* name, const std::string& value);

/// Where, when and how many: of a search for events, or for other items.
OrderedJson city_and_days_json(const auto& question) {
    OrderedJson json;
    json["near"] = question.near;
    json["from"] = iso_date(question.from);
    json["until"] = iso_date(question.until);
    json["quantity"] = question.quantity;
    return json;
}

// Each throws Misread.
RequestKey read_key(const JsonReader& message);
/// The key of a request that says of itself, by its type, what its command is.
RequestKey read_key_of(const JsonReader& message, std::string_view command);
/// Of the request that a message of `type` answers.
Command read_answered_command(const JsonReader& message, std::string_view type);
SessionId read_session(const JsonReader& message);
/// The address of a service or of one process: an answer to any other would come back, or be
/// refused by the broker.
std::string read_reply_to(const JsonReader& message);
/// What city_and_days_json writes.
void read_city_and_days(const JsonReader& content, auto& question) {
    question.near = content.strings("near", EventQuestion::kNearMax, kCodeBytesMax);
    question.from = content.date("from");
    question.until = content.date("until");
    question.quantity = content.integer("quantity", 1, kPeopleMax);
}
/// Required with a refusal.
std::string read_reason(const JsonReader& content, Answer answer);

}  // namespace viaja
