#pragma once
// When a session that has ended may be removed, and what is said of one that is not there. Pure;
// any thread.

#include <optional>
#include <string_view>

#include "session-service/core/limits.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// The sentences of `not_found`, for travellers and for operators.
constexpr std::string_view kNoSuchSession =
    "There is no such session, or the token is not its own. A session is removed some time after "
    "its end.";
constexpr std::string_view kNoSuchSessionOfOperators =
    "There is no such session. One that has ended is removed after VIAJA_RETENTION_DAYS.";

/// How long a session is kept.
struct Kept {
    Duration age{};            ///< since its last change, and since the end of what it has bought
    Duration past_deadline{};  ///< since its deadline
};
/// None while something of it is pending, or may still become so: it has not ended, an answer is
/// waited for, an operator has to look, or what it has bought has no known end.
std::optional<Instant> removable_at(const Session& session, Instant changed_at, const Kept& kept,
                                    const Limits& limits);

}  // namespace viaja::session
