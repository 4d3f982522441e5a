#pragma once
// What travellers see of a session: JSON as in docs/openapi.yaml. Pure functions; any thread.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "session-service/core/session.hpp"

namespace viaja::session {

nlohmann::json to_json(const Money& money);
/// What an other item is, where and when.
nlohmann::json description_json(const HeldOther& other);
/// The session as GET shows it. `now` is the database's clock, so that a countdown needs no other.
nlohmann::json session_json(const Session& session, Instant now);
/// The session's newest quote, which it has.
nlohmann::json cancellation_json(const Session& session);
nlohmann::json hold_json(const Hold& hold);
nlohmann::json timeline_json(const std::vector<Entry>& entries);
std::string to_text(const nlohmann::json& json);

}  // namespace viaja::session
