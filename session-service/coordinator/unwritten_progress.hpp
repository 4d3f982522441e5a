#pragma once
// What this replica knows of its sagas beyond their rows: answers on the way to the pivot, which
// are not committed (docs/saga.md). It is lost with the process, and worth nothing once the row has
// changed; the answers are then asked for again.

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "session-service/core/session.hpp"

namespace viaja::session {

/// Any thread.
class UnwrittenProgress {
  public:
    /// A replica that drives more sagas at once writes the progress of the others.
    static constexpr std::size_t kSagasMax = 10'000;
    /// A saga that has not moved for so long is driven by another replica.
    static constexpr Duration kKeptFor = std::chrono::minutes(1);

    struct Progress {
        Session row;                 ///< as it was loaded
        Session session;             ///< of the row's version
        std::vector<Entry> entries;  ///< of the timeline, not yet appended
    };

    /// What is known beyond `row`; nullopt where the row is not the one that it goes beyond.
    std::optional<Progress> beyond(const Session& row) const;
    /// False where there are too many.
    bool has_room(Instant now);
    void keep(Progress progress, Instant now);
    void forget(const SessionId& session_id);

  private:
    struct Kept {
        Progress progress;
        Instant at;  ///< by the database's clock
    };

    mutable std::mutex mutex_;
    std::map<SessionId, Kept> kept_;
};

}  // namespace viaja::session
