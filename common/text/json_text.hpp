#pragma once
// JSON from text and to text. The parser and the writer of nlohmann/json are templates, which every
// source that calls them compiles anew; here they are compiled once. Pure; any thread.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viaja {

/// On one line. Bytes that are not UTF-8 become U+FFFD.
std::string json_text(const nlohmann::json& value);
std::string json_text(const nlohmann::ordered_json& value);

/// An object of these members in this order; of json it would have them by name. Each name once.
using JsonMembers = std::vector<std::pair<std::string_view, nlohmann::json>>;
std::string json_text_in_order(const JsonMembers& members);

/// `discarded`, which is of no JSON type, where `text` is no JSON.
nlohmann::json parse_json(std::string_view text);

}  // namespace viaja
