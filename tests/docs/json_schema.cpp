#include "tests/docs/json_schema.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "tests/processes/line_process.hpp"

namespace viaja::docs {
namespace {

/// json_schema.py with this document; the one of the last document is kept.
test::LineProcess& validator(const Json& document) {
    static std::optional<test::LineProcess> program;
    static std::string text;
    if (const std::string wanted = document.dump(); wanted != text) {
        program.emplace(std::vector<std::string>{VIAJA_PYTHON, "-B", "tests/docs/json_schema.py"});
        program->send(wanted);
        text = wanted;
    }
    return *program;
}

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
        const bool anything =
            !(schema.contains("type") || schema.contains("const") || schema.contains("allOf"));
        note(place, "is true", Json(true), flag || anything);
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
            return note(place, "is spoiled", " " + whole_.at(place).get<std::string>(), false);
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

JsonSchema::JsonSchema(const Json& document, const Json& schema)
    : document_(document), schema_(schema) {}

std::vector<std::string> JsonSchema::complaints(const Json& value) const {
    test::LineProcess& program = validator(document_);
    program.send(Json{{"schema", schema_}, {"value", value}}.dump());
    return Json::parse(program.receive());
}

std::vector<Neighbour> JsonSchema::neighbours(const Json& value) const {
    Neighbourhood neighbourhood(document_, value);
    neighbourhood.visit(schema_, Json::json_pointer());
    return std::move(neighbourhood.found);
}

}  // namespace viaja::docs
