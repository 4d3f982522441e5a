// What the adapter for Stripe keeps, on MySQL: of several adapters at once one is first at a row,
// and all of them go by what is there.

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <set>
#include <string>
#include <vector>

#include "common/migrations/migrations.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/stripe/stripe_store.hpp"
#include "payment-service/test_gateway.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::payment {
namespace {

constexpr int kAdapters = 6;
constexpr Duration kNoPause{0};

class StripeStoreOnMysql : public testing::Test {
  protected:
    StripeStoreOnMysql() { migrate(*connection_, "gateway", gateway_migrations()); }
    ~StripeStoreOnMysql() override { server_.drop_database(name_); }

    /// What each of several adapters, on connections of their own, got at once.
    template <class Result>
    std::vector<Result> at_once(const std::function<Result(StripeStore&, int)>& work) {
        std::vector<std::future<Result>> under_way;
        for (int i = 0; i < kAdapters; ++i) {
            under_way.push_back(std::async(std::launch::async, [&, i] {
                const auto connection = database_.connect();
                StripeStore store(*connection);
                return work(store, i);
            }));
        }
        std::vector<Result> results;
        for (auto& one : under_way)
            results.push_back(one.get());
        return results;
    }

    test::MysqlServer& server_ = test::MysqlServer::instance();
    const std::string name_ = server_.make_database();
    MysqlDatabase database_{server_.settings(name_)};
    const std::unique_ptr<Connection> connection_ = database_.connect();
    StripeStore store_{*connection_};
    const GatewayCall call_{
        .payment = {*SessionId::parse("01980000-0000-7000-8000-000000000001"), 1},
        .operation = Operation::authorize,
        .amount = {103'190, "BRL"},
        .token = "tok_ok"};
};

TEST_F(StripeStoreOnMysql, OneIntentIsClaimedAndAllGoByIt) {
    for (int round = 0; round < 10; ++round) {
        const auto stem = "stem/" + std::to_string(round);
        const auto claimed = at_once<std::string>([&](StripeStore& store, int i) {
            return store.claim(stem, i == 0 ? "" : "pi_" + std::to_string(i));
        });
        EXPECT_EQ(std::set(claimed.begin(), claimed.end()).size(), 1U);
        EXPECT_EQ(store_.intent(stem), claimed.front());
    }
}

TEST_F(StripeStoreOnMysql, TheFirstAnswerStays) {
    EXPECT_EQ(store_.answer(call_), std::nullopt);
    const auto kept = at_once<std::string>([&](StripeStore& store, int i) {
        return store.keep(call_, GatewayOutcome::no("reason_" + std::to_string(i))).reason;
    });
    EXPECT_EQ(std::set(kept.begin(), kept.end()).size(), 1U);
    EXPECT_EQ(store_.answer(call_), GatewayOutcome::no(kept.front()));
    EXPECT_EQ(store_.keep(call_, GatewayOutcome::ok()), GatewayOutcome::no(kept.front()));
}

TEST_F(StripeStoreOnMysql, ANoToAnUndoStaysUntilItsYesWhichStays) {
    auto undo = call_;
    undo.operation = Operation::refund;
    EXPECT_EQ(store_.keep(undo, GatewayOutcome::no("refund_failed")).reason, "refund_failed");
    EXPECT_EQ(store_.answer(undo), std::nullopt);
    at_once<bool>([&](StripeStore& store, int i) {
        store.keep(undo, i == 0 ? GatewayOutcome::ok() : GatewayOutcome::no("not_captured"));
        return true;
    });
    EXPECT_EQ(store_.answer(undo), GatewayOutcome::ok());
    EXPECT_EQ(store_.keep(undo, GatewayOutcome::no("not_captured")), GatewayOutcome::ok());
}

TEST_F(StripeStoreOnMysql, AFailureRaisesTheGenerationOnce) {
    EXPECT_EQ(store_.generation("key", kNoPause), 0);
    at_once<bool>([](StripeStore& store, int) {
        store.failed("key", 0);
        return true;
    });
    EXPECT_EQ(store_.generation("key", std::chrono::hours(1)), 0);
    const auto next = at_once<std::int64_t>(
        [](StripeStore& store, int) { return store.generation("key", kNoPause); });
    EXPECT_EQ(next, std::vector<std::int64_t>(kAdapters, 1));
    store_.failed("key", 0);
    EXPECT_EQ(store_.generation("key", kNoPause), 1) << "that was the one before";
}

}  // namespace
}  // namespace viaja::payment
