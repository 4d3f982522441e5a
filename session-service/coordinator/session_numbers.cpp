#include "session-service/coordinator/session_numbers.hpp"

#include <algorithm>
#include <chrono>

namespace viaja::session {
namespace {

/// Sagas whose beginning is remembered. Those that another replica ended stay among them until
/// newer sessions take their place.
constexpr std::size_t kTimedSagasMax = 100'000;

bool has_saga(SessionState state) {
    return state == SessionState::paying || state == SessionState::cancelling;
}

/// "confirmed", "cancelled", or the code that the payment failed with.
std::string outcome_of(const Session& before, const Session& after) {
    // Also where a part of it stays confirmed.
    if (before.state == SessionState::cancelling)
        return std::string(name_of(SessionState::cancelled));
    if (after.state == SessionState::confirmed) return std::string(name_of(after.state));
    return std::string(name_of(after.payments.back().failure));
}

template <class Counts>
void add_counts(Counts& sum, const Counts& more) {
    for (const auto& [what, count] : more)
        sum[what] += count;
}

}  // namespace

void BatchNumbers::changed(const Session& before, const Session& after, Instant now) {
    if (before.state == after.state) return;
    ++transitions_[{before.state, after.state}];
    if (has_saga(before.state)) sagas_.push_back({after.id, now, outcome_of(before, after)});
    if (has_saga(after.state)) sagas_.push_back({after.id, now});
}

void BatchNumbers::recorded(const Entry& entry) {
    ++entries_[{entry.type, entry.hold.has_value()}];
}

void BatchNumbers::answered(std::string_view request, Code code) {
    ++requests_[{request, code}];
}

void BatchNumbers::sent(Command command, int tries) {
    ++commands_[{command, tries > 1}];
}

void BatchNumbers::sent(Command command, const Session& session, const Hold& hold) {
    sent(command, hold.retry.next_attempt_at ? hold.retry.tries : session.saga->retry.tries);
}

void SessionNumbers::add(const BatchNumbers& batch) {
    const std::lock_guard guard(mutex_);
    add_counts(totals_.transitions, batch.transitions_);
    add_counts(totals_.entries, batch.entries_);
    add_counts(totals_.requests, batch.requests_);
    add_counts(totals_.commands, batch.commands_);
    for (const auto& saga : batch.sagas_) {
        if (saga.outcome.empty()) {
            begin(saga.session_id, saga.at);
        } else {
            end(saga);
        }
    }
}

/// Ids ascend with the time at which sessions were opened.
void SessionNumbers::begin(const SessionId& session_id, Instant at) {
    if (begun_.size() == kTimedSagasMax) begun_.erase(begun_.begin());
    begun_.insert_or_assign(session_id, at);
}

/// A clock that was set back since makes the time 0.
void SessionNumbers::end(const BatchNumbers::SagaChange& saga) {
    ++totals_.sagas[saga.outcome];
    const auto found = begun_.find(saga.session_id);
    if (found == begun_.end()) return;
    const std::chrono::duration<double> seconds = std::max(saga.at - found->second, Duration(0));
    totals_.saga_seconds.try_emplace(saga.outcome, kSagaSeconds)
        .first->second.observe(seconds.count());
    begun_.erase(found);
}

SessionNumbers::Totals SessionNumbers::totals() const {
    const std::lock_guard guard(mutex_);
    return totals_;
}

}  // namespace viaja::session
