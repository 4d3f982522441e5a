#pragma once
// The catalogue's rule of what comes back for a room or a ticket. Pure; any thread.

#include <string>

#include "common/contract/items.hpp"
#include "common/csv/csv.hpp"

namespace viaja::catalogue {

struct RefundRule {
    int percent = 100;  ///< of the price, 0 to 100
    int days = 1;       ///< nothing any more from the beginning of the day so many days before
};

/// The columns of a file that may say it; without them the default holds.
constexpr const char* kRefundPercent = "refund_percent";
constexpr const char* kRefundDays = "refund_days";
RefundRule read_refund_rule(const csv::Reader& reader);

/// For what begins on `day` by the clocks of `zone`.
RefundTerms terms_of(const RefundRule& rule, Date day, const std::string& zone);

}  // namespace viaja::catalogue
