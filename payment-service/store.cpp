#include "payment-service/store.hpp"

#include <array>

namespace viaja::payment {
namespace {

constexpr std::array<std::string_view, 16> kColumns{
    "session_id", "attempt",  "state",     "amount",          "currency", "method",
    "token",      "reason",   "tries",     "next_attempt_at", "version",  "created_at",
    "updated_at", "refunded", "refund_to", "gateway"};
constexpr Table kPayments{.name = "payments", .columns = kColumns, .key_columns = 2};

constexpr Migration kMigrations[] = {{1, "payments", R"(
    CREATE TABLE payments (
        session_id VARCHAR(36) NOT NULL,
        attempt BIGINT NOT NULL,
        state VARCHAR(16) NOT NULL,
        amount BIGINT NOT NULL,
        currency VARCHAR(3) NOT NULL,
        method VARCHAR(32) NOT NULL,
        token VARCHAR(255) NOT NULL,
        reason VARCHAR(255) NOT NULL,
        tries BIGINT NOT NULL,
        next_attempt_at BIGINT NULL,
        version BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (session_id, attempt)
    );
    CREATE INDEX payments_by_next_attempt ON payments (next_attempt_at);
)"},
                                     {3, "refunds of parts", R"(
    ALTER TABLE payments ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE payments ADD COLUMN refund_to BIGINT NOT NULL DEFAULT 0;
)"},
                                     {4, "charges", R"(
    CREATE TABLE charges (
        session_id VARCHAR(36) NOT NULL,
        attempt BIGINT NOT NULL,
        state VARCHAR(16) NOT NULL,
        amount BIGINT NOT NULL,
        currency VARCHAR(3) NOT NULL,
        pay_until BIGINT NOT NULL,
        code VARCHAR(512) NOT NULL,
        reason VARCHAR(255) NOT NULL,
        told BIGINT NOT NULL,
        tries BIGINT NOT NULL,
        next_attempt_at BIGINT NULL,
        version BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (session_id, attempt)
    )
)"},
                                     {5, "charges by their time",
                                      "CREATE INDEX charges_by_next_attempt ON charges "
                                      "(next_attempt_at)"},
                                     {6, "receipts", R"(
    CREATE TABLE receipts (
        session_id VARCHAR(36) NOT NULL,
        attempt BIGINT NOT NULL,
        position BIGINT NOT NULL,
        receipt VARCHAR(64) NOT NULL,
        amount BIGINT NOT NULL,
        kept BIGINT NOT NULL,
        returned BIGINT NOT NULL,
        return_to BIGINT NOT NULL,
        PRIMARY KEY (session_id, attempt, position)
    )
)"},
                                     {7, "charges in a hurry",
                                      "ALTER TABLE charges ADD COLUMN hurries BIGINT NOT NULL "
                                      "DEFAULT 0",
                                      OlderPrograms::may_run},
                                     {8, "what was in a hurry", R"(
    UPDATE charges SET hurries = 1
    WHERE next_attempt_at IS NOT NULL
      AND (state IN ('creating', 'waiting', 'withdrawing')
           OR EXISTS (SELECT 1 FROM receipts
                      WHERE receipts.session_id = charges.session_id
                        AND receipts.attempt = charges.attempt
                        AND receipts.returned < receipts.return_to))
)",
                                      OlderPrograms::may_run},
                                     {9, "charges in a hurry by their time",
                                      "CREATE INDEX charges_in_a_hurry ON charges "
                                      "(hurries, next_attempt_at)",
                                      OlderPrograms::may_run},
                                     {10, "gateways of payments",
                                      "ALTER TABLE payments ADD COLUMN gateway VARCHAR(16) NOT "
                                      "NULL DEFAULT ''",
                                      OlderPrograms::may_run}};

Values values_of(const PaymentRow& row) {
    const auto& payment = row.payment;
    return {payment.id.session_id.text(),
            std::int64_t{payment.id.attempt},
            to_value(payment.state),
            payment.amount.amount,
            payment.amount.currency,
            payment.method,
            payment.token,
            payment.reason,
            std::int64_t{payment.tries},
            to_value(payment.next_attempt_at),
            row.version,
            to_value(row.created_at),
            to_value(row.updated_at),
            payment.refunded,
            payment.refund_to,
            payment.gateway};
}

PaymentRow row_of(const Values& values) {
    RowReader reader(values);
    PaymentRow row;
    auto& payment = row.payment;
    payment.id = read_payment_id(reader);
    payment.state = reader.word<State>();
    payment.amount.amount = reader.integer();
    payment.amount.currency = reader.text();
    payment.method = reader.text();
    payment.token = reader.text();
    payment.reason = reader.text();
    payment.tries = static_cast<int>(reader.integer());
    payment.next_attempt_at = reader.optional_instant();
    row.version = reader.integer();
    row.created_at = reader.instant();
    row.updated_at = reader.instant();
    payment.refunded = reader.integer();
    payment.refund_to = reader.integer();
    payment.gateway = reader.text();
    return row;
}

}  // namespace

std::span<const Migration> payment_migrations() {
    return kMigrations;
}

std::map<PaymentId, PaymentRow> lock_payments(Connection& connection,
                                              const std::set<SessionId>& sessions) {
    std::map<PaymentId, PaymentRow> rows;
    for (const auto& values : connection.lock(kPayments, "session_id", keys_of(sessions))) {
        auto row = row_of(values);
        rows.emplace(row.payment.id, std::move(row));
    }
    return rows;
}

std::vector<PaymentRow> payments_of(Connection& connection, SessionId session_id) {
    const Value key = session_id.text();
    std::vector<PaymentRow> rows;
    for (const auto& values : connection.find(kPayments, "session_id", {&key, 1}))
        rows.push_back(row_of(values));
    return rows;
}

void save_payments(Connection& connection, std::span<const PaymentRow> rows) {
    Rows added;
    Rows changed;
    for (const auto& row : rows)
        (row.version == 1 ? added : changed).push_back(values_of(row));
    if (!added.empty()) connection.insert(kPayments, added);
    if (!changed.empty()) connection.put(kPayments, changed);
}

std::vector<DuePayment> next_calls(Connection& connection, std::size_t limit) {
    return next_of_table(connection, kPayments.name, limit);
}

std::vector<DuePayment> calls_left_behind(Connection& connection, Instant now, std::size_t limit) {
    return rows_behind(connection, kPayments.name, now + kRetryMax, limit);
}

}  // namespace viaja::payment
