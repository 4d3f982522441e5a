// The audit of the databases: 0 for what the services write, and a number for each way in which a
// row can be wrong. What is paid is in audit_money_test.cpp.

#include "tests/services/audited_books.hpp"

namespace viaja::audit_test {
namespace {

TEST_F(Books, ThatAgreeAreNotReported) {
    EXPECT_EQ(wrong(), Lines{});
    EXPECT_TRUE(auditor.complete());
    EXPECT_TRUE(reported.empty());
    EXPECT_EQ(value("viaja_holds", {{{"part", "hotel"}, {"state", "held"}}}), 1);
    EXPECT_EQ(value("viaja_sessions", {{{"state", "confirmed"}}}), 1);
}

TEST_F(Books, ShowAUnitThatIsSoldBeyondItsCapacity) {
    hotel->execute("UPDATE units SET capacity = 2");
    EXPECT_EQ(wrong(), Lines{"capacity 1"});
    EXPECT_EQ(reported, std::vector<std::string>{"unit oversold · part=hotel unit=R1/2026-12-20"});
    EXPECT_EQ(wrong(), Lines{"capacity 1"});
    EXPECT_EQ(reported.size(), 1U) << "once";
    hotel->execute("UPDATE units SET capacity = 3");
    EXPECT_EQ(wrong(), Lines{});
    hotel->execute("UPDATE units SET capacity = 2");
    EXPECT_EQ(wrong(), Lines{"capacity 1"});
    EXPECT_EQ(reported.size(), 2U) << "it was mended, and is back";
}

TEST_F(Books, AreReportedTenOfAKindAtATime) {
    hotel->execute("DELETE FROM units");
    hotel->execute("DELETE FROM holds");
    for (int unit = 10; unit < 25; ++unit)
        hotel->execute("INSERT INTO units VALUES (?, 1, 0, 2)", Values{std::to_string(unit)});
    const auto oversold = [this] {
        wrong();
        return std::ranges::count_if(
            reported, [](const auto& line) { return line.starts_with("unit oversold"); });
    };
    EXPECT_EQ(oversold(), 10);
    EXPECT_EQ(oversold(), 15);
    EXPECT_EQ(oversold(), 15);
}

TEST_F(Books, ShowAUnitWithLessThanNothingHeld) {
    hotel->execute("UPDATE holds SET state = 'released' WHERE id = 'h2'");
    hotel->execute("UPDATE units SET held = -1");
    EXPECT_EQ(wrong(), (Lines{"capacity 1", "sums 1"}));
}

TEST_F(Books, ShowCountersThatAreNotTheSumsOfTheirHolds) {
    hotel->execute("UPDATE holds SET state = 'released' WHERE id = 'h1'");
    EXPECT_EQ(wrong(), Lines{"sums 1"});
}

TEST_F(Books, ShowAHoldOfAUnitThatThereIsNot) {
    add_hold("h3", "held", "1 R1/2026-12-21\n1 R2/2026-12-21\n");
    EXPECT_EQ(wrong(), Lines{"sums 2"});
}

TEST_F(Books, ShowTheOldestRequestOfASagaAtAHoldToo) {
    const auto ago = [this](int seconds) {
        return to_micros(sessions->now() - std::chrono::seconds(seconds));
    };
    const auto oldest = [this] {
        auditor.audit();
        return value("viaja_saga_oldest_request_seconds", {});
    };
    sessions->execute("UPDATE sessions SET state = 'cancelling', due_at = 1 WHERE id = ?",
                      Values{kTrip});
    EXPECT_EQ(oldest(), 0);
    EXPECT_EQ(value("viaja_sagas", {{{"state", "running"}}}), 1) << "without a request to payment";
    sessions->execute("UPDATE session_holds SET next_attempt_at = 1, asked_since = ?",
                      Values{ago(500)});
    EXPECT_NEAR(oldest(), 500, 60);
    sessions->execute("UPDATE sessions SET saga_since = ? WHERE id = ?", Values{ago(900), kTrip});
    EXPECT_NEAR(oldest(), 900, 60);
    sessions->execute("UPDATE sessions SET saga_since = ? WHERE id = ?", Values{ago(200), kTrip});
    EXPECT_NEAR(oldest(), 500, 60);
    sessions->execute("UPDATE session_holds SET written_off = 'settled'");
    EXPECT_NEAR(oldest(), 200, 60);
}

TEST_F(Books, AreNotComparedWhileASagaRuns) {
    sessions->execute("UPDATE sessions SET state = 'cancelling'");
    sessions->execute("UPDATE session_holds SET state = 'released'");
    EXPECT_EQ(wrong(), Lines{});
}

TEST_F(Books, AreNotComparedWithASessionThatChangesMeanwhile) {
    payments_watch.before = [this] {
        sessions->execute("UPDATE sessions SET state = 'paying', version = 2");
        payments->execute("UPDATE payments SET state = 'refunded'");
    };
    EXPECT_EQ(wrong(), Lines{});
    payments_watch.before = nullptr;
    sessions->execute("UPDATE sessions SET state = 'confirmed'");
    EXPECT_EQ(wrong(), Lines{"payments 1"}) << "at rest";
}

TEST_F(Books, OfManySessionsAreReadPageByPage) {
    for (int i = 0; i < 1'200; ++i) {
        auto id = std::to_string(100'000 + i);
        id = "0198c0de-0000-7000-8000-000001" + id;
        add_session(id, "confirmed", 30);
        add_payment(id, 1, "captured", i % 400 == 7 ? 29 : 30);
        execute_at_gateway(id, 1, "authorize", 30);
        execute_at_gateway(id, 1, "capture", 30);
    }
    EXPECT_EQ(wrong(), Lines{"payments 3"});
    EXPECT_EQ(value("viaja_sessions", {{{"state", "confirmed"}}}), 1'201);
}

TEST_F(Books, OfSessionsBeforeTheFirstAreNotRead) {
    add_paid_and_removed(1'000, "0180c0de-0000");
    EXPECT_EQ(wrong(), Lines{});
    EXPECT_LT(payments_watch.rows + gateway_watch.rows, 20U);
}

TEST_F(Books, AreReadInPagesWhereFewSessionsAreLeft) {
    add_paid_and_removed(12'000, "0198c0df-0000");
    for (int i = 2'480; i < 2'520; ++i) {  // in both of the first pages, so that none falls between
        const auto id = "0198c0df-0000-7000-8000-000000" + std::to_string(100'000 + i);
        add_session(id, "cancelled", 30);
    }
    payments->execute("UPDATE payments SET created_at = 0 WHERE session_id <> ?", Values{kTrip});
    const std::string later = "0198c0e0-0000-7000-8000-000000000001";
    add_session(later, "confirmed", 30);
    add_payment(later, 1, "captured", 29);
    execute_at_gateway(later, 1, "authorize", 30);
    execute_at_gateway(later, 1, "capture", 30);
    EXPECT_EQ(wrong(), Lines{"payments 1"});
    EXPECT_LE(payments_watch.most, 5'001U);
    EXPECT_LE(gateway_watch.most, 5'002U);
    EXPECT_EQ(value("viaja_sessions", {{{"state", "confirmed"}}}), 2);
}

TEST_F(Books, ThatCannotBeReadAreAFailureOfTheAudit) {
    wrong();
    hotel->execute("ALTER TABLE holds RENAME TO lost");
    EXPECT_EQ(wrong(), Lines{});
    EXPECT_FALSE(auditor.complete());
    EXPECT_EQ(value("viaja_audit_failures_total", {{{"part", "hotel"}}}), 1);
    EXPECT_EQ(value("viaja_holds", {{{"part", "hotel"}, {"state", "held"}}}), 1)
        << "of the last audit that was made";
    ASSERT_EQ(reported.size(), 1U);
    EXPECT_TRUE(reported[0].starts_with("audit failed · part=hotel error="));
    hotel->execute("ALTER TABLE lost RENAME TO holds");
    EXPECT_EQ(wrong(), Lines{});
    EXPECT_TRUE(auditor.complete());
}

}  // namespace
}  // namespace viaja::audit_test
