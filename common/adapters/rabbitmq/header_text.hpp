#pragma once
// Text fit for a header of a message. Internal to the adapter.

#include <string>
#include <string_view>

namespace viaja::amqp {

/// At most 1,000 bytes of valid UTF-8, which the console demands: bytes that belong to no
/// character become U+FFFD, and what is too long ends with "…".
std::string header_text(std::string_view text);

}  // namespace viaja::amqp
