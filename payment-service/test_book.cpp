#include "payment-service/test_book.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace viaja::payment {
namespace {

using std::chrono::seconds;
using Outcome = Execution::Outcome;

struct TestToken {
    std::string_view token;
    std::string_view decline{};      ///< authorize: empty for ok
    seconds answers_after{0};        ///< authorize
    bool first_answer_lost = false;  ///< authorize: executed, but the first call gets no answer
    int captures_unanswered = 0;     ///< capture: not executed so many times
    std::string_view capture_no{};   ///< capture: empty for ok
};

constexpr TestToken kTestTokens[] = {
    {.token = "tok_ok"},
    {.token = "tok_insufficient_funds", .decline = "insufficient_funds"},
    {.token = "tok_do_not_honor", .decline = "do_not_honor"},
    {.token = "tok_slow_3s", .answers_after = seconds(3)},
    {.token = "tok_slow_decline", .decline = "do_not_honor", .answers_after = seconds(3)},
    {.token = "tok_timeout_then_ok", .first_answer_lost = true},
    {.token = "tok_timeout_then_declined", .decline = "do_not_honor", .first_answer_lost = true},
    {.token = "tok_capture_fails_twice", .captures_unanswered = 2},
    {.token = "tok_capture_refused", .capture_no = "capture_refused"},
};
constexpr TestToken kUnknownToken{.token = "", .decline = "unknown_token"};

const TestToken& behaviour_of(std::string_view token) {
    const auto* const found = std::ranges::find(kTestTokens, token, &TestToken::token);
    return found == std::end(kTestTokens) ? kUnknownToken : *found;
}

/// What was executed with yes: of a refund one for each part.
std::vector<const Execution*> done_of(const Book& book, Operation operation) {
    std::vector<const Execution*> done;
    for (const auto& [key, execution] : book) {
        const bool same = execution.operation == operation;
        if (same && execution.outcome == Outcome::ok) done.push_back(&execution);
    }
    return done;
}

bool is_ok(const Book& book, Operation operation) {
    return !done_of(book, operation).empty();
}

std::int64_t sum_of(const Book& book, Operation operation) {
    std::int64_t sum = 0;
    for (const auto* execution : done_of(book, operation))
        sum += execution->amount.amount;
    return sum;
}

void execute(Execution& execution, std::string_view refusal) {
    execution.outcome = refusal.empty() ? Outcome::ok : Outcome::no;
    execution.reason = refusal;
}

void authorize(const Book& book, Execution& execution, bool test_mode) {
    if (is_ok(book, Operation::void_)) return execute(execution, "voided");
    if (!test_mode && execution.token.starts_with("tok_")) {
        return execute(execution, "test_token_refused");
    }
    const auto& token = behaviour_of(execution.token);
    execute(execution, token.decline);
    execution.answers_at = execution.first_at + token.answers_after;
}

void capture(const Book& book, Execution& execution) {
    if (is_ok(book, Operation::void_)) return execute(execution, "voided");
    if (!is_ok(book, Operation::authorize)) return execute(execution, "not_authorized");
    const auto& authorization = *done_of(book, Operation::authorize).front();
    if (execution.amount != authorization.amount) return execute(execution, "amount_mismatch");
    const auto& token = behaviour_of(authorization.token);
    if (execution.calls > token.captures_unanswered) execute(execution, token.capture_no);
}

void refund(const Book& book, Execution& execution) {
    if (!is_ok(book, Operation::capture)) return execute(execution, "not_captured");
    const auto left = sum_of(book, Operation::capture) - sum_of(book, Operation::refund);
    execute(execution, execution.amount.amount > left ? "more_than_captured" : "");
}

void execute_first(const Book& book, Execution& execution, bool test_mode) {
    switch (execution.operation) {
        case Operation::authorize:
            return authorize(book, execution, test_mode);
        case Operation::capture:
            return capture(book, execution);
        case Operation::void_:
            return execute(execution, is_ok(book, Operation::capture) ? "captured" : "");
        case Operation::refund:
            return refund(book, execution);
    }
}

/// Whether the answer of its key is not for ever, or there is none yet.
bool is_open(const Execution& execution) {
    return execution.outcome == Outcome::none ||
           (execution.outcome == Outcome::no && is_undo(execution.operation));
}

Execution opened(const GatewayCall& call, Instant now) {
    return {.key = call.key(),
            .stem = call.stem(),
            .operation = call.operation,
            .reason = {},
            .amount = call.amount,
            .token = call.operation == Operation::authorize ? call.token : "",
            .first_at = now,
            .answers_at = now};
}

GatewayOutcome answer_of(const Execution& execution, bool test_mode) {
    const bool lost = test_mode && execution.operation == Operation::authorize &&
                      execution.calls == 1 && behaviour_of(execution.token).first_answer_lost;
    if (lost || execution.outcome == Outcome::none) return GatewayOutcome::silence();
    if (execution.outcome == Outcome::ok) return GatewayOutcome::ok();
    return GatewayOutcome::no(execution.reason);
}

}  // namespace

Balance balance_of(const Book& book) {
    const auto authorized = sum_of(book, Operation::authorize);
    return {.authorized = authorized,
            .captured = sum_of(book, Operation::capture),
            .voided = is_ok(book, Operation::void_) ? authorized : 0,
            .refunded = sum_of(book, Operation::refund)};
}

Served serve(Book& book, const GatewayCall& call, Instant now, bool test_mode) {
    auto& execution = book.try_emplace(call.key(), opened(call, now)).first->second;
    ++execution.calls;
    if (is_open(execution)) execute_first(book, execution, test_mode);
    // No longer than it was slow at first, should the clock have been set back since.
    const auto delay =
        std::min(execution.answers_at - now, execution.answers_at - execution.first_at);
    return {.outcome = answer_of(execution, test_mode), .delay = std::max(delay, Duration(0))};
}

}  // namespace viaja::payment
