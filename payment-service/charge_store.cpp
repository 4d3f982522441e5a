#include "payment-service/charge_store.hpp"

#include <array>

#include "common/contract/check.hpp"
#include "payment-service/core/payment.hpp"

namespace viaja::payment {
namespace {

constexpr std::array<std::string_view, 15> kColumnsOfCharges{
    "session_id", "attempt",    "state",     "amount", "currency", "pay_until",
    "code",       "reason",     "told",      "tries",  "hurries",  "next_attempt_at",
    "version",    "created_at", "updated_at"};
constexpr Table kChargeRows{.name = "charges", .columns = kColumnsOfCharges, .key_columns = 2};

constexpr std::array<std::string_view, 8> kColumnsOfReceipts{
    "session_id", "attempt", "position", "receipt", "amount", "kept", "returned", "return_to"};
constexpr Table kReceiptRows{.name = "receipts", .columns = kColumnsOfReceipts, .key_columns = 3};

Values charge_values(const ChargeRow& row) {
    const auto& charge = row.charge;
    return {charge.id.session_id.text(),
            std::int64_t{charge.id.attempt},
            to_value(charge.state),
            charge.amount.amount,
            charge.amount.currency,
            to_value(charge.pay_until),
            charge.code,
            charge.reason,
            charge.told,
            std::int64_t{charge.tries},
            to_value(charge.hurries),
            to_value(charge.next_attempt_at),
            row.version,
            to_value(row.created_at),
            to_value(row.updated_at)};
}

ChargeRow charge_row_in(const Values& values) {
    RowReader reader(values);
    ChargeRow row;
    auto& charge = row.charge;
    charge.id = read_payment_id(reader);
    charge.state = reader.word<ChargeState>();
    charge.amount.amount = reader.integer();
    charge.amount.currency = reader.text();
    charge.pay_until = reader.instant();
    charge.code = reader.text();
    charge.reason = reader.text();
    charge.told = reader.integer();
    charge.tries = static_cast<int>(reader.integer());
    charge.hurries = reader.boolean();
    charge.next_attempt_at = reader.optional_instant();
    row.version = reader.integer();
    row.created_at = reader.instant();
    row.updated_at = reader.instant();
    return row;
}

Values receipt_values(const PaymentId& id, std::size_t position, const Receipt& receipt) {
    return {id.session_id.text(), std::int64_t{id.attempt}, static_cast<std::int64_t>(position),
            receipt.id,           receipt.amount,           to_value(receipt.kept),
            receipt.returned,     receipt.return_to};
}

/// Rows of the receipts go to their charges, in the order in which they came.
void add_receipts(const Rows& rows, std::map<PaymentId, ChargeRow>& charges) {
    std::map<PaymentId, std::map<std::int64_t, Receipt>> by_position;
    for (const auto& values : rows) {
        RowReader reader(values);
        const auto id = read_payment_id(reader);
        const auto position = reader.integer();
        Receipt receipt;
        receipt.id = reader.text();
        receipt.amount = reader.integer();
        receipt.kept = reader.boolean();
        receipt.returned = reader.integer();
        receipt.return_to = reader.integer();
        by_position[id][position] = std::move(receipt);
    }
    for (auto& [id, receipts] : by_position) {
        const auto charge = charges.find(id);
        check(charge != charges.end(), "a receipt has no charge");
        for (auto& [position, receipt] : receipts)
            charge->second.charge.receipts.push_back(std::move(receipt));
    }
}

std::map<PaymentId, ChargeRow> charges_in(const Rows& rows) {
    std::map<PaymentId, ChargeRow> charges;
    for (const auto& values : rows) {
        auto row = charge_row_in(values);
        charges.emplace(row.charge.id, std::move(row));
    }
    return charges;
}

}  // namespace

std::map<PaymentId, ChargeRow> lock_charges(Connection& connection,
                                            const std::set<SessionId>& sessions) {
    const auto keys = keys_of(sessions);
    auto charges = charges_in(connection.lock(kChargeRows, "session_id", keys));
    if (!charges.empty()) add_receipts(connection.lock(kReceiptRows, "session_id", keys), charges);
    return charges;
}

std::vector<ChargeRow> charges_of(Connection& connection, SessionId session_id) {
    const Value key = session_id.text();
    auto charges = charges_in(connection.find(kChargeRows, "session_id", {&key, 1}));
    add_receipts(connection.find(kReceiptRows, "session_id", {&key, 1}), charges);
    std::vector<ChargeRow> rows;
    for (auto& [id, row] : charges)
        rows.push_back(std::move(row));
    return rows;
}

void save_charges(Connection& connection, std::span<const ChargeRow> rows) {
    Rows added;
    Rows changed;
    Rows receipts;
    for (const auto& row : rows) {
        (row.version == 1 ? added : changed).push_back(charge_values(row));
        for (std::size_t i = 0; i < row.charge.receipts.size(); ++i)
            receipts.push_back(receipt_values(row.charge.id, i, row.charge.receipts[i]));
    }
    if (!added.empty()) connection.insert(kChargeRows, added);
    if (!changed.empty()) connection.put(kChargeRows, changed);
    if (!receipts.empty()) connection.put(kReceiptRows, receipts);
}

std::vector<DuePayment> next_charges(Connection& connection, std::size_t limit) {
    return next_of_table(connection, kChargeRows.name, limit);
}

std::vector<DuePayment> charges_left_behind(Connection& connection, Instant now,
                                            std::size_t limit) {
    auto found = rows_behind(connection, kChargeRows.name, now + kLookPauseMax, limit);
    const auto more = rows_behind(connection, kChargeRows.name, now + kRetryMax,
                                  limit - found.size(), "hurries = 1");
    found.insert(found.end(), more.begin(), more.end());
    return found;
}

}  // namespace viaja::payment
