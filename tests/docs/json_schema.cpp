#include "tests/docs/json_schema.hpp"

#include <algorithm>
#include <cstdint>
#include <regex>
#include <set>

#include "common/contract/ids.hpp"
#include "common/contract/time.hpp"

namespace viaja::docs {
namespace {

using Complaints = std::vector<std::string>;

const std::set<std::string> kKeywords = {
    "$ref",       "additionalProperties",
    "allOf",      "default",
    "examples",   "minItems",
    "const",      "description",
    "enum",       "format",
    "items",      "maxItems",
    "maxLength",  "maximum",
    "minLength",  "minimum",
    "oneOf",      "pattern",
    "properties", "required",
    "type",
};

std::string below(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "." + name;
}

bool has_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    return type == "integer" && value.is_number_integer();
}

bool has_format(const std::string& text, const std::string& format) {
    if (format == "uuid") return Uuid::parse(text).has_value();
    if (format == "date") return parse_date(text).has_value();
    return format == "date-time" && parse_rfc3339(text).has_value();
}

/// The members that a schema describes, those of its parts and alternatives included.
std::set<std::string> described_by(const Json& document, const Json& reference) {
    const Json& schema = followed(document, reference);
    std::set<std::string> names;
    const Json properties = schema.value("properties", Json::object());
    for (const auto& [name, ignored] : properties.items())
        names.insert(name);
    for (const char* keyword : {"allOf", "oneOf"}) {
        for (const auto& part : schema.value(keyword, Json::array()))
            names.merge(described_by(document, part));
    }
    return names;
}

class Validation {
  public:
    explicit Validation(const Json& document) : document_(document) {}

    /// `closed`: a member that is not described is wrong. What is a part of another schema leaves
    /// that to the whole.
    void look(const Json& reference, const Json& value, const std::string& path,
              bool closed = true) {
        const Json& schema = followed(document_, reference);
        for (const auto& [keyword, ignored] : schema.items()) {
            if (!kKeywords.contains(keyword)) complain(path, "has the keyword " + keyword);
        }
        if (schema.contains("type") && !has_type(value, schema["type"].get<std::string>())) {
            return complain(path, "is not of type " + schema["type"].get<std::string>());
        }
        if (schema.contains("const") && value != schema["const"]) {
            complain(path, "is not " + schema["const"].dump());
        }
        if (schema.contains("enum")) look_up(schema["enum"], value, path);
        for (const auto& part : schema.value("allOf", Json::array()))
            look(part, value, path, false);
        if (schema.contains("oneOf")) look_one_of(schema["oneOf"], value, path, closed);
        if (value.is_object()) look_into_object(schema, value, path, closed);
        if (value.is_array()) look_into_list(schema, value, path);
        if (value.is_string()) look_at_text(schema, value.get<std::string>(), path);
        if (value.is_number_integer()) look_at_number(schema, value, path);
    }

    Complaints complaints;

  private:
    void complain(const std::string& path, const std::string& complaint) {
        complaints.push_back((path.empty() ? "it" : path) + " " + complaint);
    }

    void look_up(const Json& words, const Json& value, const std::string& path) {
        if (std::ranges::find(words, value) == words.end()) {
            complain(path, "is none of " + words.dump());
        }
    }

    void look_one_of(const Json& alternatives, const Json& value, const std::string& path,
                     bool closed) {
        std::string reasons;
        int fitting = 0;
        for (const auto& alternative : alternatives) {
            Validation one(document_);
            one.look(alternative, value, path, closed);
            fitting += one.complaints.empty() ? 1 : 0;
            for (const auto& complaint : one.complaints)
                reasons += "; " + complaint;
        }
        if (fitting != 1) complain(path, "fits " + std::to_string(fitting) + " of oneOf" + reasons);
    }

    void look_into_object(const Json& schema, const Json& value, const std::string& path,
                          bool closed) {
        for (const auto& name : schema.value("required", Json::array())) {
            if (!value.contains(name)) complain(below(path, name), "is missing");
        }
        const Json properties = schema.value("properties", Json::object());
        const auto described = described_by(document_, schema);
        const bool open = !closed || schema.value("additionalProperties", described.empty());
        for (const auto& [name, member] : value.items()) {
            if (properties.contains(name)) {
                look(properties[name], member, below(path, name));
            } else if (!open && !described.contains(name)) {
                complain(below(path, name), "is not described");
            }
        }
    }

    void look_into_list(const Json& schema, const Json& value, const std::string& path) {
        if (schema.contains("maxItems") && value.size() > schema["maxItems"]) {
            complain(path, "has too many entries");
        }
        if (schema.contains("minItems") && value.size() < schema["minItems"]) {
            complain(path, "has too few entries");
        }
        if (!schema.contains("items")) return;
        for (const auto& item : value)
            look(schema["items"], item, path + "[]");
    }

    void look_at_text(const Json& schema, const std::string& text, const std::string& path) {
        if (schema.contains("minLength") && text.size() < schema["minLength"]) {
            complain(path, "is too short");
        }
        if (schema.contains("maxLength") && text.size() > schema["maxLength"]) {
            complain(path, "is too long");
        }
        if (schema.contains("pattern") &&
            !std::regex_match(text, std::regex(schema["pattern"].get<std::string>()))) {
            complain(path, "does not match the pattern");
        }
        if (schema.contains("format") && !has_format(text, schema["format"].get<std::string>())) {
            complain(path, "is no " + schema["format"].get<std::string>());
        }
    }

    void look_at_number(const Json& schema, const Json& value, const std::string& path) {
        if (schema.contains("minimum") && value < schema["minimum"]) complain(path, "is too small");
        if (schema.contains("maximum") && value > schema["maximum"]) complain(path, "is too large");
    }

    const Json& document_;
};

/// Walks through a good value and notes its neighbours.
class Neighbourhood {
  public:
    Neighbourhood(const Json& document, const Json& whole) : document_(document), whole_(whole) {}

    void visit(const Json& reference, const Json::json_pointer& place) {
        const Json& schema = followed(document_, reference);
        const Json& value = whole_.at(place);
        if (schema.contains("oneOf")) return visit_fitting(schema["oneOf"], place);
        if (schema.contains("enum")) return;
        const bool flag = schema.value("type", "") == "boolean";
        note(place, "is true", Json(true), flag);
        if (flag) note(place, "is a number", Json(1), false);
        if (schema.contains("const") && value.is_string())
            note(place, "is another word", Json("another"), false);
        if (value.is_object()) visit_members(schema, place);
        if (value.is_array()) visit_list(schema, place);
        if (value.is_string()) visit_text(schema, place);
        if (value.is_number_integer()) visit_number(schema, place);
    }

    std::vector<Neighbour> found;

  private:
    void note(const Json::json_pointer& place, const std::string& what, const Json& value,
              bool fits) {
        if (place.empty()) return;
        Json changed = whole_;
        changed.at(place) = value;
        found.push_back({place.to_string() + " " + what, std::move(changed), fits});
    }

    void visit_fitting(const Json& alternatives, const Json::json_pointer& place) {
        for (const auto& alternative : alternatives) {
            if (JsonSchema(document_, alternative).complaints(whole_.at(place)).empty())
                return visit(alternative, place);
        }
    }

    void visit_members(const Json& schema, const Json::json_pointer& place) {
        const Json required = schema.value("required", Json::array());
        for (const auto& [name, member] : whole_.at(place).items()) {
            const bool needed = std::ranges::find(required, Json(name)) != required.end();
            Json changed = whole_;
            changed.at(place).erase(name);
            found.push_back({(place / name).to_string() + " is missing", changed, !needed});
            visit(schema["properties"][name], place / name);
        }
    }

    void visit_list(const Json& schema, const Json::json_pointer& place) {
        const Json& list = whole_.at(place);
        if (list.empty()) return;
        visit(schema["items"], place / 0);
        const auto most = schema["maxItems"].get<std::size_t>();
        note(place, "has as many entries as it may", Json(most, list[0]), true);
        note(place, "has one entry more than it may", Json(most + 1, list[0]), false);
    }

    void visit_text(const Json& schema, const Json::json_pointer& place) {
        if (schema.contains("format") || schema.contains("pattern"))
            return note(place, "is spoiled", "x" + whole_.at(place).get<std::string>(), false);
        if (schema.contains("minLength")) note(place, "is empty", "", schema["minLength"] == 0);
        if (!schema.contains("maxLength")) return;
        const auto most = schema["maxLength"].get<std::size_t>();
        note(place, "is as long as it may be", std::string(most, 'a'), true);
        note(place, "is too long", std::string(most + 1, 'a'), false);
    }

    void visit_number(const Json& schema, const Json::json_pointer& place) {
        const auto at = [&](const char* limit, std::int64_t beyond) {
            const auto number = schema[limit].get<std::int64_t>();
            note(place, std::string("is the ") + limit, number, true);
            note(place, std::string("is beyond the ") + limit, number + beyond, false);
        };
        if (schema.contains("minimum")) at("minimum", -1);
        if (schema.contains("maximum")) at("maximum", 1);
    }

    const Json& document_;
    const Json& whole_;
};

}  // namespace

std::vector<std::string> JsonSchema::complaints(const Json& value) const {
    Validation validation(document_);
    validation.look(schema_, value, "");
    return std::move(validation.complaints);
}

std::vector<Neighbour> JsonSchema::neighbours(const Json& value) const {
    Neighbourhood neighbourhood(document_, value);
    neighbourhood.visit(schema_, Json::json_pointer());
    return std::move(neighbourhood.found);
}

}  // namespace viaja::docs
