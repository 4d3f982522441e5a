#include "payment-service/store.hpp"

#include <array>

#include "common/contract/check.hpp"

namespace viaja::payment {
namespace {

constexpr std::array<std::string_view, 15> kColumns{
    "session_id", "attempt",    "state",      "amount",   "currency",
    "method",     "token",      "reason",     "tries",    "next_attempt_at",
    "version",    "created_at", "updated_at", "refunded", "refund_to"};
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
)"}};

SessionId session_of(const std::string& text) {
    const auto session_id = SessionId::parse(text);
    check(session_id.has_value(), "a payment's row has no session id");
    return *session_id;
}

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
            payment.refund_to};
}

PaymentRow row_of(const Values& values) {
    RowReader reader(values);
    PaymentRow row;
    auto& payment = row.payment;
    payment.id.session_id = session_of(reader.text());
    payment.id.attempt = static_cast<int>(reader.integer());
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
    return row;
}

std::vector<DueCall> calls_in(const Rows& rows) {
    std::vector<DueCall> calls;
    for (const auto& values : rows) {
        RowReader reader(values);
        DueCall call;
        call.payment.session_id = session_of(reader.text());
        call.payment.attempt = static_cast<int>(reader.integer());
        call.at = reader.instant();
        calls.push_back(call);
    }
    return calls;
}

}  // namespace

std::span<const Migration> payment_migrations() {
    return kMigrations;
}

std::map<PaymentId, PaymentRow> lock_payments(Connection& connection,
                                              const std::set<SessionId>& sessions) {
    std::vector<Value> keys;
    for (const auto& session_id : sessions)
        keys.emplace_back(session_id.text());
    std::map<PaymentId, PaymentRow> rows;
    for (const auto& values : connection.lock(kPayments, "session_id", keys)) {
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

std::vector<DueCall> next_calls(Connection& connection, std::size_t limit) {
    const Value parameter = static_cast<std::int64_t>(limit);
    return calls_in(
        connection.query("SELECT session_id, attempt, next_attempt_at FROM payments"
                         " WHERE next_attempt_at IS NOT NULL"
                         " ORDER BY next_attempt_at, session_id, attempt LIMIT ?",
                         {&parameter, 1}));
}

std::vector<DueCall> calls_left_behind(Connection& connection, Instant now, std::size_t limit) {
    const Values parameters = {to_micros(now + kRetryMax), static_cast<std::int64_t>(limit)};
    return calls_in(
        connection.query("SELECT session_id, attempt, next_attempt_at FROM payments"
                         " WHERE next_attempt_at > ?"
                         " ORDER BY next_attempt_at DESC LIMIT ?",
                         parameters));
}

}  // namespace viaja::payment
