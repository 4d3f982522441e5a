#pragma once
// What is said to travellers of a hold and of a payment: what it is, why it was refused, why it
// failed. English, for people; the codes of docs/openapi.yaml stand beside it. Pure functions; any
// thread.

#include <string>
#include <vector>

#include "session-service/core/session.hpp"

namespace viaja::session {

/// What was asked for, until the supplier has said it in its own words.
std::string description_of(const Hold& hold);

/// Why a hold was refused, in the API's code and in a sentence.
struct HoldRefusal {
    Code code;
    std::string detail;
};
/// `together` are the hold and those that were asked in one list with it.
HoldRefusal refusal_of(const Hold& hold, const std::vector<const Hold*>& together);

/// A sentence about a payment that failed.
std::string failure_of(const Payment& payment);

}  // namespace viaja::session
