#include "payment-service/test_bank.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "common/contract/test_bank.hpp"
#include "common/ports/errors.hpp"
#include "common/text/hexadecimal.hpp"
#include "payment-service/br_code.hpp"

namespace viaja::payment {
namespace {

constexpr int kBankAttemptsMax = 8;

constexpr std::array<std::string_view, 6> kBankChargeColumns{"stem",      "amount", "currency",
                                                             "pay_until", "code",   "withdrawn"};
constexpr Table kBankCharges{
    .name = "bank_charges", .columns = kBankChargeColumns, .key_columns = 1};

constexpr std::array<std::string_view, 5> kBankReceiptColumns{"stem", "position", "id", "amount",
                                                              "returned"};
constexpr Table kBankReceipts{
    .name = "bank_receipts", .columns = kBankReceiptColumns, .key_columns = 2};

constexpr std::array<std::string_view, 2> kBankRefundColumns{"call_key", "stem"};
constexpr Table kBankRefunds{
    .name = "bank_refunds", .columns = kBankRefundColumns, .key_columns = 1};

BankCharge charge_of(const Values& row) {
    RowReader reader(row);
    BankCharge charge;
    charge.stem = reader.text();
    charge.amount.amount = reader.integer();
    charge.amount.currency = reader.text();
    charge.pay_until = reader.instant();
    charge.code = reader.text();
    charge.withdrawn = reader.boolean();
    return charge;
}

Values bank_row(const BankCharge& charge) {
    return {
        charge.stem, charge.amount.amount,      charge.amount.currency, to_value(charge.pay_until),
        charge.code, to_value(charge.withdrawn)};
}

Values bank_row(const std::string& stem, std::size_t position, const BankReceipt& receipt) {
    return {stem, static_cast<std::int64_t>(position), receipt.id, receipt.amount,
            receipt.returned};
}

std::vector<BankReceipt> receipts_in(const Rows& rows) {
    std::vector<BankReceipt> receipts;
    for (const auto& row : rows) {
        RowReader reader(row);
        reader.text();     // stem
        reader.integer();  // position
        BankReceipt receipt;
        receipt.id = reader.text();
        receipt.amount = reader.integer();
        receipt.returned = reader.integer();
        receipts.push_back(std::move(receipt));
    }
    return receipts;
}

/// Locked, with its receipts; nullopt where the bank has none.
std::optional<BankCharge> locked(Connection& connection, const std::string& stem) {
    const Value key = stem;
    const auto rows = connection.lock(kBankCharges, "stem", {&key, 1});
    if (rows.empty()) return std::nullopt;
    auto charge = charge_of(rows.front());
    charge.receipts = receipts_in(connection.lock(kBankReceipts, "stem", {&key, 1}));
    return charge;
}

ChargeOutcome yes(const BankCharge& charge) {
    ChargeOutcome outcome{.kind = ChargeOutcome::Kind::ok, .code = charge.code};
    for (const auto& receipt : charge.receipts)
        outcome.receipts.push_back({receipt.id, receipt.amount});
    return outcome;
}

ChargeOutcome no(std::string reason, const BankCharge& charge = {}) {
    auto outcome = yes(charge);
    outcome.kind = ChargeOutcome::Kind::no;
    outcome.reason = std::move(reason);
    return outcome;
}

std::string code_of(const ChargeCall& call) {
    const auto id = call.charge.session_id.text() + "-" + std::to_string(call.charge.attempt);
    return to_text({.location = std::string(kTestBankHost) + "/v2/" + id,
                    .centavos = call.amount.amount,
                    .merchant = "VIAJA",
                    .city = "SAO PAULO"});
}

ChargeOutcome open_charge(Connection& connection, std::optional<BankCharge> charge,
                          const ChargeCall& call) {
    if (charge) return charge->code.empty() ? no("withdrawn", *charge) : yes(*charge);
    charge.emplace(BankCharge{call.stem(), call.amount, call.pay_until, code_of(call), false, {}});
    const auto row = bank_row(*charge);
    connection.insert(kBankCharges, {&row, 1});
    return yes(*charge);
}

ChargeOutcome withdraw(Connection& connection, std::optional<BankCharge> charge,
                       const ChargeCall& call) {
    if (!charge) {
        charge.emplace(BankCharge{call.stem(), call.amount, call.pay_until, "", true, {}});
        const auto row = bank_row(*charge);
        connection.insert(kBankCharges, {&row, 1});
        return yes(*charge);
    }
    if (!charge->withdrawn) {
        charge->withdrawn = true;
        const auto row = bank_row(*charge);
        connection.put(kBankCharges, {&row, 1});
    }
    return yes(*charge);
}

ChargeOutcome give_back(Connection& connection, std::optional<BankCharge> charge,
                        const ChargeCall& call) {
    if (!charge) return no("unknown_charge");
    const Value key = call.key();
    if (!connection.lock(kBankRefunds, "call_key", {&key, 1}).empty()) return yes(*charge);
    for (std::size_t i = 0; i < charge->receipts.size(); ++i) {
        auto& receipt = charge->receipts[i];
        if (receipt.id != call.call.receipt) continue;
        if (call.call.amount > receipt.amount - receipt.returned)
            return no("more_than_received", *charge);
        receipt.returned += call.call.amount;
        const Values executed{call.key(), call.stem()};
        connection.insert(kBankRefunds, {&executed, 1});
        const auto row = bank_row(call.stem(), i, receipt);
        connection.put(kBankReceipts, {&row, 1});
        return yes(*charge);
    }
    return no("unknown_receipt", *charge);
}

}  // namespace

TestBank::TestBank(Database& database, Random& random, bool test_mode, Report report)
    : test_mode_(test_mode),
      random_(random),
      connection_(database.connect()),
      counter_(database.connect()),
      reachability_(std::move(report)) {
    connection_->never_wait_for_rows();
    connection_->hold_writes_back();
}

void TestBank::perform_charges(std::vector<ChargeCall> calls, Callback callback) {
    for (const auto& call : calls)
        callback(call, execute(call));
}

ChargeOutcome TestBank::execute(const ChargeCall& call) {
    const std::lock_guard guard(mutex_);
    for (int attempt = 0; attempt < kBankAttemptsMax; ++attempt) {
        try {
            auto outcome = execute_once(call);
            reachability_.call_went_well();
            return outcome;
        } catch (const Locked&) {
            break;  // it is asked again
        } catch (const Conflict&) {
            continue;  // another bank on the same books was first
        } catch (const std::exception& error) {
            // Whatever is wrong with its books, it is no answer about the money.
            reachability_.call_failed(error.what());
            break;
        }
    }
    return {};
}

ChargeOutcome TestBank::execute_once(const ChargeCall& call) {
    Transaction transaction(*connection_);
    auto charge = locked(*connection_, call.stem());
    ChargeOutcome outcome;
    switch (call.call.operation) {
        case ChargeOperation::charge:
            outcome = test_mode_ ? open_charge(*connection_, std::move(charge), call)
                                 : no("test_gateway_refused");
            break;
        case ChargeOperation::look:
            outcome = yes(charge.value_or(BankCharge{}));
            break;
        case ChargeOperation::withdraw:
            outcome = withdraw(*connection_, std::move(charge), call);
            break;
        case ChargeOperation::refund:
            outcome = give_back(*connection_, std::move(charge), call);
            break;
    }
    transaction.commit();
    return outcome;
}

std::optional<BankCharge> bank_charge(Connection& connection, const std::string& stem) {
    const Value key = stem;
    const auto rows = connection.find(kBankCharges, "stem", {&key, 1});
    if (rows.empty()) return std::nullopt;
    auto charge = charge_of(rows.front());
    charge.receipts = receipts_in(connection.find(kBankReceipts, "stem", {&key, 1}));
    return charge;
}

std::optional<BankCharge> TestBank::find(const std::string& stem) {
    const std::lock_guard guard(counter_mutex_);
    return bank_charge(*counter_, stem);
}

std::optional<PaidReceipt> TestBank::pay(const std::string& stem, std::int64_t amount) {
    std::optional<PaidReceipt> paid;
    std::string currency;
    {
        const std::lock_guard guard(counter_mutex_);
        for (int attempt = 1;; ++attempt) {
            try {
                paid = pay_once(stem, amount, currency);
                break;
            } catch (const Conflict&) {
                if (attempt == kBankAttemptsMax) throw Unavailable("the bank's books are busy");
            }
        }
    }
    if (paid && on_paid_) on_paid_(stem, *paid, currency);
    return paid;
}

std::string TestBank::new_receipt_id() {
    std::array<std::uint8_t, 8> bytes{};
    random_.fill(bytes);
    std::uint64_t number = 0;
    for (const auto byte : bytes)
        number = number << 8U | byte;
    return "E" + hexadecimal(number);
}

std::optional<PaidReceipt> TestBank::pay_once(const std::string& stem, std::int64_t amount,
                                              std::string& currency) {
    Transaction transaction(*counter_);
    const auto charge = locked(*counter_, stem);
    if (!charge || charge->code.empty()) return std::nullopt;
    const PaidReceipt paid{new_receipt_id(), amount};
    const auto row = bank_row(stem, charge->receipts.size(), BankReceipt{paid.id, amount, 0});
    counter_->insert(kBankReceipts, {&row, 1});
    transaction.commit();
    currency = charge->amount.currency;
    return paid;
}

}  // namespace viaja::payment
