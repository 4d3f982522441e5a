#pragma once
// The rows of payments, read and written in sets. Functions over the connection of the calling
// thread; errors are those of common/ports/database.hpp. Rows are kept for ever, as accounts.

#include <map>
#include <set>
#include <span>
#include <vector>

#include "common/migrations/migrations.hpp"
#include "common/ports/database.hpp"
#include "payment-service/core/payment.hpp"
#include "payment-service/payment_rows.hpp"

namespace viaja::payment {

/// A row of `payments`. Before its first command it exists only in memory: version 0.
struct PaymentRow {
    Payment payment;
    std::int64_t version = 0;  ///< counts the writes
    Instant created_at;
    Instant updated_at;
};

/// The tables of the service's database (`viaja_payment`).
std::span<const Migration> payment_migrations();

/// All payments of the sessions, locked in the order of their ids.
std::map<PaymentId, PaymentRow> lock_payments(Connection& connection,
                                              const std::set<SessionId>& sessions);

/// The same of one session without locks, for operators and checkers.
std::vector<PaymentRow> payments_of(Connection& connection, SessionId session_id);

/// Writes rows that were locked or are new. Version 1 is a new row: Conflict where another
/// transaction inserted it first.
void save_payments(Connection& connection, std::span<const PaymentRow> rows);

/// Open calls by the time at which they are to be made again, the earliest first.
std::vector<DuePayment> next_calls(Connection& connection, std::size_t limit);
/// Open calls that are due because the clock was set back: their time lies further ahead than the
/// longest pause.
std::vector<DuePayment> calls_left_behind(Connection& connection, Instant now, std::size_t limit);

}  // namespace viaja::payment
