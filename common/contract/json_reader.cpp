#include "common/contract/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "common/contract/currencies.hpp"

namespace viaja {
namespace {

using nlohmann::json;

std::string range(std::int64_t least, std::int64_t most) {
    return "must be " + std::to_string(least) + " to " + std::to_string(most);
}

/// A number that does not fit is as far outside of every range as the largest that does.
std::int64_t saturated(const json& number) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    if (!number.is_number_unsigned()) return number.get<std::int64_t>();
    const auto value = number.get<std::uint64_t>();
    return value > static_cast<std::uint64_t>(most) ? most : static_cast<std::int64_t>(value);
}

}  // namespace

JsonReader::JsonReader(const json& object, std::string path)
    : object_(object), path_(std::move(path)) {}

JsonReader JsonReader::object(const char* name) const {
    const json& found = member(name);
    if (!found.is_object()) refuse(name, "must be an object");
    return {found, path_of(name)};
}

std::vector<JsonReader> JsonReader::objects(const char* name, std::size_t most) const {
    const json& list = member(name);
    if (!list.is_array()) refuse(name, "must be a list");
    if (list.size() > most) refuse(name, "must have at most " + std::to_string(most) + " entries");
    std::vector<JsonReader> readers;
    readers.reserve(list.size());
    for (const json& entry : list) {
        const std::string position = std::string(name) + "[" + std::to_string(readers.size()) + "]";
        if (!entry.is_object()) refuse(position, "must be an object");
        readers.emplace_back(entry, path_of(position));
    }
    return readers;
}

std::vector<std::string> JsonReader::strings(const char* name, std::size_t most,
                                             std::size_t bytes) const {
    const json& list = member(name);
    if (!list.is_array()) refuse(name, "must be a list");
    if (list.size() > most) refuse(name, "must have at most " + std::to_string(most) + " entries");
    std::vector<std::string> texts;
    texts.reserve(list.size());
    for (const json& entry : list) {
        const std::string position = std::string(name) + "[" + std::to_string(texts.size()) + "]";
        if (!entry.is_string()) refuse(position, "must be a string");
        const auto& text = entry.get_ref<const json::string_t&>();
        if (text.size() > bytes) {
            refuse(position, "must have at most " + std::to_string(bytes) + " bytes");
        }
        texts.push_back(text);
    }
    return texts;
}

std::string JsonReader::code(const char* name, std::size_t bytes) const {
    const auto& text = string(name);
    if (text.empty() || text.size() > bytes) {
        refuse(name, "must have 1 to " + std::to_string(bytes) + " bytes");
    }
    return text;
}

std::string JsonReader::optional_text(const char* name, std::size_t bytes) const {
    if (!has(name)) return {};
    const auto& text = string(name);
    if (text.size() > bytes) {
        refuse(name, "must have at most " + std::to_string(bytes) + " bytes");
    }
    return text;
}

int JsonReader::integer(const char* name, int least, int most) const {
    return static_cast<int>(number(name, least, most));
}

std::int64_t JsonReader::millionths(const char* name, int most) const {
    const json& found = member(name);
    if (!found.is_number()) refuse(name, "must be a number");
    const auto degrees = found.get<double>();
    // Not the other way round, so that no other number passes.
    if (!(degrees >= -most && degrees <= most)) refuse(name, range(-most, most));
    return std::llround(degrees * 1e6);
}

bool JsonReader::optional_flag(const char* name) const {
    if (!has(name)) return false;
    const json& flag = member(name);
    if (!flag.is_boolean()) refuse(name, "must be true or false");
    return flag.get<bool>();
}

Uuid JsonReader::uuid(const char* name) const {
    const auto uuid = Uuid::parse(string(name));
    if (!uuid) refuse(name, "must be a UUID");
    return *uuid;
}

Instant JsonReader::instant(const char* name) const {
    const auto instant = parse_rfc3339(string(name));
    if (!instant) refuse(name, "must be an RFC 3339 time that ends in Z");
    return *instant;
}

Date JsonReader::date(const char* name) const {
    const auto date = parse_date(string(name));
    if (!date) refuse(name, "must be a date, yyyy-mm-dd");
    return *date;
}

std::string JsonReader::local_time(const char* name) const {
    const auto& text = string(name);
    if (!day_of_local_time(text)) refuse(name, "must be a local time, yyyy-mm-ddThh:mm");
    return text;
}

Money JsonReader::money(const char* name) const {
    const JsonReader price = object(name);
    Money money;
    money.amount = price.number("amount", 0, kAmountMax);
    money.currency = price.string("currency");
    if (!minor_digits(money.currency)) price.refuse("currency", kCurrencyRule);
    return money;
}

void JsonReader::refuse(std::string_view name, std::string_view complaint) const {
    throw Misread(path_of(name) + " " + std::string(complaint));
}

const json& JsonReader::member(const char* name) const {
    const auto found = object_.find(name);
    if (found == object_.end()) refuse(name, "is missing");
    return *found;
}

const json::string_t& JsonReader::string(const char* name) const {
    const json& found = member(name);
    if (!found.is_string()) refuse(name, "must be a string");
    return found.get_ref<const json::string_t&>();
}

std::int64_t JsonReader::number(const char* name, std::int64_t least, std::int64_t most) const {
    const json& found = member(name);
    if (!found.is_number_integer()) refuse(name, "must be a whole number");
    const std::int64_t value = saturated(found);
    if (value < least || value > most) refuse(name, range(least, most));
    return value;
}

std::string JsonReader::path_of(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

}  // namespace viaja
