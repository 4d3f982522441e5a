#pragma once
// The question for units and its answer, both ways. Private to this library; any thread. What reads
// throws Misread.

#include <nlohmann/json.hpp>

#include "common/contract/json_reader.hpp"
#include "common/contract/units.hpp"

namespace viaja {

OrderedJson to_json(const UnitQuestion& question);
void read_members(const JsonReader& content, UnitQuestion& question);

void put_members(OrderedJson& json, const UnitCounts& units);
void read_members(const JsonReader& content, UnitCounts& units);

}  // namespace viaja
