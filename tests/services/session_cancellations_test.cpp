// Cancelling over HTTP in two calls: the quote, and its confirmation.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "session-service/http/representation.hpp"
#include "tests/core/session_samples.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

const nlohmann::json kPrice = {{"amount", 1000}, {"currency", "BRL"}};

class SessionCancellations : public testing::Test {
  protected:
    void SetUp() override {
        replica_.open_and_hold();
        ASSERT_EQ(replica_.pay("wait=10").status, 200);
    }

    HttpAnswer quote(const std::string& body = "{}") {
        return replica_.as_traveller("POST", replica_.session_path("/cancellations"), body);
    }
    HttpAnswer confirm(const std::string& id, const std::string& key = "") {
        return replica_.as_traveller(
            "POST", replica_.session_path("/cancellations/" + id + "/confirm"), "", "", key);
    }
    std::size_t entries(const std::string& type) {
        const auto timeline = replica_.as_traveller("GET", replica_.session_path("/timeline"));
        const auto& all = timeline.body.at("entries");
        return static_cast<std::size_t>(std::ranges::count_if(
            all, [&](const nlohmann::json& entry) { return entry.at("type") == type; }));
    }

    SharedParts parts_;
    Replica replica_{parts_};
};

TEST_F(SessionCancellations, AQuoteSaysWhatComesBackAndChangesNothing) {
    const auto quoted = quote();
    ASSERT_EQ(quoted.status, 201) << quoted.text;
    EXPECT_EQ(quoted.body["refund"], kPrice);
    ASSERT_EQ(quoted.body["items"].size(), 1U);
    EXPECT_EQ(quoted.body["items"][0]["hold"], replica_.hold());
    EXPECT_EQ(quoted.body["items"][0]["refund"], kPrice);
    EXPECT_EQ(quoted.body["items"][0]["price"], kPrice);
    const auto session = replica_.as_traveller("GET", replica_.session_path()).body;
    EXPECT_EQ(session["state"], "confirmed");
    EXPECT_FALSE(session["payment"].contains("refund"));
}

TEST(CancellationOfATrip, IsQuotedInTheCurrencyOfItsPrices) {
    auto session = held_session(2);
    for (auto& hold : session.holds)
        hold.price.currency = "JPY";
    session.cancellation.emplace().parts = {{session.holds[0].id, 700}, {session.holds[1].id, 300}};
    const auto quote = cancellation_json(session);
    EXPECT_EQ(quote["refund"], nlohmann::json({{"amount", 1000}, {"currency", "JPY"}}));
    EXPECT_EQ(quote["items"][0]["refund"]["currency"], "JPY");
}

TEST_F(SessionCancellations, TheConfirmationRefundsWhatWasQuoted) {
    const auto id = quote().body.value("id", "");
    const auto done = confirm(id, "one");
    ASSERT_EQ(done.status, 200) << done.text;
    EXPECT_EQ(done.body["state"], "cancelled");
    EXPECT_EQ(done.body["payment"]["refund"], kPrice);
    EXPECT_EQ(done.body["holds"][0]["refund"], kPrice);
    EXPECT_EQ(confirm(id, "one").headers.count("Idempotent-Replay"), 1U);
    EXPECT_EQ(confirm(id, "two").body["state"], "cancelled") << "under another key";
    EXPECT_EQ(entries("session.cancelling"), 1U);
}

TEST_F(SessionCancellations, OnlyTheNewestQuoteIsConfirmed) {
    const auto old = quote().body.value("id", "");
    const auto newest = quote().body.value("id", "");
    const auto refused = confirm(old);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "quote_expired");
    EXPECT_EQ(refused.body["side_effects"], "none");
    EXPECT_EQ(confirm("nonsense").code(), "quote_expired");
    EXPECT_EQ(confirm(newest).status, 200);
}

TEST_F(SessionCancellations, HoldsAreNamedByTheirIds) {
    for (const auto* body :
         {R"({"holds":[]})", R"({"holds":"all"})", R"({"holds":[7]})", R"({"holds":["x"]})"}) {
        const auto refused = quote(body);
        EXPECT_EQ(refused.status, 400) << body;
        EXPECT_EQ(refused.code(), "invalid_field") << body;
    }
    EXPECT_EQ(quote(R"({"holds":["0198c0de-0000-7000-8000-00000000000f"]})").status, 404);
    EXPECT_EQ(quote(R"({"holds":[")" + replica_.hold() + R"("]})").status, 201);
}

TEST_F(SessionCancellations, TwentyAtOnceRefundOnce) {
    std::vector<std::thread> travellers;
    std::atomic<int> confirmed = 0;
    for (int i = 0; i < 20; ++i) {
        travellers.emplace_back([&, i] {
            const auto key = "traveller-" + std::to_string(i);
            const auto quoted = replica_.as_traveller(
                "POST", replica_.session_path("/cancellations"), "{}", "", key);
            if (quoted.status != 201) return;
            const auto done = confirm(quoted.body.value("id", ""), key);
            if (done.status == 200 || done.status == 202) ++confirmed;
        });
    }
    for (auto& traveller : travellers)
        traveller.join();
    EXPECT_GE(confirmed, 1);
    EXPECT_TRUE(eventually([&] {
        return replica_.as_traveller("GET", replica_.session_path()).body["state"] == "cancelled";
    }));
    EXPECT_EQ(entries("session.cancelling"), 1U);
    EXPECT_EQ(entries("step.refunded"), 1U);
}

TEST(SessionCancellationsUnpaid, AQuoteOfZeroFreesWhatIsHeld) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    const auto done = replica.cancel_trip();
    EXPECT_EQ(done.status, 200) << done.text;
    EXPECT_EQ(done.body["state"], "cancelled");
    EXPECT_TRUE(done.body["payment"].is_null());
}

}  // namespace
}  // namespace viaja::session
