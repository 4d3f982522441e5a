// The audit of what is paid. scripts/reconcile decides the same by rules of its own, which
// tests/system/comparison_test.py tests with these cases: a new one belongs into both.

#include "tests/services/audited_books.hpp"

namespace viaja::audit_test {
namespace {

TEST_F(Books, ShowAnotherAmountAtPayment) {
    payments->execute("UPDATE payments SET amount = 90");
    EXPECT_EQ(wrong(), Lines{"payments 1"});
}

TEST_F(Books, ShowASecondCharge) {
    add_payment(kTrip, 2, "captured", 100);
    execute_at_gateway(kTrip, 2, "authorize", 100);
    execute_at_gateway(kTrip, 2, "capture", 100);
    EXPECT_EQ(wrong(), (Lines{"payments 1", "gateway 1"}));
}

TEST_F(Books, ShowAChargeForASessionThatIsOpen) {
    execute_at_gateway(kOther, 2, "authorize", 10);
    execute_at_gateway(kOther, 2, "capture", 10);
    EXPECT_EQ(wrong(), Lines{"gateway 1"});
}

TEST_F(Books, ShowARefundOfATripThatIsConfirmed) {
    execute_at_gateway(kTrip, 1, "refund", 100);
    EXPECT_EQ(wrong(), Lines{"gateway 1"});
}

TEST_F(Books, AgreeOnATripOfWhichAPartWasCancelled) {
    sessions->execute(
        "UPDATE session_holds SET state = 'released', refund = 60 WHERE state = 'confirmed'");
    EXPECT_EQ(wrong(), (Lines{"payments 1", "gateway 1"})) << "nothing is refunded yet";
    payments->execute("UPDATE payments SET refunded = 60");
    execute_at_gateway(kTrip, 1, "refund", 25);
    gateway->execute("UPDATE executions SET call_key = call_key || '/25' WHERE amount = 25");
    EXPECT_EQ(wrong(), Lines{"gateway 1"});
    execute_at_gateway(kTrip, 1, "refund", 35);
    EXPECT_EQ(wrong(), Lines{});
}

TEST_F(Books, ShowAnAuthorizationThatStaysOpen) {
    gateway->execute("DELETE FROM executions WHERE operation = 'void'");
    EXPECT_EQ(wrong(), Lines{"authorizations 1"});
    EXPECT_EQ(reported, std::vector<std::string>{"authorization open for a session at rest · "
                                                 "part=money session=" +
                                                 kOther});
}

TEST_F(Books, ShowAPaymentOfASessionThatThereIsNot) {
    add_payment(kUnknown, 1, "captured", 5);
    EXPECT_EQ(wrong(), Lines{"unknown 1"});
}

TEST_F(Books, KeepPaymentsOfSessionsThatWereRemovedLongAgo) {
    constexpr std::int64_t kHour = 3'600'000'000;
    const auto begin = [this](std::int64_t ago) {
        const auto at = to_micros(clock.now()) - ago;
        payments->execute("UPDATE payments SET created_at = ? WHERE session_id = ?",
                          Values{at, kUnknown});
        gateway->execute("UPDATE executions SET first_at = ? WHERE stem = ?",
                         Values{at, kUnknown + "/1"});
    };
    add_payment(kUnknown, 1, "captured", 5);
    execute_at_gateway(kUnknown, 1, "authorize", 20);
    execute_at_gateway(kUnknown, 1, "capture", 20);
    begin(7 * 24 * kHour + kHour);
    EXPECT_EQ(wrong(), Lines{});
    execute_at_gateway(kUnknown, 1, "refund", 15);
    gateway->execute("UPDATE executions SET first_at = ? WHERE operation = 'refund'",
                     Values{to_micros(clock.now())});
    EXPECT_EQ(wrong(), Lines{}) << "cancelled for a fee, and removed a day later";
    begin(7 * 24 * kHour - kHour);
    EXPECT_EQ(wrong(), Lines{"unknown 1"});
}

TEST_F(Books, ShowAPaymentWhereNoSessionIsLeft) {
    sessions->execute("DELETE FROM sessions");
    const auto opened = clock.now() - std::chrono::days(20);
    add_payment(Uuid::version7(opened, {1}).text(), 1, "captured", 5);
    EXPECT_EQ(wrong(), Lines{"unknown 1"});
}

TEST_F(Books, AgreeOnAPixOfWhichTooMuchIsOnItsWayBack) {
    add_session(kUnknown, "confirmed", 300);
    add_charge(kUnknown, 350, 50);
    add_receipt_at_bank(kUnknown, 350);
    EXPECT_EQ(wrong(), Lines{});
    gateway->execute("UPDATE bank_receipts SET returned = 50");
    EXPECT_EQ(wrong(), Lines{}) << "payment is not told yet";
    payments->execute("UPDATE receipts SET returned = 50");
    EXPECT_EQ(wrong(), Lines{});
    gateway->execute("UPDATE bank_receipts SET returned = 40");
    EXPECT_EQ(wrong(), Lines{"gateway 1"}) << "nothing is on its way any more";
}

TEST_F(Books, ShowAPixThatIsAnotherAmountAtTheBank) {
    add_session(kUnknown, "confirmed", 300);
    add_charge(kUnknown, 350, 50);
    add_receipt_at_bank(kUnknown, 340);
    EXPECT_EQ(wrong(), Lines{"gateway 1"});
}

TEST_F(Books, ShowAPixOfWhichPaymentKnowsNothing) {
    add_receipt_at_bank(kUnknown, 300);
    EXPECT_EQ(wrong(), Lines{"unknown 1"});
}

}  // namespace
}  // namespace viaja::audit_test
