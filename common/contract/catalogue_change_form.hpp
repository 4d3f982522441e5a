#pragma once
// An operator's change of a catalogue and its answer, both ways. Private to this library; any
// thread. What reads throws Misread.

#include <nlohmann/json.hpp>

#include "common/contract/catalogue_change.hpp"
#include "common/contract/json_reader.hpp"

namespace viaja {

OrderedJson to_json(const CatalogueChange& change);
void read_members(const JsonReader& content, CatalogueChange& change);

void put_members(OrderedJson& json, const CatalogueChanged& changed);
void read_members(const JsonReader& content, CatalogueChanged& changed);

}  // namespace viaja
