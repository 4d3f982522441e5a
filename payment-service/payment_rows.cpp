#include "payment-service/payment_rows.hpp"

#include "common/contract/check.hpp"

namespace viaja::payment {
namespace {

std::vector<DuePayment> due_in(const Rows& rows) {
    std::vector<DuePayment> due;
    for (const auto& values : rows) {
        RowReader reader(values);
        DuePayment one;
        one.payment = read_payment_id(reader);
        one.at = reader.instant();
        due.push_back(one);
    }
    return due;
}

std::string select_from(std::string_view table) {
    return "SELECT session_id, attempt, next_attempt_at FROM " + std::string(table) + " WHERE ";
}

}  // namespace

PaymentId read_payment_id(RowReader& reader) {
    const auto session_id = SessionId::parse(reader.text());
    check(session_id.has_value(), "a payment's row has no session id");
    const auto attempt = static_cast<int>(reader.integer());
    return {.session_id = *session_id, .attempt = attempt};
}

std::vector<Value> keys_of(const std::set<SessionId>& sessions) {
    std::vector<Value> keys;
    for (const auto& session_id : sessions)
        keys.emplace_back(session_id.text());
    return keys;
}

std::vector<DuePayment> next_of_table(Connection& connection, std::string_view table,
                                      std::size_t limit) {
    const Value parameter = static_cast<std::int64_t>(limit);
    return due_in(connection.query(select_from(table) +
                                       "next_attempt_at IS NOT NULL"
                                       " ORDER BY next_attempt_at, session_id, attempt LIMIT ?",
                                   {&parameter, 1}));
}

std::vector<DuePayment> rows_behind(Connection& connection, std::string_view table, Instant time,
                                    std::size_t limit, std::string_view condition) {
    const Values parameters = {to_micros(time), static_cast<std::int64_t>(limit)};
    const auto also = condition.empty() ? "" : std::string(condition) + " AND ";
    return due_in(connection.query(
        select_from(table) + also + "next_attempt_at > ? ORDER BY next_attempt_at DESC LIMIT ?",
        parameters));
}

}  // namespace viaja::payment
