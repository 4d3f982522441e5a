#pragma once
// The rows of charges, read and written in sets. Functions over the connection of the calling
// thread; errors are those of common/ports/database.hpp. Rows are kept for ever, as accounts.

#include <map>
#include <set>
#include <span>
#include <vector>

#include "common/ports/database.hpp"
#include "payment-service/core/charge.hpp"
#include "payment-service/payment_rows.hpp"

namespace viaja::payment {

/// A row of `charges`. Before its first command it exists only in memory: version 0.
struct ChargeRow {
    Charge charge;
    std::int64_t version = 0;  ///< counts the writes
    Instant created_at;
    Instant updated_at;
};

/// All charges of the sessions, locked in the order of their ids.
std::map<PaymentId, ChargeRow> lock_charges(Connection& connection,
                                            const std::set<SessionId>& sessions);
/// The same of one session without locks, for operators and checkers.
std::vector<ChargeRow> charges_of(Connection& connection, SessionId session_id);
/// Writes rows that were locked or are new. Version 1 is a new row: Conflict where another
/// transaction inserted it first.
void save_charges(Connection& connection, std::span<const ChargeRow> rows);

/// Charges by the time at which they are to be looked at again, the earliest first.
std::vector<DuePayment> next_charges(Connection& connection, std::size_t limit);
/// Those whose time lies further ahead than their longest pause, because the clock was set back.
std::vector<DuePayment> charges_left_behind(Connection& connection, Instant now, std::size_t limit);

}  // namespace viaja::payment
