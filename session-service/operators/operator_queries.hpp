#pragma once
// What operators read of all sessions: which sagas run, and which wait for a person. Set-based, on
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

}  // namespace viaja::session
