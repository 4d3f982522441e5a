#pragma once
// The requests under an Idempotency-Key of the sessions of a batch: which were decided before, and
// which are decided now. Used by one worker, inside of one transaction, under the sessions' locks.

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/ports/database.hpp"
#include "session-service/coordinator/asked_sessions.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {

class KeyedRequests {
  public:
    /// A session with a kept answer that cannot be read is left out of `asked` as unreadable.
    void load(AskedSessions& asked);
    void save(Connection& connection, Instant now) const;

    /// How a request under the same key was decided; null where none was.
    const KeptAnswer* find(const Request& request) const;
    /// Requests under other keys that the session has had.
    std::size_t count(const SessionId& session_id) const;
    /// Keeps how the request was decided. Only decisions that a repetition cannot mend are kept.
    void keep(const Request& request, const Decided& decided);

  private:
    using Id = std::pair<SessionId, std::pair<std::string, std::string>>;
    void remember(KeptAnswer answer);

    std::map<Id, KeptAnswer> kept_;
    std::map<SessionId, std::size_t> counts_;
    std::vector<KeptAnswer> new_ones_;
};

}  // namespace viaja::session
