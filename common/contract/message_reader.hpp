#pragma once
// From one JSON object to one message. Private to this library; any thread.

#include "common/contract/json_reader.hpp"
#include "common/contract/messages.hpp"

namespace viaja {

/// Throws Misread, which names the first member that is wrong.
Message read_message(const JsonReader& object);

}  // namespace viaja
