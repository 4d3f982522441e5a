// The audit of the databases: 0 for what the services write, and a number for each way in which a
// row can be wrong.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "audit-service/auditor.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/migrations.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/store.hpp"
#include "payment-service/test_gateway.hpp"
#include "session-service/store/store.hpp"
#include "tests/ports/forwarding_connection.hpp"

namespace viaja::audit {
namespace {

using Lines = std::set<std::string>;

const std::string kTrip = "0198c0de-0000-7000-8000-000000000001";
const std::string kOther = "0198c0de-0000-7000-8000-000000000002";
const std::string kUnknown = "0198c0de-0000-7000-8000-000000000009";

struct Watch {
    std::function<void()> before;  ///< each statement that asks
    std::size_t rows = 0;          ///< that were answered
    std::size_t most = 0;          ///< in one answer
};

/// Runs a function before each statement that asks, and counts what is answered.
class WatchedDatabase : public Database {
  public:
    WatchedDatabase(Database& inner, Watch& watch) : inner_(inner), watch_(watch) {}

    std::unique_ptr<Connection> connect() override {
        return std::make_unique<Watched>(inner_.connect(), watch_);
    }

  private:
    class Watched : public test::ForwardingConnection {
      public:
        Watched(std::unique_ptr<Connection> inner, Watch& watch)
            : test::ForwardingConnection(*inner), inner_(std::move(inner)), watch_(watch) {}

        Rows query(std::string_view sql, std::span<const Value> parameters) override {
            if (watch_.before) watch_.before();
            auto rows = test::ForwardingConnection::query(sql, parameters);
            watch_.rows += rows.size();
            watch_.most = std::max(watch_.most, rows.size());
            return rows;
        }

      private:
        const std::unique_ptr<Connection> inner_;
        Watch& watch_;
    };

    Database& inner_;
    Watch& watch_;
};

/// A hotel with one confirmed and one open hold, and the session that paid 100 for the first.
class Books : public testing::Test {
  protected:
    Books() {
        migrate(*hotel, "supplier", supplier::supplier_migrations());
        migrate(*sessions, "session", session::session_migrations());
        migrate(*payments, "payment", payment::payment_migrations());
        migrate(*gateway, "gateway", payment::gateway_migrations());
        hotel->execute("INSERT INTO units VALUES ('R1/2026-12-20', 3, 1, 2)");
        add_hold("h1", "confirmed", "2 R1/2026-12-20\n");
        add_hold("h2", "held", "1 R1/2026-12-20\n");
        add_session(kTrip, "confirmed", 100);
        add_session(kOther, "open", 0);
        add_payment(kTrip, 1, "captured", 100);
        execute_at_gateway(kTrip, 1, "authorize", 100);
        execute_at_gateway(kTrip, 1, "capture", 100);
        execute_at_gateway(kOther, 1, "authorize", 70);
        execute_at_gateway(kOther, 1, "void", 0);
    }

    void add_hold(const std::string& id, const std::string& state, const std::string& claims) {
        hotel->execute(
            "INSERT INTO holds (id, session_id, state, attempt, reason, claims, quantity, price,"
            " currency, description, reference, deadline, version, created_at, updated_at)"
            " VALUES (?, ?, ?, 1, '', ?, 1, 50, 'BRL', '', '', 0, 1, 0, 0)",
            Values{id, kTrip, state, claims});
    }
    void add_session(const std::string& id, const std::string& state, std::int64_t price) {
        sessions->execute(
            "INSERT INTO sessions (id, token_hash, state, timeout_state, attempt, saga_tries,"
            " needs_attention, timeline_length, version, created_at, updated_at)"
            " VALUES (?, '', ?, 'running', 1, 0, 0, 0, 1, 0, 0)",
            Values{id, state});
        for (const char* hold_state : {"confirmed", "released"}) {
            if (price == 0) return;
            sessions->execute(
                "INSERT INTO session_holds (id, session_id, position, request, state,"
                " release_command, attempt, price_amount, price_currency, description, reason,"
                " booking_reference, tries) VALUES (?, ?, 1, '', ?, 'cancel', 1, ?, 'BRL', '', '',"
                " '', 0)",
                Values{id + hold_state, id, hold_state, price});
        }
    }
    void add_payment(const std::string& session, std::int64_t attempt, const std::string& state,
                     std::int64_t amount) {
        payments->execute(
            "INSERT INTO payments (session_id, attempt, state, amount, currency, method, token,"
            " reason, tries, version, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, 'BRL', 'card', '', '', 0, 1, ?, 0)",
            Values{session, attempt, state, amount, to_micros(clock.now())});
    }
    void execute_at_gateway(const std::string& session, int attempt, const std::string& operation,
                            std::int64_t amount) {
        const auto stem = session + "/" + std::to_string(attempt);
        gateway->execute("INSERT INTO executions VALUES (?, ?, ?, 'ok', '', ?, 'BRL', '', 1, 0, 0)",
                         Values{stem + "/" + operation, stem, operation, amount});
    }

    /// Entries of as many sessions that were removed, whose ids begin so; paid now.
    void add_paid_and_removed(int count, const std::string& beginning) {
        payments->begin();
        gateway->begin();
        for (int i = 0; i < count; ++i) {
            const auto id = beginning + "-7000-8000-000000" + std::to_string(100'000 + i);
            add_payment(id, 1, "captured", 30);
            execute_at_gateway(id, 1, "authorize", 30);
            execute_at_gateway(id, 1, "capture", 30);
        }
        payments->commit();
        gateway->commit();
    }

    /// The samples of what is always 0 that are not.
    Lines wrong() {
        auditor.audit();
        Lines lines;
        for (const auto& metric : auditor.metrics()) {
            if (metric.name != "viaja_oversell_units" &&
                metric.name != "viaja_money_mismatch_sessions")
                continue;
            for (const auto& sample : metric.samples) {
                if (sample.value == 0) continue;
                lines.insert(sample.labels.at("check") + " " +
                             std::to_string(static_cast<int>(sample.value)));
            }
        }
        return lines;
    }
    double value(const std::string& name, const http::Metric::Sample& wanted) {
        for (const auto& metric : auditor.metrics()) {
            if (metric.name != name) continue;
            for (const auto& sample : metric.samples)
                if (sample.labels == wanted.labels) return sample.value;
        }
        ADD_FAILURE() << "no such sample of " << name;
        return -1;
    }

    SystemClock clock;
    SqliteDatabase hotel_database{SqliteDatabase::Memory{"audit-hotel"}, clock};
    SqliteDatabase session_database{SqliteDatabase::Memory{"audit-session"}, clock};
    SqliteDatabase payment_database{SqliteDatabase::Memory{"audit-payment"}, clock};
    SqliteDatabase gateway_database{SqliteDatabase::Memory{"audit-gateway"}, clock};
    std::unique_ptr<Connection> hotel = hotel_database.connect();
    std::unique_ptr<Connection> sessions = session_database.connect();
    std::unique_ptr<Connection> payments = payment_database.connect();
    std::unique_ptr<Connection> gateway = gateway_database.connect();
    Watch payments_watch;
    Watch gateway_watch;
    WatchedDatabase watched_payments{payment_database, payments_watch};
    WatchedDatabase watched_gateway{gateway_database, gateway_watch};
    std::vector<std::string> reported;
    Auditor auditor{{.suppliers = {{"hotel", &hotel_database}},
                     .sessions = &session_database,
                     .payments = &watched_payments,
                     .gateway = &watched_gateway},
                    std::chrono::seconds(60),
                    [this](const LogEvent& event) { reported.push_back(text_of(event)); }};
};

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
    add_payment(kUnknown, 1, "captured", 5);
    execute_at_gateway(kUnknown, 1, "capture", 5);
    payments->execute("UPDATE payments SET created_at = created_at - 2 * 86400000000");
    EXPECT_EQ(wrong(), Lines{});
    payments->execute(
        "UPDATE payments SET created_at = created_at + 2 * 86400000000 - 82800000000");
    EXPECT_EQ(wrong(), Lines{"unknown 1"}) << "23 hours old";
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

TEST_F(Books, ShowAPaymentWhereNoSessionIsLeft) {
    sessions->execute("DELETE FROM sessions");
    const auto opened = clock.now() - std::chrono::days(20);
    add_payment(Uuid::version7(opened, {1}).text(), 1, "captured", 5);
    EXPECT_EQ(wrong(), Lines{"unknown 1"});
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
}  // namespace viaja::audit
