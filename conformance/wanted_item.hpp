#pragma once
// Something that a supplier sells, for the holds of the examination. One thread.

#include <string>
#include <vector>

#include "conformance/participant.hpp"

namespace viaja::conformance {

/// What is most plentiful of what the participant offers, some weeks ahead, near one of these
/// airports; a carrier is asked for its schedule instead. Throws NotExamined where there is
/// nothing.
HoldRequest find_wanted_item(Participant& supplier, const std::vector<std::string>& near);

/// The same item under an id that the supplier does not have.
Item unknown_item(const Item& item);

}  // namespace viaja::conformance
