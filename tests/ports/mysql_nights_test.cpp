// Rooms by night on MySQL; SQLite's answer is the measure.

#include <gtest/gtest.h>

#include <algorithm>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/store.hpp"
#include "hotel-service/catalogue.hpp"
#include "hotel-service/hotels.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::test {
namespace {

class NightsOnMysql : public testing::Test {
  protected:
    NightsOnMysql() {
        for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
            migrate(*connection, "hotel-service",
                    supplier::with_supplier_migrations(hotel::hotel_migrations()));
            hotel::load_demo(*connection, "data/demo");
        }
    }
    ~NightsOnMysql() override { server_.drop_database(name_); }

    MysqlServer& server_ = MysqlServer::instance();
    SystemClock clock_;
    const std::string name_ = server_.make_database();
    MysqlDatabase database_{server_.settings(name_)};
    SqliteDatabase measure_{SqliteDatabase::Memory{name_}, clock_};
    std::unique_ptr<Connection> mysql_ = database_.connect();
    std::unique_ptr<Connection> sqlite_ = measure_.connect();
};

TEST_F(NightsOnMysql, AreThoseOfSqlite) {
    const supplier::Unit taken{"htl_rec01_std/2026-12-21", 6, 2, 4};
    for (Connection* connection : {mysql_.get(), sqlite_.get()}) {
        Transaction transaction(*connection);
        supplier::save_units(*connection, std::span(&taken, 1), {});
        transaction.commit();
    }
    Question question;
    question.about = NightsQuestion{"REC", *parse_date("2026-12-01"), *parse_date("2026-12-31"), 2};
    const auto now = *parse_rfc3339("2026-11-21T12:00:00Z");
    const auto nights = [&](Connection& connection) {
        return std::get<NightOffers>(hotel::Hotels(false).answer(connection, question, now).offers);
    };
    const auto found = nights(*mysql_);
    EXPECT_EQ(found.lowest.size(), 31U);
    EXPECT_EQ(found, nights(*sqlite_));
    const auto room = std::ranges::find(found.rooms, "htl_rec01_std", &RoomNights::room_type_id);
    ASSERT_NE(room, found.rooms.end());
    EXPECT_EQ(room->nights.size(), 30U) << "one night is sold out";
}

}  // namespace
}  // namespace viaja::test
