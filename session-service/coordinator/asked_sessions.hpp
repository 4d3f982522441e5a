#pragma once
// The sessions that a batch of inputs asks for, loaded under their locks together with what belongs
// to them, so that a foreign token costs the statements of a session that does not exist. Sessions
// that no input has a right to are not among those found. A row that cannot be read harms its own
// session alone. Used by one worker, inside of one transaction.

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/pipeline/participant.hpp"
#include "common/ports/database.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "session-service/store/access.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {

class AskedSessions {
  public:
    /// Inputs are those of session_participant.hpp. Sessions that cannot be read are logged.
    void load(Connection& connection, std::span<const Input* const> inputs);

    /// Something else of the session cannot be read, which is logged.
    void leave_out(const SessionId& session_id, const std::string& why);

    /// False also where there is no such session; true where its row does not say, since the
    /// session is unreadable then.
    bool may_ask(const Request& request) const;
    /// Of the sessions that an input has a right to, those that can be read.
    const SessionsById& sessions() const { return found_.sessions; }
    /// Those that its row has; none where there is no row.
    SweepTimes sweep_times(const SessionId& session_id) const;
    /// Of the sessions that an input with a key has a right to. To be called once.
    KeptAnswers take_kept_answers() { return std::move(kept_answers_); }
    /// Why it cannot be read; null where it can, or where there is no such session.
    const std::string* why_unreadable(const SessionId& session_id) const;

  private:
    std::vector<SessionId> asked_with_another_token(std::span<const Input* const> inputs) const;

    std::map<SessionId, SessionAccess> access_;
    std::set<SessionToken> further_tokens_;  ///< of sessions that were not asked with their first
    ReadableSessions found_;
    KeptAnswers kept_answers_;
};

}  // namespace viaja::session
