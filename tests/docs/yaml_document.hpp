#pragma once
// A YAML file as JSON, so that examples in it can be decoded as they would come over the wire.
// Any thread.

#include <nlohmann/json.hpp>
#include <string>

namespace viaja::docs {

using Json = nlohmann::json;

/// A scalar in quotes is a string. A plain one is what it looks like: a whole number, true, false,
/// nothing, or else a string. Throws YAML::Exception where the file is missing or is no YAML.
Json read_yaml(const std::string& path);

/// What "#/components/…" points at; null if there is nothing.
const Json* pointed_at(const Json& document, const std::string& reference);

/// `node`, or what its "$ref" points at; throws std::out_of_range where that is nothing.
const Json& followed(const Json& document, const Json& node);

}  // namespace viaja::docs
