#include "payment-service/executions.hpp"

namespace viaja::payment {

Values execution_row(const Execution& execution) {
    return {execution.key,
            execution.stem,
            to_value(execution.operation),
            to_value(execution.outcome),
            execution.reason,
            execution.amount.amount,
            execution.amount.currency,
            execution.token,
            execution.calls,
            to_value(execution.first_at),
            to_value(execution.answers_at)};
}

Execution execution_of(const Values& row) {
    RowReader reader(row);
    Execution execution;
    execution.key = reader.text();
    execution.stem = reader.text();
    execution.operation = reader.word<Operation>();
    execution.outcome = reader.word<ExecutionOutcome>();
    execution.reason = reader.text();
    execution.amount.amount = reader.integer();
    execution.amount.currency = reader.text();
    execution.token = reader.text();
    execution.calls = reader.integer();
    execution.first_at = reader.instant();
    execution.answers_at = reader.instant();
    return execution;
}

}  // namespace viaja::payment
