#pragma once
// Questions about what suppliers describe themselves, and their answers, as members of JSON.
// Private to this library; any thread.

#include "common/contract/json_reader.hpp"
#include "common/contract/messages.hpp"

namespace viaja {

OrderedJson to_json(const OtherQuestion& question);
OrderedJson to_json(const OtherOffer& offer);

// Each throws Misread.
void read_members(const JsonReader& content, OtherQuestion& question);
void read_members(const JsonReader& content, OtherOffer& offer);

}  // namespace viaja
