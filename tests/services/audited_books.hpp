#pragma once
// The databases of a hotel, of sessions, payment and the gateway, in memory, with one trip that is
// sold and one that is open, and an auditor of them. One thread.

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

namespace viaja::audit_test {

using Lines = std::set<std::string>;

inline const std::string kTrip = "0198c0de-0000-7000-8000-000000000001";
inline const std::string kOther = "0198c0de-0000-7000-8000-000000000002";
inline const std::string kUnknown = "0198c0de-0000-7000-8000-000000000009";

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

    /// By Pix.
    void add_charge(const std::string& session, std::int64_t amount, std::int64_t return_to) {
        payments->execute(
            "INSERT INTO charges (session_id, attempt, state, amount, currency, pay_until, code,"
            " reason, told, tries, version, created_at, updated_at)"
            " VALUES (?, 1, 'paid', ?, 'BRL', 0, '', '', 0, 0, 1, ?, 0)",
            Values{session, amount, to_micros(clock.now())});
        payments->execute("INSERT INTO receipts VALUES (?, 1, 1, 'E1', ?, 1, 0, ?)",
                          Values{session, amount, return_to});
    }
    void add_receipt_at_bank(const std::string& session, std::int64_t amount) {
        gateway->execute("INSERT INTO bank_receipts VALUES (?, 1, 'E1', ?, 0)",
                         Values{session + "/1", amount});
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
    audit::Auditor auditor{{.suppliers = {{"hotel", &hotel_database}},
                            .sessions = &session_database,
                            .payments = &watched_payments,
                            .gateway = &watched_gateway},
                           std::chrono::seconds(60),
                           [this](const LogEvent& event) { reported.push_back(text_of(event)); }};
};

}  // namespace viaja::audit_test
