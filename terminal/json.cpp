#include "terminal/json.hpp"

#include "common/text/json_text.hpp"

namespace viaja::terminal {

const Json& member(const Json& object, std::string_view name) {
    static const Json null;
    if (!object.is_object()) return null;
    const auto found = object.find(name);
    return found == object.end() ? null : *found;
}

std::string text_at(const Json& object, std::string_view name) {
    const Json& value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::int64_t number_at(const Json& object, std::string_view name) {
    const Json& value = member(object, name);
    return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

const Json& list_at(const Json& object, std::string_view name) {
    static const Json none = Json::array();
    const Json& value = member(object, name);
    return value.is_array() ? value : none;
}

Json parse_object(std::string_view text) {
    Json value = parse_json(text);
    return value.is_object() ? value : Json();
}

}  // namespace viaja::terminal
