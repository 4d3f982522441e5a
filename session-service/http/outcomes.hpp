#pragma once
// The one way to wait for the outcome of an accepted request and to answer it, by the client's
// `Prefer` (RFC 7240). Loop thread only.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "session-service/http/requests.hpp"

namespace viaja::session {

/// How long a request waits for its outcome.
struct WaitPreference {
    std::chrono::milliseconds time{0};
    std::string applied = {};  ///< the value of Preference-Applied; empty if nothing was preferred
};

/// `wait=N` waits for N seconds, at most 30, also beside `respond-async`, which alone does not
/// wait. Without either, `by_default`.
WaitPreference wait_preference_of(const http::Request& request,
                                  std::chrono::milliseconds by_default);

/// What a request waits for.
struct AwaitedOutcome {
    /// The answer once there is an outcome; nullopt before.
    std::function<std::optional<http::Response>(const SessionView&)> settled;
    /// The answer at the end of a wait: 202 without an outcome; otherwise what does not change any
    /// more, although something is still to be done.
    std::function<http::Response(const SessionView&)> unsettled;
    /// Called at the end of a wait with what was read then, if that is not settled; not where the
    /// read failed. May be empty.
    std::function<void(const SessionView&)> waited_in_vain = {};
};

/// Answers a refusal at once, and an accepted request with its outcome, or unsettled when the wait
/// is over. A repeated request without a preference is not waited for: while its outcome is still
/// to come it is refused with `request_in_progress`. Answers to accepted requests name the
/// preference that was applied.
void answer_with_outcome(Api& api, const SharedHttpCall& call, const Decided& decided,
                         const WaitPreference& preference, AwaitedOutcome outcome);

}  // namespace viaja::session
