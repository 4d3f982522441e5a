#include "tests/docs/yaml_document.hpp"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <regex>
#include <stdexcept>
#include <string>

#include "common/text/whole_number.hpp"

namespace viaja::docs {
namespace {

/// "-23.435556"; "3.1.0" is none.
bool is_decimal(const std::string& text) {
    static const std::regex decimal("-?[0-9]+[.][0-9]+");
    return std::regex_match(text, decimal);
}

Json of_scalar(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    if (node.Tag() == "!") return text;
    if (text == "null") return nullptr;
    if (text == "true") return true;
    if (text == "false") return false;
    if (const auto number = whole_number<std::int64_t>(text)) return *number;
    if (is_decimal(text)) return std::stod(text);
    return text;
}

Json of_node(const YAML::Node& node) {
    if (node.IsScalar()) return of_scalar(node);
    if (node.IsSequence()) {
        Json list = Json::array();
        for (const auto& item : node)
            list.push_back(of_node(item));
        return list;
    }
    if (!node.IsMap()) return nullptr;
    Json object = Json::object();
    for (const auto& member : node) {
        const auto name = member.first.as<std::string>();
        if (object.contains(name)) throw std::runtime_error(name + " stands twice in one map");
        object[name] = of_node(member.second);
    }
    return object;
}

}  // namespace

Json read_yaml(const std::string& path) {
    return of_node(YAML::LoadFile(path));
}

const Json* pointed_at(const Json& document, const std::string& reference) {
    if (!reference.starts_with("#/")) return nullptr;
    const Json::json_pointer place(reference.substr(1));
    return document.contains(place) ? &document.at(place) : nullptr;
}

const Json& followed(const Json& document, const Json& node) {
    if (!node.is_object() || !node.contains("$ref")) return node;
    const auto reference = node.at("$ref").get<std::string>();
    const Json* target = pointed_at(document, reference);
    if (target == nullptr) throw std::out_of_range(reference + " points at nothing");
    return followed(document, *target);
}

}  // namespace viaja::docs
