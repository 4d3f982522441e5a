#pragma once
// Conditional requests (RFC 9110, section 13) for representations that have an ETag. Pure
// functions; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/message.hpp"

namespace viaja::http {

/// What If-Match or If-None-Match says: `*`, or entity tags with their quotes. Without the field it
/// says nothing: no tag at all.
struct EntityTags {
    bool any = false;
    std::vector<std::string> strong;
    std::vector<std::string> weak;  ///< without their W/
};
/// nullopt for a field that cannot be read.
std::optional<EntityTags> read_entity_tags(const Request& request, std::string_view field);

/// Whether the If-None-Match of a GET or HEAD says that the client has the representation with this
/// ETag, quotes included: it is `*`, or lists the tag, weak or strong. A field that cannot be read
/// says nothing.
bool client_has(const Request& request, std::string_view etag);

/// 304, to be given those header fields that a 200 would have: ETag, Cache-Control, Vary.
Response not_modified(Headers headers);

}  // namespace viaja::http
