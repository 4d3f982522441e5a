#pragma once
// What may name a thing for sale: a flight's number, a room type, a hotel. The same rule where a
// catalogue is read and where a hold is asked for, so that what a search offers can be held. Pure;
// any thread.

#include <string_view>

namespace viaja {

/// For sentences that refuse one: "must be …", "an id is …".
constexpr std::string_view kItemIdRule = "1 to 64 visible ASCII characters without \"/\"";

/// 1 to 64 visible ASCII characters without "/", which stands between an id and a day in the ids of
/// units.
bool is_item_id(std::string_view text);

}  // namespace viaja
