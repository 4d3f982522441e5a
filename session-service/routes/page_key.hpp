#pragma once
// The key of a page as travellers hand it back. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "session-service/routes/order.hpp"

namespace viaja::routes {

/// Letters, digits, "-" and "_" only.
std::string text_of(const PageKey& key);
/// Nothing for a text that `text_of` did not write.
std::optional<PageKey> page_key(std::string_view text);

}  // namespace viaja::routes
