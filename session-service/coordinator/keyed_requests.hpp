#pragma once
// The requests under an Idempotency-Key of the sessions of a batch: which were decided before, and
// which are decided now. Used by one worker, inside of one transaction, under the sessions' locks.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/ports/database.hpp"
#include "session-service/coordinator/asked_sessions.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {

class KeyedRequests {
  public:
    /// A session with a kept answer that cannot be read is left out of `asked` as unreadable.
    void load(AskedSessions& asked);
    void save(Connection& connection, Instant now) const;

    /// The answer to a request whose key was used before: that of then, or a refusal if its body is
    /// another one. Nullopt where the key is new, or there is none.
    std::optional<Decided> repeat(const Request& request) const;
    /// Nullopt where the session may have another key. A few are reserved for cancelling a
    /// confirmed session, which must stay possible.
    WhyNot why_not_another(const Request& request, const Limits& limits) const;
    /// Keeps how the request was decided. Only decisions that a repetition cannot mend are kept.
    void keep(const Request& request, const Decided& decided);

  private:
    using Id = std::pair<SessionId, std::pair<std::string, std::string>>;
    void remember(KeptAnswer answer);
    /// Keys that the session has had.
    std::size_t count(const SessionId& session_id) const;

    std::map<Id, KeptAnswer> kept_;
    std::map<SessionId, std::size_t> counts_;
    std::vector<KeptAnswer> new_ones_;
};

}  // namespace viaja::session
