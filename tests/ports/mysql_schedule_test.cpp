// A carrier's announced schedule and its seats on MySQL; SQLite's answer is the measure.

#include <gtest/gtest.h>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/store.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/schedule_pages.hpp"
#include "flight-service/seats.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::test {
namespace {

class ScheduleOnMysql : public testing::Test {
  protected:
    ScheduleOnMysql() {
        for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
            migrate(*connection, "flight-service",
                    supplier::with_supplier_migrations(flight::flight_migrations()));
            flight::load_demo(*connection, "data/demo", "I0");
        }
    }
    ~ScheduleOnMysql() override { server_.drop_database(name_); }

    MysqlServer& server_ = MysqlServer::instance();
    SystemClock clock_;
    const std::string name_ = server_.make_database();
    MysqlDatabase database_{server_.settings(name_)};
    SqliteDatabase measure_{SqliteDatabase::Memory{name_}, clock_};
    std::unique_ptr<Connection> mysql_ = database_.connect();
    std::unique_ptr<Connection> sqlite_ = measure_.connect();
};

TEST_F(ScheduleOnMysql, IsAnnouncedAsOnSqliteAndSoAreItsSeats) {
    flight::SchedulePages pages("I0");
    flight::SchedulePages measure("I0");
    const auto version = measure.version(*sqlite_);
    EXPECT_EQ(pages.version(*mysql_), version);
    for (const int number : {1, 2}) {
        const ScheduleQuestion question{version.version, number};
        const auto expected = measure.page(*sqlite_, question);
        EXPECT_FALSE(expected.page.flights.empty());
        EXPECT_EQ(pages.page(*mysql_, question).page, expected.page);
    }
    EXPECT_EQ(pages.page(*mysql_, {"another", 1}).problem, "other_version");

    const supplier::Unit taken{"I01370/2026-12-21", 174, 3, 70};
    for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
        Transaction transaction(*connection);
        supplier::save_units(*connection, std::span(&taken, 1), {});
        transaction.commit();
    }
    const std::vector<DatedFlight> flights{{"I01370", *parse_date("2026-12-21")},
                                           {"unknown", *parse_date("2026-12-21")}};
    const auto now = *parse_rfc3339("2026-11-21T12:00:00Z");
    const auto seats = flight::seats_of(*mysql_, "I0", flights, 2, now);
    EXPECT_EQ(seats, flight::seats_of(*sqlite_, "I0", flights, 2, now));
    EXPECT_EQ(seats.at(0).seats_left, 101);

    auto changed = flight::all_flights(*mysql_, "I0").begin()->second.flight;
    ++changed.seats;
    flight::write_flights(*mysql_, std::span(&changed, 1), flight::Source::schedule, {});
    EXPECT_NE(pages.version(*mysql_), version);
}

}  // namespace
}  // namespace viaja::test
