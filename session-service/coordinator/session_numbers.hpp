#pragma once
// What this process has decided about sessions since its start, in numbers for /metrics.

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/counters/histogram.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// Upper bounds of ranges of seconds: a saga takes milliseconds, or hours when a supplier is
/// unavailable.
inline constexpr std::array kSagaSeconds{0.01, 0.025, 0.05, 0.1,  0.25, 0.5,   1.0,   2.5,
                                         5.0,  15.0,  30.0, 60.0, 300., 1800., 7200., 86400.};

/// One batch's share, counted while it is decided. One thread.
class BatchNumbers {
  public:
    /// One decision: `before` and `after` are the session around it.
    void changed(const Session& before, const Session& after, Instant now);
    void recorded(const Entry& entry);
    void answered(std::string_view request, Code code);
    /// `tries` counts this one.
    void sent(Command command, int tries);
    /// To the hold's supplier, by itself or as the saga's own request.
    void sent(Command command, const Session& session, const Hold& hold);

  private:
    friend class SessionNumbers;
    /// A saga that began, or that ended with an outcome.
    struct SagaChange {
        SessionId session_id;
        Instant at;
        std::string outcome = {};
    };

    std::map<std::pair<SessionState, SessionState>, std::uint64_t> transitions_;
    std::map<std::pair<std::string, bool>, std::uint64_t> entries_;
    std::map<std::pair<std::string_view, Code>, std::uint64_t> requests_;
    std::map<std::pair<Command, bool>, std::uint64_t> commands_;
    std::vector<SagaChange> sagas_;  ///< in the order in which they were decided
};

/// The sums of all committed batches. Any thread.
class SessionNumbers {
  public:
    struct Totals {
        std::map<std::pair<SessionState, SessionState>, std::uint64_t> transitions;
        /// By the entry's type, and whether it is about a hold.
        std::map<std::pair<std::string, bool>, std::uint64_t> entries;
        /// By the request ("hold", "pay") and how it was answered.
        std::map<std::pair<std::string_view, Code>, std::uint64_t> requests;
        /// By whether they had been sent before.
        std::map<std::pair<Command, bool>, std::uint64_t> commands;
        std::map<std::string, std::uint64_t> sagas;  ///< that ended, by outcome
        /// By outcome; only of sagas that began and ended at this process.
        std::map<std::string, Histogram> saga_seconds;
    };

    void add(const BatchNumbers& batch);
    Totals totals() const;

  private:
    void begin(const SessionId& session_id, Instant at);
    void end(const BatchNumbers::SagaChange& saga);

    mutable std::mutex mutex_;  // protects all below
    Totals totals_;
    std::map<SessionId, Instant> begun_;
};

}  // namespace viaja::session
