// What payment-service/charge_gateway.hpp promises, held against every gateway of charges there is:
// the test bank, also with a new process for each call, and the model of the stories.

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/services/payment_world.hpp"
#include "tests/transcripts/bank_model.hpp"

namespace viaja::payment {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kCost = 100;

/// A gateway under test, and the bank behind it that pays.
class BankSubject {
  public:
    virtual ~BankSubject() = default;
    virtual ChargeGateway& gateway() = 0;
    virtual PaidReceipt pay(const PaymentId& charge, std::int64_t amount) = 0;
};

class ModelBank : public BankSubject, public ChargeGateway {
  public:
    ChargeGateway& gateway() override { return *this; }
    PaidReceipt pay(const PaymentId& charge, std::int64_t amount) override {
        return story::pay(books_[charge], amount);
    }
    void perform_charges(std::vector<ChargeCall> calls, Callback callback) override {
        for (const auto& call : calls) {
            const story::BankCall asked{call.charge.attempt, call.call, call.amount.amount};
            callback(call, story::execute(books_[call.charge], asked));
        }
    }

  private:
    std::map<PaymentId, story::BankBook> books_;
};

class TestBankSubject : public BankSubject {
  public:
    explicit TestBankSubject(bool reopened) : reopened_(reopened) {
        migrate(*connection_, "gateway", gateway_migrations());
        open();
    }
    ChargeGateway& gateway() override {
        if (reopened_) open();
        return *bank_;
    }
    PaidReceipt pay(const PaymentId& charge, std::int64_t amount) override {
        return bank_->pay(charge.text(), amount).value();
    }

  private:
    void open() { bank_ = std::make_unique<TestBank>(database_, random_, true); }
    static std::string unique_name() {
        static int subjects = 0;
        return "charge-contract-" + std::to_string(++subjects);
    }

    const bool reopened_;
    test::TestClock clock_;
    test::CountingRandom random_;
    SqliteDatabase database_{SqliteDatabase::Memory{unique_name()}, clock_};
    std::unique_ptr<Connection> connection_ = database_.connect();
    std::unique_ptr<TestBank> bank_;
};

struct BankKind {
    std::string name;
    std::function<std::unique_ptr<BankSubject>()> make;
};

class ChargeGatewayContract : public testing::TestWithParam<BankKind> {
  protected:
    static PaymentId charge(int attempt) {
        return {.session_id = *SessionId::parse("01980000-0000-7000-8000-000000000001"),
                .attempt = attempt};
    }
    static ChargeCall call(OpenCall what, int attempt = 1) {
        return {.charge = charge(attempt),
                .call = std::move(what),
                .amount = {kCost, "BRL"},
                .pay_until = from_micros(1'800'000'000'000'000) + 15min};
    }
    std::vector<ChargeOutcome> ask_all(const std::vector<ChargeCall>& calls) {
        std::vector<ChargeOutcome> outcomes;
        subject_->gateway().perform_charges(
            calls, [&](const ChargeCall& asked, const ChargeOutcome& outcome) {
                EXPECT_EQ(asked.key(), calls.at(outcomes.size()).key());
                outcomes.push_back(outcome);
            });
        EXPECT_EQ(outcomes.size(), calls.size());
        outcomes.resize(calls.size());
        return outcomes;
    }
    ChargeOutcome ask(ChargeOperation operation, int attempt = 1) {
        return ask_all({call({operation}, attempt)}).front();
    }
    ChargeOutcome refund(const std::string& receipt, std::int64_t amount, std::int64_t return_to) {
        return ask_all({call({ChargeOperation::refund, receipt, amount, return_to})}).front();
    }
    PaidReceipt pay(std::int64_t amount = kCost, int attempt = 1) {
        return subject_->pay(charge(attempt), amount);
    }
    /// All receipts of the charge, as a look lists them.
    std::vector<PaidReceipt> receipts(int attempt = 1) {
        const auto outcome = ask(ChargeOperation::look, attempt);
        EXPECT_TRUE(is_yes(outcome));
        return outcome.receipts;
    }
    static bool is_yes(const ChargeOutcome& outcome) {
        return outcome.kind == ChargeOutcome::Kind::ok;
    }
    static bool is_no(const ChargeOutcome& outcome) {
        EXPECT_EQ(outcome.reason.empty(), outcome.kind != ChargeOutcome::Kind::no);
        return outcome.kind == ChargeOutcome::Kind::no;
    }

    std::unique_ptr<BankSubject> subject_ = GetParam().make();
};

TEST_P(ChargeGatewayContract, KeysNameTheCharge) {
    const std::string stem = "01980000-0000-7000-8000-000000000001/7/";
    EXPECT_EQ(call({ChargeOperation::charge}, 7).key(), stem + "charge");
    EXPECT_EQ(call({ChargeOperation::withdraw}, 7).key(), stem + "withdraw");
    EXPECT_EQ(call({ChargeOperation::refund, "E1", 40, 60}, 7).key(), stem + "refund/E1/60");
}

TEST_P(ChargeGatewayContract, ACodeIsMadeOnceAndPaid) {
    const auto first = ask(ChargeOperation::charge);
    ASSERT_TRUE(is_yes(first));
    EXPECT_FALSE(first.code.empty());
    EXPECT_TRUE(first.receipts.empty());
    const auto paid = pay();
    const auto again = ask(ChargeOperation::charge);
    EXPECT_EQ(again.code, first.code);
    EXPECT_EQ(again.receipts, std::vector<PaidReceipt>{paid});
}

TEST_P(ChargeGatewayContract, EveryPaymentIsAReceiptOfItsOwnInEveryAnswer) {
    ask(ChargeOperation::charge);
    const std::vector<PaidReceipt> paid{pay(), pay(), pay(kCost - 1)};
    EXPECT_NE(paid[0].id, paid[1].id);
    EXPECT_EQ(receipts(), paid);
    EXPECT_EQ(receipts(), paid) << "a look changes nothing";
    EXPECT_EQ(ask(ChargeOperation::charge).receipts, paid);
    EXPECT_EQ(refund(paid[2].id, kCost - 1, kCost - 1).receipts, paid) << "given back or not";
    EXPECT_EQ(ask(ChargeOperation::withdraw).receipts, paid);
}

TEST_P(ChargeGatewayContract, ALookWhereThereIsNoChargeFindsNothing) {
    EXPECT_TRUE(receipts().empty());
    EXPECT_TRUE(is_yes(ask(ChargeOperation::charge))) << "and forbids nothing";
}

TEST_P(ChargeGatewayContract, AWithdrawalThatComesFirstForbidsTheCharge) {
    EXPECT_TRUE(is_yes(ask(ChargeOperation::withdraw)));
    EXPECT_TRUE(is_no(ask(ChargeOperation::charge)));
    EXPECT_TRUE(is_no(ask(ChargeOperation::charge))) << "for ever";
    EXPECT_TRUE(is_yes(ask(ChargeOperation::withdraw)));
}

TEST_P(ChargeGatewayContract, ABankMayPayAfterTheWithdrawal) {
    ask(ChargeOperation::charge);
    EXPECT_TRUE(is_yes(ask(ChargeOperation::withdraw)));
    const auto late = pay();
    EXPECT_EQ(receipts(), std::vector<PaidReceipt>{late});
    EXPECT_TRUE(is_yes(refund(late.id, kCost, kCost)));
    EXPECT_TRUE(is_yes(ask(ChargeOperation::charge))) << "its own answer stays";
}

TEST_P(ChargeGatewayContract, AReceiptIsGivenBackInPartsAndNeverMoreOfIt) {
    ask(ChargeOperation::charge);
    const auto one = pay();
    const auto other = pay();
    EXPECT_TRUE(is_yes(refund(one.id, 33, 33)));
    EXPECT_TRUE(is_yes(refund(one.id, 33, 33))) << "again under its key";
    EXPECT_TRUE(is_no(refund(one.id, 68, 101))) << "67 are left";
    EXPECT_TRUE(is_no(refund(one.id, 68, 101)));
    EXPECT_TRUE(is_yes(refund(one.id, 67, 100)));
    EXPECT_TRUE(is_no(refund(one.id, 1, 102)));
    EXPECT_TRUE(is_yes(refund(other.id, kCost, kCost))) << "receipts are apart";
}

TEST_P(ChargeGatewayContract, NothingIsGivenBackOfWhatNeverCame) {
    EXPECT_TRUE(is_no(refund("E1", 1, 1))) << "of no charge";
    ask(ChargeOperation::charge);
    pay();
    EXPECT_TRUE(is_no(refund("E-of-another", 1, 1)));
}

TEST_P(ChargeGatewayContract, ANoToARefundIsLookedAtAfresh) {
    EXPECT_TRUE(is_no(refund("E1", 1, 1)));
    ask(ChargeOperation::charge);
    const auto paid = pay();
    EXPECT_TRUE(is_no(refund(paid.id, kCost + 1, kCost)));
    EXPECT_TRUE(is_yes(refund(paid.id, kCost, kCost))) << "under the key that was answered no";
}

TEST_P(ChargeGatewayContract, ChargesAreApart) {
    EXPECT_TRUE(is_yes(ask(ChargeOperation::withdraw, 1)));
    EXPECT_TRUE(is_yes(ask(ChargeOperation::charge, 2)));
    const auto paid = pay(kCost, 2);
    EXPECT_EQ(receipts(2), std::vector<PaidReceipt>{paid});
    EXPECT_TRUE(receipts(1).empty());
}

TEST_P(ChargeGatewayContract, ManyCallsAreAskedTogetherAndRepeatedKeysCountOnce) {
    ask(ChargeOperation::charge, 1);
    const auto paid = pay();
    const auto back = call({ChargeOperation::refund, paid.id, 60, 60});
    const auto outcomes = ask_all({back, back, call({ChargeOperation::charge}, 2),
                                   call({ChargeOperation::refund, paid.id, 40, 100})});
    for (const auto& outcome : outcomes)
        EXPECT_TRUE(is_yes(outcome));
    EXPECT_TRUE(is_no(refund(paid.id, 1, 101))) << "all of it is back";
    EXPECT_TRUE(ask_all({}).empty());
}

INSTANTIATE_TEST_SUITE_P(
    Banks, ChargeGatewayContract,
    testing::Values(BankKind{"Model", [] { return std::make_unique<ModelBank>(); }},
                    BankKind{"TestBank", [] { return std::make_unique<TestBankSubject>(false); }},
                    BankKind{"TestBankReopened",
                             [] { return std::make_unique<TestBankSubject>(true); }}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace viaja::payment
