#pragma once
// Which sessions of a batch are written, and which of them go on without it: those that got nothing
// but answers on the way to the pivot. Used by one batch.

#include <map>
#include <set>
#include <vector>

#include "common/ports/database.hpp"
#include "session-service/coordinator/session_numbers.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "session-service/coordinator/unwritten_progress.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {

/// True for the answers of suppliers and of payment.
bool is_reply(const SessionInput& input);

class BatchProgress {
  public:
    /// A row that is due sooner is written, so that no other replica takes its saga over from where
    /// the row stands.
    static constexpr Duration kNotDueFor = std::chrono::milliseconds(500);

    explicit BatchProgress(UnwrittenProgress& unwritten) : unwritten_(unwritten) {}

    /// Puts what is known beyond the loaded rows over them, with its entries of the timeline.
    void put_over(SessionsById& sessions);
    void add(const SessionId& id, Entry entry) { entries_[id].push_back(std::move(entry)); }
    /// Whatever becomes of the session in this batch, it is written.
    void write(const SessionId& id) { to_write_.insert(id); }

    /// To be called once for each session, with all that follows from it. True: it keeps its row's
    /// version, and nothing of it is written. False: what was known beyond the row is written with
    /// the rest. `row` is null for a new session.
    bool stays_unwritten(const Session* row, Session& session, Instant now, const Rules& rules);
    /// To the timeline and to the numbers, of the sessions that are written.
    void append_entries(Connection& connection, SessionTally& tally) const;

    /// After the commit: takes the sessions that stay unwritten out of `sessions`.
    void keep(const SessionsById& rows, SessionsById& sessions, Instant now);

  private:
    UnwrittenProgress& unwritten_;
    std::map<SessionId, std::vector<Entry>> entries_;
    std::set<SessionId> beyond_their_rows_;  ///< when they were loaded
    std::set<SessionId> to_write_;
    std::map<SessionId, std::vector<Entry>> unwritten_entries_;
};

}  // namespace viaja::session
