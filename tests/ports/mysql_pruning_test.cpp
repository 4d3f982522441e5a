// What ended long ago is removed, on MySQL as on SQLite, and a row that another transaction has is
// not waited for.

#include <gtest/gtest.h>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/migrations/migrations.hpp"
#include "common/ports/errors.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/pruning.hpp"
#include "common/supplier/store.hpp"
#include "session-service/store/access.hpp"
#include "session-service/store/pruning.hpp"
#include "session-service/store/store.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::test {
namespace {

using std::chrono::hours;

constexpr Retention kDay{.age = hours(24)};

Uuid uuid(int number) {
    const std::string digits = std::to_string(1'000 + number);
    return *Uuid::parse("01980000-0000-7000-8000-00000000" + digits);
}

/// All pages of a pass; how many were removed.
std::uint64_t prune(const FindPage& find_page, Connection& connection, Instant now) {
    std::uint64_t pruned = 0;
    std::optional<std::string> after = "";
    while (after) {
        const auto page = find_page(connection, *after, now);
        const auto removed = page.prune();
        pruned += removed.pruned;
        if (!removed.again) after = page.next;
    }
    return pruned;
}

class PruningOnMysql : public testing::Test {
  protected:
    ~PruningOnMysql() override { server_.drop_database(name_); }

    void migrate_both(std::span<const Migration> all) {
        for (Connection* connection : both_)
            migrate(*connection, "service", all);
    }

    MysqlServer& server_ = MysqlServer::instance();
    SystemClock clock_;
    const std::string name_ = server_.make_database();
    MysqlDatabase database_{server_.settings(name_)};
    SqliteDatabase sqlite_database_{SqliteDatabase::Memory{name_}, clock_};
    const std::unique_ptr<Connection> mysql_ = database_.connect();
    const std::unique_ptr<Connection> sqlite_ = sqlite_database_.connect();
    const std::vector<Connection*> both_ = {mysql_.get(), sqlite_.get()};
    const Instant now_ = mysql_->now();
    const Instant later_ = now_ + hours(20 * 24);
};

/// With a hold that was released, a payment that was declined and a service that was told.
session::Session expired_session(int number, Instant now) {
    session::Session session;
    session.id = {uuid(number)};
    session.token_hash = "hash";
    session.state = session::SessionState::expired;
    session.timeout = {session::TimeoutState::fired, now, {}, {}};
    session::Hold hold;
    hold.id = {uuid(number + 100)};
    hold.position = 1;
    hold.request = {.item = FlightItem{"I0", "I01370", *parse_date("2026-12-20")},
                    .quantity = 1,
                    .travellers = {"Ana Souza"}};
    hold.state = session::HoldState::released;
    session.holds = {hold};
    session.payments = {{.attempt = 1,
                         .state = session::PaymentState::declined,
                         .amount = {1, "BRL"},
                         .method = "card",
                         .token = "tok_do_not_honor",
                         .failure = session::Code::payment_declined,
                         .failure_reason = "do_not_honor",
                         .code = "",
                         .pay_until = {},
                         .returned = 0}};
    session.subscriptions = {{.id = uuid(number + 200),
                              .notify = "hotel",
                              .state = session::SubscriptionState::acknowledged,
                              .retry = {}}};
    session.created_at = now;
    return session;
}

class SessionPruningOnMysql : public PruningOnMysql {
  protected:
    SessionPruningOnMysql() {
        migrate_both(session::session_migrations());
        open_.state = session::SessionState::open;
        const std::vector<session::Change> opened{{nullptr, &ended_}, {nullptr, &open_}};
        session::Entry entry;
        entry.sequence = 1;
        const std::vector<session::SessionEntry> entries{{ended_.id, entry}, {open_.id, entry}};
        for (Connection* connection : both_) {
            Transaction transaction(*connection);
            session::save_sessions(*connection, opened, now_, {});
            session::append_timeline(*connection, entries);
            transaction.commit();
            session::keep_code(*connection, ended_.id, ended_.token_hash, "code 1");
            session::redeem_code(*connection, "code 1", "token 2");
            session::keep_code(*connection, ended_.id, ended_.token_hash, "code 2");
        }
    }

    const session::Session ended_ = expired_session(1, now_);
    session::Session open_ = expired_session(2, now_);
    const FindPage find_page_ = session::prune_sessions(kDay, {});
};

TEST_F(SessionPruningOnMysql, ASessionThatEndedLongAgoGoesWithAllThatBelongsToIt) {
    for (Connection* connection : both_) {
        EXPECT_EQ(prune(find_page_, *connection, now_), 0U);
        EXPECT_EQ(prune(find_page_, *connection, later_), 1U);
        EXPECT_EQ(prune(find_page_, *connection, later_), 0U);
        EXPECT_EQ(connection->query("SELECT id FROM sessions"), (Rows{{Value(open_.id.text())}}));
        for (const char* table :
             {"session_holds", "session_payments", "timeout_notices", "timeline"}) {
            EXPECT_EQ(connection->query("SELECT session_id FROM " + std::string(table)),
                      (Rows{{Value(open_.id.text())}}))
                << table;
        }
        EXPECT_EQ(connection->query("SELECT code_hash FROM session_codes"), Rows{});
        EXPECT_EQ(connection->query("SELECT token_hash FROM session_tokens"), Rows{});
    }
}

TEST_F(SessionPruningOnMysql, ASessionThatIsLockedIsNotWaitedFor) {
    const auto other = database_.connect();
    const Value key = ended_.id.text();
    const std::string_view columns[] = {"id"};
    mysql_->never_wait_for_rows();
    {
        Transaction transaction(*other);
        other->lock({"sessions", columns}, "id", std::span(&key, 1));
        EXPECT_THROW(prune(find_page_, *mysql_, later_), Locked);
    }
    EXPECT_EQ(prune(find_page_, *mysql_, later_), 1U);
}

TEST_F(PruningOnMysql, HoldsThatEndedLongAgoAreRemoved) {
    migrate_both(supplier::supplier_migrations());
    using State = supplier::HoldState;
    std::vector<supplier::HoldRow> rows;
    for (const auto state :
         {State::held, State::confirmed, State::refused, State::cancelled, State::expired}) {
        supplier::HoldRow row;
        row.id = {uuid(static_cast<int>(rows.size()))};
        row.session_id = {uuid(300)};
        row.hold.state = state;
        row.version = 1;
        row.deadline = row.created_at = row.updated_at = now_;
        rows.push_back(row);
    }
    const auto find_page = supplier::prune_holds(kDay);
    for (Connection* connection : both_) {
        Transaction transaction(*connection);
        supplier::save_holds(*connection, rows);
        transaction.commit();
        EXPECT_EQ(prune(find_page, *connection, now_), 0U);
        EXPECT_EQ(prune(find_page, *connection, later_), 3U);
        EXPECT_EQ(connection->query("SELECT state FROM holds ORDER BY id"),
                  (Rows{{Value(std::string("held"))}, {Value(std::string("confirmed"))}}));
    }
}

}  // namespace
}  // namespace viaja::test
