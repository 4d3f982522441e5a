#pragma once
// Ids and times of the examples of contract_examples.hpp.

#include "common/contract/ids.hpp"
#include "common/contract/time.hpp"

namespace viaja::examples {

inline Date day(const char* text) {
    return parse_date(text).value();
}
inline Instant at(const char* text) {
    return parse_rfc3339(text).value();
}

inline const Uuid kMessage = Uuid::parse("0198c0de-0000-7000-8000-00000000000a").value();
inline const SessionId kSession = SessionId::parse("0198c0de-0000-7000-8000-000000000001").value();
inline const HoldId kHold = HoldId::parse("0198c0de-0000-7000-8000-000000000002").value();
inline const Uuid kQuestion = Uuid::parse("0198c0de-0000-7000-8000-000000000003").value();
inline const Instant kDeadline = at("2026-11-21T12:10:00.123456Z");

}  // namespace viaja::examples
