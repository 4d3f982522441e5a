#pragma once
// What the client takes as an answer: the Accept and Accept-Encoding fields (RFC 9110, section
// 12.5). Pure functions; any thread.

#include <string_view>

#include "common/http/message.hpp"

namespace viaja::http {

/// How much the request wants a media type ("application/json"), in thousandths: without an Accept
/// field 1000, else the narrowest range that includes the type decides by its weight; 0 where none
/// does.
int media_type_quality(const Request& request, std::string_view media_type);
/// Whether it wants the type at all.
bool accepts(const Request& request, std::string_view media_type);

/// Whether the Accept-Encoding field names `coding`, or "*", with a weight above zero. No without
/// the field: a client that says nothing gets the bytes as they are.
bool accepts_coding(const Request& request, std::string_view coding);

/// Cuts the part before `separator` off and returns it without spaces around it.
std::string_view next_part(std::string_view& text, char separator);

}  // namespace viaja::http
