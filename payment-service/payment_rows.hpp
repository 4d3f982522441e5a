#pragma once
// What the rows of payments and of charges have in common: their key, and the time at which they
// are to be looked at again. Functions over the connection of the calling thread; errors are those
// of common/ports/database.hpp.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/ports/database.hpp"

namespace viaja::payment {

/// From the first two columns of a row; throws Bug where there is no id.
PaymentId read_payment_id(RowReader& reader);

std::vector<Value> keys_of(const std::set<SessionId>& sessions);

struct DuePayment {
    PaymentId payment;
    Instant at;
};
/// Rows of the table that have a time, by that time, the earliest first.
std::vector<DuePayment> next_of_table(Connection& connection, std::string_view table,
                                      std::size_t limit);
/// Rows whose time is behind `time`, the latest first; only those that meet `condition`, where it
/// is not empty.
std::vector<DuePayment> rows_behind(Connection& connection, std::string_view table, Instant time,
                                    std::size_t limit, std::string_view condition = "");

}  // namespace viaja::payment
