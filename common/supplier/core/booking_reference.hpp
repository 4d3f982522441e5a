#pragma once
// The short name of a confirmed hold that a traveller shows at the counter. Pure; any thread.

#include <string>

#include "common/contract/ids.hpp"

namespace viaja::supplier {

/// Six characters of A to Z and 2 to 9 without those that are mistaken for others (I, O, 0, 1),
/// always the same for one hold. Short, so not unique for ever: it names a hold only together with
/// the supplier and the day.
std::string booking_reference(const HoldId& hold);

}  // namespace viaja::supplier
