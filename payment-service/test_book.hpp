#pragma once
// What the test gateway knows about one authorization, and how it decides: pure values, any thread.
// The magic tokens stand in a table in test_book.cpp.

#include <map>
#include <string>
#include <string_view>

#include "common/contract/time.hpp"
#include "payment-service/gateway.hpp"

namespace viaja::payment {

enum class ExecutionOutcome {
    none,  ///< asked, not executed, not answered
    ok,
    no,  ///< of an undo: that was the last answer, and the next call is looked at afresh
};
constexpr std::string_view name_of(ExecutionOutcome value) {
    switch (value) {
        case ExecutionOutcome::none:
            return "none";
        case ExecutionOutcome::ok:
            return "ok";
        case ExecutionOutcome::no:
            return "no";
    }
    return {};
}

/// All that ever happened under one key.
struct Execution {
    using Outcome = ExecutionOutcome;

    std::string key;
    std::string stem;  ///< of the payment, "SESSION/ATTEMPT"; its keys begin with it (gateway.hpp)
    Operation operation{};
    Outcome outcome = Outcome::none;
    std::string reason;  ///< with `no`
    Money amount;
    std::string token;  ///< with `authorize`
    std::int64_t calls = 0;
    Instant first_at;
    Instant answers_at;  ///< a slow answer leaves at this moment; the execution was at `first_at`
    bool operator==(const Execution&) const = default;
};

/// The executions of one payment, by key.
using Book = std::map<std::string, Execution>;

/// Money by what happened to it, in minor units. `authorized` stays when it is captured or voided.
struct Balance {
    std::int64_t authorized = 0;
    std::int64_t captured = 0;
    std::int64_t voided = 0;
    std::int64_t refunded = 0;

    /// What is reserved on the traveller's card and neither charged nor given back.
    std::int64_t open() const { return authorized - captured - voided; }
    /// What the traveller has paid.
    std::int64_t paid() const { return captured - refunded; }
    bool operator==(const Balance&) const = default;
};
Balance balance_of(const Book& book);

struct Served {
    GatewayOutcome outcome;
    Duration delay{};  ///< until the answer leaves
};

/// Executes one call, or repeats the answer that its key has, and writes it into the book. Without
/// `test_mode` every token of the table is refused.
Served serve(Book& book, const GatewayCall& call, Instant now, bool test_mode);

}  // namespace viaja::payment
