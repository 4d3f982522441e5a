// A catalogue is changed while a claim of a unit is decided, behind its quote: two transactions, of
// which one changes the capacity of the rows that there are. Where the other makes the unit's, the
// new row has the capacity of before until the next claim, which follows the catalogue: no more is
// sold than there is. A row that is there has the new capacity, and the claim is decided by it.

#include <gtest/gtest.h>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/contract/check.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/batch.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/store.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::test {
namespace {

const std::string kUnit = "XX5/2026-12-20";

/// One flight, whose seats another process changes to `seats_after` behind each quote.
class ChangingCatalogue : public supplier::Inventory {
  public:
    explicit ChangingCatalogue(Database& database) : other_(database.connect()) {}
    int seats_after = 2;

    std::vector<std::variant<supplier::Quote, supplier::NoQuote>> quote(
        Connection&, std::span<const HoldRequest> requests, Instant) override {
        supplier::Quote quote{.claims = {{kUnit, seats_, requests.front().quantity}},
                              .price = {.amount = 500},
                              .description = "XX5"};
        // It is over before this transaction locks the unit's row, or makes it.
        if (seats_ != seats_after) supplier::set_capacity(*other_, "XX5", seats_after);
        seats_ = seats_after;
        return {quote};
    }
    QuestionAnswer answer(Connection&, const Question&, Instant) override { return {}; }

  private:
    const std::unique_ptr<Connection> other_;
    int seats_ = 5;
};

class CapacityOnMysql : public testing::Test {
  protected:
    CapacityOnMysql() { migrate(*connection_, "supplier", supplier::supplier_migrations()); }
    ~CapacityOnMysql() override { server_.drop_database(name_); }

    /// Its answer, decided in a transaction of its own.
    std::string hold(int number, int quantity) {
        SupplierCommand command;
        command.command = Command::hold;
        command.session_id = *SessionId::parse("01980000-0000-7000-8000-000000000001");
        command.hold =
            *HoldId::parse("01980000-0000-7000-8000-10000000000" + std::to_string(number));
        command.deadline = connection_->now() + std::chrono::minutes(10);
        command.request = HoldRequest{.item = FlightItem{"XX", "XX5", *parse_date("2026-12-20")},
                                      .quantity = quantity,
                                      .travellers = {"Ana Souza"}};
        command.reply_to = "session";
        const auto input = supplier::read(Message(command)).value();
        const Input* const inputs[] = {&input};
        supplier::SupplierBatch batch(catalogue_, "flight.XX", std::nullopt,
                                      [](const supplier::SupplierBatch::Done&) {});
        Transaction transaction(*connection_);
        batch.load(*connection_, inputs);
        const auto now = connection_->now();
        batch.decide(input, now);
        batch.save(*connection_, now);
        transaction.commit();
        const auto effects = batch.effects();
        const auto& reply = std::get<SupplierReply>(effects.messages.at(0).message);
        return std::string(name_of(reply.answer)) + " " + reply.reason;
    }
    supplier::Unit unit() { return supplier::find_units(*connection_, kUnit, "", 1).at(0); }

    MysqlServer& server_ = MysqlServer::instance();
    const std::string name_ = server_.make_database();
    MysqlDatabase database_{server_.settings(name_)};
    const std::unique_ptr<Connection> connection_ = database_.connect();
    ChangingCatalogue catalogue_{database_};
};

TEST_F(CapacityOnMysql, ThatChangedDuringTheFirstClaimBindsTheNextOne) {
    EXPECT_EQ(hold(1, 1), "held ");
    EXPECT_EQ(unit(), (supplier::Unit{kUnit, 5, 1, 0})) << "as if claimed before the change";
    EXPECT_EQ(hold(2, 2), "refused sold_out") << "one is left of the two that there are now";
    EXPECT_EQ(unit(), (supplier::Unit{kUnit, 2, 1, 0}));
    EXPECT_EQ(hold(3, 1), "held ");
    EXPECT_EQ(hold(4, 1), "refused sold_out");
}

TEST_F(CapacityOnMysql, ThatChangedBehindTheQuoteIsNotTakenBack) {
    catalogue_.seats_after = 5;
    EXPECT_EQ(hold(1, 1), "held ");
    catalogue_.seats_after = 2;
    EXPECT_EQ(hold(2, 2), "refused sold_out") << "by the seats that there are by now";
    EXPECT_EQ(hold(3, 1), "held ");
    EXPECT_EQ(unit(), (supplier::Unit{kUnit, 2, 2, 0}));
    catalogue_.seats_after = 3;
    EXPECT_EQ(hold(4, 1), "held ") << "one seat more";
    EXPECT_EQ(unit(), (supplier::Unit{kUnit, 3, 3, 0}));
    catalogue_.seats_after = 1;
    EXPECT_EQ(hold(5, 1), "refused sold_out");
    EXPECT_EQ(unit(), (supplier::Unit{kUnit, 1, 3, 0}));
}

}  // namespace
}  // namespace viaja::test
