#include "common/text/json_text.hpp"

#include <nlohmann/json.hpp>

namespace viaja {
namespace {

template <class Json>
std::string dumped(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string json_text(const nlohmann::json& value) {
    return dumped(value);
}

std::string json_text(const nlohmann::ordered_json& value) {
    return dumped(value);
}

std::string json_text_in_order(const JsonMembers& members) {
    std::string text = "{";
    for (const auto& [name, value] : members) {
        if (text.size() > 1) text += ',';
        text += dumped(nlohmann::json(name)) + ':' + dumped(value);
    }
    return text + '}';
}

nlohmann::json parse_json(std::string_view text) {
    return nlohmann::json::parse(text, nullptr, false);
}

}  // namespace viaja
