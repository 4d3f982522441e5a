// Until when a supplier guarantees the price of a hold, and what it says a hold would cost now.

#include <gtest/gtest.h>

#include "common/runtime/configuration.hpp"
#include "common/supplier/price_guarantee.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

using namespace std::chrono_literals;

class SupplierPrices : public testing::Test {
  protected:
    void start_with(std::optional<Duration> guarantee) {
        world.price_guarantee = guarantee;
        world.restart();
    }
    /// Of the answer to a new hold, or to one that is repeated.
    std::optional<PriceGuarantee> guarantee_of(int number, const std::string& flight = "XX5") {
        world.messages();
        world.send(world.hold(number, flight));
        world.run();
        return std::get<SupplierReply>(world.messages().at(0)).guarantee;
    }
    ItemPrices prices(std::vector<PricesQuestion::Wanted> items) {
        world.messages();
        world.send(Question{.id = hold_id(9).value,
                            .wait = 1s,
                            .reply_to = "session",
                            .about = PricesQuestion{std::move(items)}});
        world.run();
        const auto answer = std::get<QuestionAnswer>(world.messages().at(0));
        EXPECT_EQ(answer.id, hold_id(9).value);
        EXPECT_EQ(answer.from, "flight.XX");
        EXPECT_EQ(answer.problem, "");
        return std::get<ItemPrices>(answer.offers);
    }

    World world;
};

TEST_F(SupplierPrices, AreGuaranteedUntilTheDeadlineOfTheSession) {
    EXPECT_EQ(guarantee_of(1), PriceGuarantee{world.deadline});
}

TEST_F(SupplierPrices, AreGuaranteedForSoLongAndNotBeyondTheDeadline) {
    start_with(2min);
    const auto held_at = world.clock.now();
    EXPECT_EQ(guarantee_of(1), PriceGuarantee{held_at + 2min});
    start_with(1h);
    EXPECT_EQ(guarantee_of(2), PriceGuarantee{world.deadline});
}

TEST_F(SupplierPrices, AreNotGuaranteedWhereTheTimeIsNone) {
    start_with(0s);
    EXPECT_EQ(guarantee_of(1), PriceGuarantee{});
}

TEST_F(SupplierPrices, AndTheirGuaranteesStayAsTheyWereSaid) {
    start_with(2min);
    const auto held_at = world.clock.now();
    guarantee_of(1);
    start_with(0s);
    guarantee_of(2);
    world.shop.price = 700;
    world.clock.advance(3min);
    start_with(std::nullopt);
    EXPECT_EQ(guarantee_of(1), PriceGuarantee{held_at + 2min});
    EXPECT_EQ(guarantee_of(2), PriceGuarantee{});
    EXPECT_EQ(world.ask(world.hold(1, "XX5")), "held, held@0, 500 BRL XX5");
}

TEST_F(SupplierPrices, OfHoldsFromBeforeGuaranteesStandUntilTheirDeadline) {
    start_with(0s);
    guarantee_of(1);
    world.database.connect()->execute("UPDATE holds SET price_until = NULL");
    EXPECT_EQ(guarantee_of(1), PriceGuarantee{world.deadline});
}

TEST_F(SupplierPrices, AreSaidAsTheyAreNowWhetherOrNotAnyIsLeft) {
    EXPECT_EQ(world.ask(world.hold(1, "XX1")), "held, held@0, 500 BRL XX1");
    world.shop.price = 700;
    const FlightItem last{"XX", "XX1", *parse_date("2026-12-20")};
    const FlightItem unknown{"XX", "XX7", *parse_date("2026-12-20")};
    EXPECT_EQ(
        prices({{last, 1}, {unknown, 1}, {last, 2}}),
        (ItemPrices{{{.price = Money{700}}, {.reason = "unknown_item"}, {.price = Money{1'400}}}}));
    EXPECT_EQ(world.ask(world.hold(1, "XX1")), "held, held@0, 500 BRL XX1");
}

TEST_F(SupplierPrices, OfNowAreTakenByASwapOfTheLastSeatForItself) {
    world.ask(world.hold(1, "XX1"));
    world.shop.price = 700;
    auto again = world.hold(2, "XX1");
    again.replaces = hold_id(1);
    EXPECT_EQ(world.ask(again), "held, held@0, 700 BRL XX1");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 1)), "cancelled, cancelled@0");
    EXPECT_EQ(world.unit(unit_of("XX1")), "1 held, 0 confirmed of 1");
}

TEST(SupplierPriceSetting, IsANumberOfSecondsOrNotSet) {
    const auto read = [](const std::string& value) {
        return price_guarantee_from(
            runtime::Configuration({{"VIAJA_PRICE_GUARANTEE_SECONDS", value}}));
    };
    EXPECT_EQ(price_guarantee_from(runtime::Configuration({})), std::nullopt);
    EXPECT_EQ(read(""), std::nullopt);
    EXPECT_EQ(read("0"), Duration(0));
    EXPECT_EQ(read("90"), Duration(90s));
    EXPECT_THROW(read("-1"), runtime::ConfigurationError);
    EXPECT_THROW(read("604801"), runtime::ConfigurationError);
    EXPECT_THROW(read("soon"), runtime::ConfigurationError);
}

}  // namespace
}  // namespace viaja::supplier
