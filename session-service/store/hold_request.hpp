#pragma once
// A traveller's wish as JSON: the body of POST /v1/sessions/{id}/holds, and what the session's row
// keeps of it. Pure; any thread.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>
#include <vector>

#include "common/contract/messages.hpp"

namespace viaja::session {

/// A member that is wrong, as a JSON pointer ("/date"), and what is wrong with it.
struct FieldProblem {
    std::string pointer;
    std::string detail;
};

/// Reads a wish; every member that is wrong is named. Throws nothing.
std::variant<HoldRequest, std::vector<FieldProblem>> read_hold_request(const nlohmann::json& body);

/// The thing alone, with its type.
nlohmann::json to_json(const Item& item);
nlohmann::json to_json(const HoldRequest& request);

/// What a row keeps, and back; a row that cannot be read is a Bug.
std::string to_text(const HoldRequest& request);
HoldRequest hold_request_from_text(const std::string& text);

}  // namespace viaja::session
