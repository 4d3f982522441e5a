#pragma once
// The rows of the gateway's ledger: what was executed, or answered, under each key. Pure; any
// thread.

#include <array>
#include <string_view>

#include "common/ports/database.hpp"
#include "payment-service/test_book.hpp"

namespace viaja::payment {

inline constexpr std::array<std::string_view, 11> kExecutionColumns{
    "call_key", "stem",  "operation", "outcome",  "reason",    "amount",
    "currency", "token", "calls",     "first_at", "answers_at"};
inline constexpr Table kExecutions{
    .name = "executions", .columns = kExecutionColumns, .key_columns = 1};

Values execution_row(const Execution& execution);
Execution execution_of(const Values& row);

}  // namespace viaja::payment
