#include "payment-service/gateway_migrations.hpp"

namespace viaja::payment {
namespace {

constexpr Migration kLedgerMigrations[] = {{1, "executions", R"(
    CREATE TABLE executions (
        call_key VARCHAR(80) NOT NULL PRIMARY KEY,
        stem VARCHAR(64) NOT NULL,
        operation VARCHAR(16) NOT NULL,
        outcome VARCHAR(8) NOT NULL,
        reason VARCHAR(64) NOT NULL,
        amount BIGINT NOT NULL,
        currency VARCHAR(3) NOT NULL,
        token VARCHAR(255) NOT NULL,
        calls BIGINT NOT NULL,
        first_at BIGINT NOT NULL,
        answers_at BIGINT NOT NULL
    );
    CREATE INDEX executions_by_stem ON executions (stem);
)"},
                                           // Those of the test bank (test_bank.hpp).
                                           {2, "charges", R"(
    CREATE TABLE bank_charges (
        stem VARCHAR(64) NOT NULL PRIMARY KEY,
        amount BIGINT NOT NULL,
        currency VARCHAR(3) NOT NULL,
        pay_until BIGINT NOT NULL,
        code VARCHAR(512) NOT NULL,
        withdrawn BIGINT NOT NULL
    )
)"},
                                           {3, "receipts", R"(
    CREATE TABLE bank_receipts (
        stem VARCHAR(64) NOT NULL,
        position BIGINT NOT NULL,
        id VARCHAR(64) NOT NULL,
        amount BIGINT NOT NULL,
        returned BIGINT NOT NULL,
        PRIMARY KEY (stem, position)
    )
)"},
                                           {4, "refunds", R"(
    CREATE TABLE bank_refunds (
        call_key VARCHAR(190) NOT NULL PRIMARY KEY,
        stem VARCHAR(64) NOT NULL
    )
)"},
                                           // Those of stripe/stripe_store.hpp.
                                           {5, "intents at Stripe", R"(
    CREATE TABLE stripe_intents (
        stem VARCHAR(64) NOT NULL PRIMARY KEY,
        intent_id VARCHAR(255) NOT NULL
    )
)"},
                                           {6, "keys at Stripe", R"(
    CREATE TABLE stripe_keys (
        request_key VARCHAR(120) NOT NULL PRIMARY KEY,
        generation BIGINT NOT NULL,
        failed_at BIGINT NULL
    )
)"}};

}  // namespace

std::span<const Migration> gateway_migrations() {
    return kLedgerMigrations;
}

}  // namespace viaja::payment
