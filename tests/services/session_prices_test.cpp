// Paying over HTTP for what is held at a price that is no longer guaranteed: suppliers are asked,
// and what is charged is the price that was shown.

#include <gtest/gtest.h>

#include <atomic>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

class Prices : public testing::Test {
  protected:
    /// What every supplier says each item costs now; nullopt: it is not sold any more.
    void answer_with(std::optional<std::int64_t> amount) {
        parts.partner.on_question = [this, amount](const Question& question) {
            QuestionAnswer answer;
            answer.id = question.id;
            const auto& about = std::get<PricesQuestion>(question.about);
            answer.from = address_of(about.items.at(0).item);
            ItemPrices prices;
            for (const auto& [item, quantity] : about.items) {
                if (amount) prices.items.push_back({.price = Money{*amount * quantity}});
                if (!amount) prices.items.push_back({.reason = "unknown_item"});
            }
            answer.offers = std::move(prices);
            ++asked;
            return answer;
        };
    }
    void open_and_hold(std::optional<PriceGuarantee> guarantee) {
        parts.partner.hold_at(1'000, guarantee);
        replica.open_and_hold();
    }
    HttpAnswer pay(std::int64_t amount, const std::string& key, const std::string& more = "") {
        const json body = {{"method", more.empty() ? "card" : more},
                           {"amount", {{"amount", amount}, {"currency", "BRL"}}}};
        auto with_token = body;
        if (more.empty()) with_token["token"] = "tok_ok";
        return replica.as_traveller("POST", replica.session_path("/payments"), with_token.dump(),
                                    "wait=10", key);
    }
    json session() { return replica.as_traveller("GET", replica.session_path()).body; }

    SharedParts parts;
    std::atomic<int> asked = 0;
    Replica replica{parts, {.search_time = std::chrono::milliseconds(300)}};
};

const PriceGuarantee kNone{};

TEST_F(Prices, AreShownWithTheEndOfTheirGuarantee) {
    const auto until = parts.clock.now() + std::chrono::minutes(2);
    open_and_hold(PriceGuarantee{until});
    EXPECT_EQ(session()["holds"][0]["price_guarantee_expires_at"], rfc3339(until));
    open_and_hold(kNone);
    EXPECT_EQ(session()["holds"][0]["price_guarantee_expires_at"], nullptr);
    open_and_hold(std::nullopt);
    EXPECT_EQ(session()["holds"][0]["price_guarantee_expires_at"],
              session()["timeout"]["expires_at"]);
}

TEST_F(Prices, ThatAreGuaranteedArePaidWithoutAsking) {
    open_and_hold(PriceGuarantee{parts.clock.now() + std::chrono::minutes(2)});
    EXPECT_EQ(pay(1'000, "k").status, 200);
}

TEST_F(Prices, ThatAreStillTheSameArePaid) {
    answer_with(1'000);
    open_and_hold(kNone);
    const auto paid = pay(1'000, "k");
    EXPECT_EQ(paid.status, 200) << paid.text;
    EXPECT_EQ(paid.body["payment"]["amount"]["amount"], 1'000);
    EXPECT_EQ(asked, 1);
}

TEST_F(Prices, ThatHaveChangedAreRefusedWithBothAndNothingIsCharged) {
    answer_with(1'250);
    open_and_hold(kNone);
    for (const auto* method : {"", "pix"}) {
        const auto refused = pay(1'000, std::string("k") + method, method);
        EXPECT_EQ(refused.status, 409);
        EXPECT_EQ(refused.code(), "price_changed");
        EXPECT_EQ(refused.body["side_effects"], "none");
        EXPECT_EQ(refused.body["session_state"], "open");
        EXPECT_EQ(refused.body["prices"],
                  (json{{{"hold", replica.hold()},
                         {"price", {{"amount", 1'000}, {"currency", "BRL"}}},
                         {"current_price", {{"amount", 1'250}, {"currency", "BRL"}}}}}));
        EXPECT_EQ(refused.body["total"]["amount"], 1'000);
        EXPECT_EQ(refused.body["current_total"]["amount"], 1'250);
        EXPECT_EQ(session()["payment"], nullptr);
    }
}

TEST_F(Prices, ThatHaveChangedAreTakenByASwapForTheSameAndThenPaid) {
    answer_with(1'250);
    open_and_hold(kNone);
    ASSERT_EQ(pay(1'000, "k1").code(), "price_changed");
    parts.partner.hold_at(1'250, kNone);
    const auto hold = session()["holds"][0];
    json same = {{"type", hold["type"]},
                 {"carrier", hold["carrier"]},
                 {"flight", hold["flight"]},
                 {"date", hold["date"]},
                 {"fare", hold["fare"]},
                 {"quantity", hold["quantity"]},
                 {"travellers", hold["travellers"]}};
    const auto swapped = replica.as_traveller(
        "PUT", replica.session_path("/holds/" + replica.hold()), same.dump(), "wait=10", "swap");
    ASSERT_EQ(swapped.status, 201) << swapped.text;
    EXPECT_EQ(pay(1'000, "k2").code(), "amount_mismatch");
    const auto paid = pay(1'250, "k3");
    EXPECT_EQ(paid.status, 200) << paid.text;
    EXPECT_EQ(paid.body["payment"]["amount"]["amount"], 1'250);
}

TEST_F(Prices, ThatComeBackArePaidUnderTheSameKey) {
    answer_with(1'250);
    open_and_hold(kNone);
    ASSERT_EQ(pay(1'000, "k").code(), "price_changed");
    answer_with(1'000);
    EXPECT_EQ(pay(1'000, "k").status, 200);
}

TEST_F(Prices, OfAnAcceptedPaymentAreNotLookedAtAgain) {
    answer_with(1'000);
    open_and_hold(kNone);
    ASSERT_EQ(pay(1'000, "k").status, 200);
    answer_with(1'250);
    const auto repeated = pay(1'000, "k");
    EXPECT_EQ(repeated.status, 200);
    EXPECT_EQ(repeated.headers.at("Idempotent-Replay"), "true");
    EXPECT_EQ(asked, 1);
}

TEST_F(Prices, OfWhatIsNotSoldAnyMoreAreNull) {
    answer_with(std::nullopt);
    open_and_hold(kNone);
    const auto refused = pay(1'000, "k");
    EXPECT_EQ(refused.code(), "price_changed");
    EXPECT_EQ(refused.body["prices"][0]["current_price"], nullptr);
    EXPECT_EQ(refused.body["current_total"], nullptr);
}

TEST_F(Prices, ThatNoSupplierSaysAreNotPaid) {
    open_and_hold(kNone);
    const auto before = session();
    const auto refused = pay(1'000, "k");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.code(), "supplier_unavailable");
    EXPECT_EQ(refused.headers.at("Retry-After"), "5");
    EXPECT_EQ(refused.body["side_effects"], "none");
    EXPECT_EQ(session()["version"], before["version"]);
    answer_with(1'000);
    EXPECT_EQ(pay(1'000, "k").status, 200);
}

TEST_F(Prices, ThatASupplierCannotSayAreNotPaid) {
    parts.partner.on_question = [](const Question& question) {
        QuestionAnswer answer;
        answer.id = question.id;
        answer.from = "flight.I0";
        answer.problem = "unknown_question";
        answer.offers = ItemPrices{};
        return answer;
    };
    open_and_hold(kNone);
    EXPECT_EQ(pay(1'000, "k").code(), "supplier_unavailable");
}

TEST_F(Prices, OfAFewAreAskedForOfThoseWithoutAGuaranteeAlone) {
    answer_with(1'000);
    parts.partner.hold_at(1'000, std::nullopt);
    replica.open_and_hold();
    parts.partner.hold_at(1'000, kNone);
    ASSERT_EQ(replica
                  .as_traveller("POST", replica.session_path("/holds"),
                                json{{"type", "room"},
                                     {"room_type_id", "htl_rec01_std"},
                                     {"check_in", day_in(30)},
                                     {"check_out", day_in(31)},
                                     {"quantity", 1},
                                     {"travellers", {{{"name", "Ana Souza"}}}}}
                                    .dump(),
                                "wait=10", "room")
                  .status,
              201);
    EXPECT_EQ(pay(2'000, "k").status, 200);
    EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace viaja::session
