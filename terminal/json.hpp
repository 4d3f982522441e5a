#pragma once
// Reading of the API's bodies without an exception for what is missing or of another kind: a newer
// server may leave members out. Pure; any thread.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace viaja::terminal {

using Json = nlohmann::json;

/// The member; null where there is none.
const Json& member(const Json& object, std::string_view name);
/// The member as text; empty where it is none.
std::string text_at(const Json& object, std::string_view name);
/// The member as a whole number; 0 where it is none.
std::int64_t number_at(const Json& object, std::string_view name);
/// The members of the list called `name`; an empty list where it is none.
const Json& list_at(const Json& object, std::string_view name);
/// An object, or null where the text is no JSON object.
Json parse_object(std::string_view text);

}  // namespace viaja::terminal
