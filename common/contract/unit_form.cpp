#include "common/contract/unit_form.hpp"

#include "common/contract/form_members.hpp"

namespace viaja {
namespace {

UnitCount read_unit(const JsonReader& json) {
    UnitCount unit;
    unit.unit = json.code("unit", kUnitNameBytesMax);
    unit.capacity = json.integer("capacity", 0, kLeftMax);
    unit.free = json.integer("free", 0, kLeftMax);
    // Below zero in a row that is damaged, which is to be seen.
    unit.held = json.integer("held", -kLeftMax, kLeftMax);
    unit.confirmed = json.integer("confirmed", -kLeftMax, kLeftMax);
    return unit;
}

}  // namespace

OrderedJson to_json(const UnitQuestion& question) {
    OrderedJson json;
    put_unless_empty(json, "prefix", question.prefix);
    put_unless_empty(json, "after", question.after);
    json["limit"] = question.limit;
    return json;
}

void read_members(const JsonReader& content, UnitQuestion& question) {
    question.prefix = content.optional_text("prefix", kUnitNameBytesMax);
    question.after = content.optional_text("after", kUnitNameBytesMax);
    question.limit = content.integer("limit", 1, kUnitsAskedMax);
}

void put_members(OrderedJson& json, const UnitCounts& units) {
    OrderedJson& list = json["units"] = OrderedJson::array();
    for (const auto& unit : units) {
        OrderedJson one;
        one["unit"] = unit.unit;
        one["capacity"] = unit.capacity;
        one["free"] = unit.free;
        one["held"] = unit.held;
        one["confirmed"] = unit.confirmed;
        list.push_back(std::move(one));
    }
}

void read_members(const JsonReader& content, UnitCounts& units) {
    for (const JsonReader& unit : content.objects("units", kUnitsAskedMax))
        units.push_back(read_unit(unit));
}

}  // namespace viaja
