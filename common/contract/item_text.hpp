#pragma once
// What is held as one text, which is how the rows of a supplier and of a session keep it: the JSON
// of the wire. Pure functions; any thread.

#include <string>

#include "common/contract/messages.hpp"

namespace viaja {

std::string to_text(const HeldItem& item);
/// Only what `to_text` wrote; any other text is a Bug.
HeldItem held_item_from_text(const std::string& text);

}  // namespace viaja
