#pragma once
// What operators read of all sessions: which sagas run, and which need attention. Set-based, on
// a connection without a transaction; errors are those of common/ports/database.hpp.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/ports/database.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

enum class SagaFilter {
    running,  ///< a step is pending, forward or back
    stuck,    ///< a request was sent too often without an answer: needs_attention
};

struct SagaPage {
    std::vector<Session> sessions;  ///< by ascending session id: the oldest first
    /// Sessions of this page that this program cannot read, with the reason.
    std::map<SessionId, std::string> unreadable;
    std::size_t total = 0;  ///< of all pages
    bool more = false;      ///< there are sessions behind the last one
    Instant now;            ///< the database's clock
};

/// Of how many sessions a page is cut, at most: the most urgent ones.
constexpr std::size_t kSagasMax = 10'000;

/// Sessions behind `after`, at most `limit`.
SagaPage find_sagas(Connection& connection, SagaFilter filter,
                    const std::optional<SessionId>& after, std::size_t limit);

struct SessionsFound {
    std::vector<Session> sessions;  ///< the newest first
    /// Sessions among them that this program cannot read, with the reason.
    std::map<SessionId, std::string> unreadable;
    /// Behind which session the search goes on; none where it has seen all.
    std::optional<SessionId> next;
    Instant now;  ///< the database's clock
};

/// How many sessions one question for a state looks at: there is no index by state, which every
/// change of a session would have to keep.
constexpr std::size_t kSessionsSeenMax = 20'000;

/// The newest first, behind `after`, in this state or, without one, in any: at most `limit`, and
/// fewer, also none, where kSessionsSeenMax sessions were looked at before.
SessionsFound find_sessions_in(Connection& connection, const std::optional<SessionState>& state,
                               const std::optional<SessionId>& after, std::size_t limit);

/// Those with a hold of this booking reference, the newest first and at most `limit`: one, unless
/// suppliers gave the same.
SessionsFound find_sessions_with_reference(Connection& connection, const std::string& reference,
                                           std::size_t limit);

}  // namespace viaja::session
