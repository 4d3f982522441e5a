#pragma once
// The rows of a session, one table a kind: what stands in which column, as values and back. Private
// to the store (store.hpp). Pure functions; a row that makes no sense is a Bug.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/contract/check.hpp"
#include "common/ports/database.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/session.hpp"
#include "session-service/store/access.hpp"

namespace viaja::session {

extern const Table kSessions;
extern const Table kSessionVersions;  ///< the same table: only `id` and `version`
extern const Table kHolds;
extern const Table kPayments;
extern const Table kSubscriptions;
extern const Table kKeptAnswers;

/// `subscriptions` is how many rows of kSubscriptions it has; at zero they are not queried.
struct SessionRow {
    Session session;
    std::int64_t subscriptions = 0;
    SweepTimes sweep_times;
};
SessionRow read_session(const Values& row);
Values write_session(const Session& session, const SweepTimes& sweep_times, Instant now);

/// Of a row of kSessions, also where the rest of it cannot be read.
SessionId read_id(std::span<const Value> row);
SessionAccess read_access(const Values& row);

/// In which column the rows of a session's parts name the session.
constexpr std::size_t kSessionOfHold = 1;
constexpr std::size_t kSessionOfPayment = 0;
constexpr std::size_t kSessionOfSubscription = 0;
/// Add what they read to the session.
void read_hold(const Values& row, Session& session);
void read_payment(const Values& row, Session& session);
void read_subscription(const Values& row, Session& session);
Values write_hold(const SessionId& session_id, const Hold& hold);
Values write_payment(const SessionId& session_id, const Payment& payment);
Values write_subscription(const SessionId& session_id, const TimeoutSubscription& subscription);

/// In ascending order.
std::vector<Value> keys_of(std::span<const SessionId> ids);

/// At most 255 bytes of a text, which is what a column takes; not cut inside of a character.
std::string shortened(std::string text);

template <class AnyId>
AnyId id_of(const std::string& text) {
    const auto id = AnyId::parse(text);
    check(id.has_value(), "a row keeps an id that is none");
    return *id;
}

std::optional<HoldId> optional_hold(const std::optional<std::string>& text);
Value to_value(const std::optional<HoldId>& id);
using viaja::to_value;

}  // namespace viaja::session
