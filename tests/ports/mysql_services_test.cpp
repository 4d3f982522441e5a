// The schema of every service on MySQL, and what its store reads back of what it wrote. Where there
// is much to compare, SQLite's answer is the measure: one dialect for both.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/store.hpp"
#include "event-service/catalogue.hpp"
#include "flight-service/catalogue.hpp"
#include "hotel-service/catalogue.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/store.hpp"
#include "payment-service/test_gateway.hpp"
#include "session-service/store/access.hpp"
#include "session-service/store/store.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::test {
namespace {

const std::filesystem::path kCatalogue = "data/demo";
const std::string kAnyText = "São Paulo → Ñuñoa 👩‍👩‍👧 'x' \\ \" ";

Uuid uuid(int number) {
    const std::string digits = std::to_string(1'000 + number);
    return *Uuid::parse("01980000-0000-7000-8000-00000000" + digits);
}
SessionId session_of(int number) {
    return {uuid(number)};
}
HoldId hold_of(int number) {
    return {uuid(100 + number)};
}

class ServicesOnMysql : public testing::Test {
  protected:
    ~ServicesOnMysql() override { server_.drop_database(name_); }

    /// The same steps on both, each applied once however often they are asked for.
    void migrate_both(std::span<const Migration> all) {
        for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
            migrate(*connection, "service", all);
            migrate(*connection, "service", all);
        }
    }
    void expect_same(const std::string& sql) {
        const Rows expected = sqlite_->query(sql);
        EXPECT_FALSE(expected.empty()) << sql;
        EXPECT_TRUE(mysql_->query(sql) == expected) << sql;
    }

    MysqlServer& server_ = MysqlServer::instance();
    SystemClock clock_;
    const std::string name_ = server_.make_database();
    MysqlDatabase database_{server_.settings(name_)};
    SqliteDatabase measure_{SqliteDatabase::Memory{name_}, clock_};
    std::unique_ptr<Connection> mysql_ = database_.connect();
    std::unique_ptr<Connection> sqlite_ = measure_.connect();
    const Instant now_ = mysql_->now();
};

TEST_F(ServicesOnMysql, AFlightCarrierLoadsItsCatalogue) {
    migrate_both(supplier::with_supplier_migrations(flight::flight_migrations()));
    for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
        EXPECT_GT(flight::load_demo(*connection, kCatalogue, "I0").flights.added, 0U);
        EXPECT_TRUE(flight::load_demo(*connection, kCatalogue, "I0").already_loaded);
    }
    expect_same(
        "SELECT number, origin, destination, days, equipment, price FROM flights "
        "ORDER BY number");
    expect_same("SELECT iata, name, city, latitude, zone FROM airports ORDER BY iata");
    expect_same("SELECT name, fingerprint FROM catalogue_loads ORDER BY name");
    const auto all = flight::all_flights(*sqlite_, "I0");
    const flight::Flight& one = all.begin()->second.flight;
    const Date day = *parse_date("2026-12-21");
    EXPECT_EQ(flight::flights_between(*mysql_, "I0", one.origin, one.destination, day),
              flight::flights_between(*sqlite_, "I0", one.origin, one.destination, day));
    const std::vector<std::string> numbers{one.number, "unknown"};
    EXPECT_EQ(flight::find_flights(*mysql_, "I0", numbers).at(one.number), one);
    expect_same("SELECT carrier, revision FROM schedule_revisions");
}

TEST_F(ServicesOnMysql, HotelsLoadTheirCatalogue) {
    migrate_both(supplier::with_supplier_migrations(hotel::hotel_migrations()));
    for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
        EXPECT_GT(hotel::load_demo(*connection, kCatalogue).hotels.added, 0U);
        EXPECT_TRUE(hotel::load_demo(*connection, kCatalogue).already_loaded);
    }
    expect_same("SELECT id, name, city, country, airport, stars FROM hotels ORDER BY id");
    expect_same("SELECT id, hotel, name, guests_max, rooms, rate FROM room_types ORDER BY id");
    const auto near = hotel::room_types_near(*mysql_, "REC", 2, {}, 5);
    const auto expected = hotel::room_types_near(*sqlite_, "REC", 2, {}, 5);
    ASSERT_EQ(near.size(), expected.size());
    ASSERT_FALSE(near.empty());
    for (std::size_t i = 0; i < near.size(); ++i)
        EXPECT_EQ(near[i].id, expected[i].id);
    const auto third = hotel::place_of(*mysql_, near.at(2).id);
    ASSERT_TRUE(third.has_value());
    EXPECT_EQ(hotel::room_types_near(*mysql_, "REC", 2, *third, 1).at(0).id, near.at(3).id);
    const std::vector<std::string> ids{near[0].id};
    EXPECT_EQ(hotel::find_room_types(*mysql_, ids).at(near[0].id).rate, expected[0].rate);
}

TEST_F(ServicesOnMysql, EventsLoadTheirCatalogue) {
    migrate_both(supplier::with_supplier_migrations(event::event_migrations()));
    for (Connection* connection : {mysql_.get(), sqlite_.get()})
        EXPECT_EQ(event::load_demo(*connection, kCatalogue).sections.added, 72U);
    expect_same(
        "SELECT id, name, name_pt, kind, airport, starts, capacity FROM sections ORDER BY id");
    const EventQuestion question{{"FOR", "MAO"}, utc_date(now_), plus_days(utc_date(now_), 30)};
    const auto ids = [&](Connection& connection, const TicketPlace& after) {
        std::vector<std::string> found;
        for (const auto& section : event::sections_near(connection, question, after, 4))
            found.push_back(event::id_of(section.item));
        return found;
    };
    const auto first = ids(*mysql_, {});
    ASSERT_EQ(first, ids(*sqlite_, {}));
    const auto last = event::find_sections(*mysql_, std::span(first).last(1)).at(first.back());
    EXPECT_EQ(ids(*mysql_, {last.starts, last.item}).size(), 2U);
}

TEST_F(ServicesOnMysql, ASupplierKeepsItsHoldsAndUnits) {
    migrate_both(supplier::supplier_migrations());
    supplier::HoldRow row;
    row.id = hold_of(1);
    row.session_id = session_of(1);
    row.hold = {.state = supplier::HoldState::held, .attempt = 2, .reason = "sold_out"};
    row.claims = {{.unit = "I01370/2026-12-20", .capacity = 0, .quantity = 2}};
    row.quantity = 2;
    row.price = {179'990, "BRL"};
    row.description = kAnyText;
    row.deadline = now_ + std::chrono::minutes(10);
    row.version = 1;
    row.created_at = row.updated_at = now_;
    row.sale_ends = row.deadline;
    row.lent_to = hold_of(2);
    supplier::HoldRow second = row;
    second.lent_to = std::nullopt;
    second.borrows_from = hold_of(1);
    second.borrowed = row.claims;
    second.id = hold_of(2);
    second.item = HeldRoom{RoomItem{"r", *parse_date("2026-12-20"), *parse_date("2026-12-23")}, "h",
                           kAnyText, kAnyText};
    const std::vector<supplier::HoldRow> rows{row, second};
    const std::vector<supplier::Unit> units{{"a/2026-12-20", 9, 1, 0}, {"b/2026-12-20", 9, 0, 2}};

    Transaction transaction(*mysql_);
    supplier::save_holds(*mysql_, rows);
    supplier::save_units(*mysql_, units, {});
    auto changed = supplier::lock_units(*mysql_, {"a/2026-12-20", "b/2026-12-20", "c"});
    EXPECT_EQ(changed.size(), 2U);
    changed.at("a/2026-12-20").held = 5;
    const std::vector<supplier::Unit> again{changed.at("a/2026-12-20")};
    supplier::save_units(*mysql_, {}, again);
    const auto holds = supplier::lock_holds(*mysql_, {row.id, second.id, hold_of(3)});
    EXPECT_EQ(holds, (std::map<HoldId, supplier::HoldRow>{{row.id, row}, {second.id, second}}));
    transaction.commit();
    EXPECT_EQ(supplier::held_by_session(*mysql_, {session_of(1)}).at(session_of(1)).size(), 2U);
    const std::vector<std::string> ids{"a/2026-12-20", "b/2026-12-20", "c"};
    EXPECT_EQ(supplier::taken(*mysql_, ids),
              (std::map<std::string, int>{{"a/2026-12-20", 5}, {"b/2026-12-20", 2}}));

    supplier::set_capacity(*mysql_, "a", 3);
    const auto found = supplier::find_units(*mysql_, "a", "", 9);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].oversold(), 2);
    EXPECT_TRUE(supplier::is_taken_from(*mysql_, "a", *parse_date("2026-12-20")));
    EXPECT_FALSE(supplier::is_taken_from(*mysql_, "a", *parse_date("2026-12-21")));
    EXPECT_FALSE(supplier::is_taken_from(*mysql_, "c", *parse_date("2026-12-20")));
}

TEST_F(ServicesOnMysql, PaymentsAndTheirOpenCallsAreKept) {
    migrate_both(payment::payment_migrations());
    payment::PaymentRow row;
    row.payment.id = {session_of(1), 2};
    row.payment.state = payment::State::capturing;
    row.payment.amount = {103'190, "BRL"};
    row.payment.method = "card";
    row.payment.token = std::string(255, 't');
    row.payment.reason = kAnyText;
    row.payment.next_attempt_at = now_;
    row.version = 1;
    row.created_at = row.updated_at = now_;
    Transaction transaction(*mysql_);
    payment::save_payments(*mysql_, std::span(&row, 1));
    row.version = 2;
    row.payment.tries = 3;
    payment::save_payments(*mysql_, std::span(&row, 1));
    const auto found = payment::lock_payments(*mysql_, {session_of(1), session_of(2)});
    transaction.commit();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.begin()->second.payment, row.payment);
    EXPECT_EQ(found.begin()->second.version, 2);
    const auto calls = payment::next_calls(*mysql_, 10);
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].at, now_);
}

TEST_F(ServicesOnMysql, TheTestGatewayKeepsItsBook) {
    migrate_both(payment::gateway_migrations());
    payment::TestGateway gateway(database_, true, [](Duration, const auto&) {});
    payment::GatewayCall call{.payment = {session_of(1), 1},
                              .operation = payment::Operation::authorize,
                              .amount = {103'190, "BRL"},
                              .token = "tok_ok"};
    int answers = 0;
    const auto count = [&](const auto&, const payment::GatewayOutcome& outcome) {
        if (outcome == payment::GatewayOutcome::ok()) ++answers;
    };
    gateway.perform({call}, count);
    call.operation = payment::Operation::capture;
    gateway.perform({call, call}, count);
    EXPECT_EQ(answers, 3);
    payment::Ledger ledger(*mysql_);
    EXPECT_EQ(ledger.balance(call.stem()).paid(), 103'190);
    const auto executions = ledger.after("", 10);
    ASSERT_EQ(executions.size(), 2U);
    EXPECT_LT(executions[0].key, executions[1].key);
}

session::Session full_session(Instant now) {
    session::Session session;
    session.id = session_of(1);
    session.token_hash = std::string(64, 'f');
    session.state = session::SessionState::paying;
    session.timeout = {session::TimeoutState::paused, now + std::chrono::minutes(10), now, now};
    session.attempt = 2;
    session::Hold hold;
    hold.id = hold_of(1);
    hold.position = 1;
    hold.request = {.item = FlightItem{"I0", "I01370", *parse_date("2026-12-20")},
                    .quantity = 1,
                    .travellers = {kAnyText}};
    hold.state = session::HoldState::held;
    hold.price = {103'190, "BRL"};
    hold.description = kAnyText;
    // The longest that a supplier's reply may hold (common/contract/json_reader.hpp).
    hold.reason = std::string(255, 'r');
    hold.reference = std::string(255, 'R');
    hold.retry = {.tries = 2, .next_attempt_at = now, .since = now, .last_error = "refused"};
    session::Hold room = hold;
    room.id = hold_of(2);
    room.position = 2;
    room.replaces = hold.id;
    room.request.item =
        RoomItem{"htl_rec01_std", *parse_date("2026-12-20"), *parse_date("2026-12-23")};
    room.item =
        HeldRoom{std::get<RoomItem>(room.request.item), "htl_rec01", kAnyText, kAnyText, now};
    room.retry = {};
    session.holds = {hold, room};
    session::Payment payment;
    payment.attempt = 1;
    payment.state = session::PaymentState::declined;
    payment.amount = {1, "BRL"};
    payment.method = "card";
    payment.token = "tok_do_not_honor";
    payment.failure = session::Code::payment_declined;
    payment.failure_reason = "do_not_honor";
    session.payments.push_back(payment);
    payment.attempt = 2;
    payment.state = session::PaymentState::authorizing;
    payment.failure = session::Code::accepted;
    payment.failure_reason = "";
    session.payments.push_back(payment);
    session.subscriptions = {{.id = uuid(200),
                              .notify = "flight.I0",
                              .state = session::SubscriptionState::scheduled,
                              .retry = {}}};
    session.saga = session::Saga{.table = "card/1",
                                 .pending = Command::confirm,
                                 .hold = hold.id,
                                 .deadline = now + std::chrono::seconds(15),
                                 .retry = {.tries = 1, .next_attempt_at = now, .since = now}};
    session.timeline_length = 2;
    session.version = 7;
    session.created_at = now;
    return session;
}

TEST_F(ServicesOnMysql, ASessionComesBackWithAllThatBelongsToIt) {
    migrate_both(session::session_migrations());
    const session::Session session = full_session(now_);
    const session::Change opened{nullptr, &session};
    session::Session later = session;
    later.holds[0].state = session::HoldState::lost;
    later.saga.reset();
    later.version = 8;
    const session::Change changed{&session, &later};
    const std::vector<SessionId> ids{session.id, session_of(2)};
    for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
        {
            Transaction transaction(*connection);
            session::save_sessions(*connection, std::span(&opened, 1), now_, {});
            const auto locked = session::lock_sessions(*connection, ids);
            EXPECT_EQ(session::read_locked(*connection, locked, {session.id}).sessions,
                      (session::SessionsById{{session.id, session}}));
            transaction.commit();
        }
        Transaction transaction(*connection);
        session::save_sessions(*connection, std::span(&changed, 1), now_, {});
        transaction.commit();
        EXPECT_EQ(session::find_sessions(*connection, ids),
                  (session::SessionsById{{session.id, later}}));
    }
    EXPECT_EQ(session::find_due_sessions(*mysql_, now_, 10).ids,
              session::find_due_sessions(*sqlite_, now_, 10).ids);
}

TEST_F(ServicesOnMysql, TheTimelineAndTheKeptAnswersOfASessionAreKept) {
    migrate_both(session::session_migrations());
    std::vector<session::SessionEntry> entries;
    for (int i = 1; i <= 30; ++i) {
        entries.push_back({session_of(1),
                           {.sequence = i,
                            .at = now_,
                            .type = "hold.held",
                            .hold = hold_of(1),
                            .attempt = 0,
                            .detail = kAnyText}});
    }
    const session::KeptAnswer answer{.session_id = session_of(1),
                                     .route = "holds/" + hold_of(1).text(),
                                     .key = std::string(255, 'K'),
                                     .request_hash = std::string(64, 'h'),
                                     .code = session::Code::accepted,
                                     .detail = kAnyText,
                                     .resource = hold_of(1).text()};
    Transaction transaction(*mysql_);
    session::append_timeline(*mysql_, entries);
    session::insert_kept_answers(*mysql_, std::span(&answer, 1), now_);
    transaction.commit();
    const auto part = session::read_timeline(*mysql_, session_of(1), 10, 5);
    ASSERT_EQ(part.size(), 5U);
    EXPECT_EQ(part[0], entries[10].entry);
    Transaction reading(*mysql_);
    const auto kept = session::lock_sessions(*mysql_, {}, {{}, {session_of(1)}}).kept_answers;
    ASSERT_EQ(kept.answers.size(), 1U);
    EXPECT_EQ(kept.answers[0].key, answer.key);
    EXPECT_EQ(kept.answers[0].detail, answer.detail);
}

TEST_F(ServicesOnMysql, CodesAndFurtherTokensOfASessionAreKept) {
    migrate_both(session::session_migrations());
    const session::Session session = full_session(now_);
    const session::Change opened{nullptr, &session};
    for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
        Transaction transaction(*connection);
        session::save_sessions(*connection, std::span(&opened, 1), now_, {});
        transaction.commit();
        const auto kept = session::keep_code(*connection, session.id, session.token_hash, "code");
        EXPECT_EQ(kept.outcome, session::CodeOutcome::kept);
        EXPECT_GE(kept.expires_at, now_ + session::kCodeLife - std::chrono::seconds(60));
        EXPECT_EQ(session::keep_code(*connection, session.id, "another", "code 2").outcome,
                  session::CodeOutcome::unknown_session);
        EXPECT_EQ(session::redeem_code(*connection, "code 2", "token 2"), std::nullopt);
        EXPECT_EQ(session::redeem_code(*connection, "code", "token 2"), session.id);
        EXPECT_EQ(session::redeem_code(*connection, "code", "token 3"), std::nullopt);
        const std::vector<SessionId> ids{session.id, session_of(2)};
        EXPECT_EQ(session::find_further_tokens(*connection, ids),
                  (std::set<session::SessionToken>{{session.id, "token 2"}}));
        session::keep_code(*connection, session.id, "token 2", "code 4");
        connection->execute("UPDATE session_codes SET expires_at = 1");
        EXPECT_EQ(session::redeem_code(*connection, "code 4", "token 4"), std::nullopt);
        session::keep_code(*connection, session.id, "token 2", "code 5");
        EXPECT_EQ(connection->query("SELECT code_hash FROM session_codes"),
                  (Rows{{Value(std::string("code 5"))}}));
    }
}

TEST_F(ServicesOnMysql, OfManyAtOnceOneRedeemsACode) {
    migrate_both(session::session_migrations());
    const session::Session session = full_session(now_);
    const session::Change opened{nullptr, &session};
    Transaction transaction(*mysql_);
    session::save_sessions(*mysql_, std::span(&opened, 1), now_, {});
    transaction.commit();
    session::keep_code(*mysql_, session.id, session.token_hash, "code");
    std::atomic<int> redeemed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&, i] {
            const auto connection = database_.connect();
            if (session::redeem_code(*connection, "code", "token " + std::to_string(i))) ++redeemed;
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(redeemed, 1);
}

}  // namespace

}  // namespace viaja::test
