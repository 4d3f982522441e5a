#pragma once
// What the client asks of waiting for an outcome: the Prefer field (RFC 7240). Pure; any thread.

#include <chrono>
#include <optional>

#include "common/http/message.hpp"

namespace viaja::http {

/// The preferences that this project follows. All others, and those with a value that their
/// definition does not allow, are ignored. Of a preference that comes twice only the first counts.
struct Preferences {
    /// `respond-async`: answer 202 instead of waiting.
    bool respond_async = false;
    /// `wait=N`: answer within so many seconds.
    std::optional<std::chrono::seconds> wait;
};

Preferences preferences_of(const Request& request);

}  // namespace viaja::http
