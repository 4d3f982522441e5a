// What is refused at the webhook before it is decided, the signature behind that, and the code that
// banks read.

#include <gtest/gtest.h>

#include "common/contract/money.hpp"
#include "payment-service/br_code.hpp"
#include "payment-service/webhook.hpp"
#include "payment-service/webhook_signature.hpp"
#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using namespace std::chrono_literals;

const std::string kSecret = "a secret of both";

class WebhookTest : public testing::Test {
  protected:
    int post(const std::string& body, const std::string& signature) {
        http::Request request;
        request.method = "POST";
        request.target = request.path = "/v1/webhooks/pix";
        request.body = body;
        if (!signature.empty()) request.headers.add("Viaja-Signature", signature);
        int status = 0;
        webhook_.handle(request, [&](const http::Response& response) { status = response.status; });
        world_.run();
        return status;
    }
    int post_signed(const std::string& body) { return post(body, signature_of(body)); }
    std::string signature_of(const std::string& body) {
        return sign(kSecret, body, world_.clock.now());
    }
    std::string body_of(const PaidReceipt& receipt) {
        return webhook_body({world_.session_id, 1}, receipt, "BRL");
    }
    double refused(const std::string& why) {
        const auto metrics = webhook_.metrics();
        for (const auto& sample : metrics.front().samples)
            if (sample.labels.at("why") == why) return sample.value;
        return -1;
    }

    PaymentWorld world_;
    Webhook webhook_{world_.clock, kSecret,
                     [this](Input input) { world_.service->submit(std::move(input)); }};
};

TEST_F(WebhookTest, AGenuineReportIsTakenHoweverOftenItComes) {
    world_.send_pix(Command::charge);
    const auto body = body_of(world_.bank->pay(world_.stem(), 179'990).value());
    EXPECT_EQ(post_signed(body), 204);
    EXPECT_EQ(post_signed(body), 204);
    EXPECT_EQ(world_.answers(), "waiting, paid");
}

TEST_F(WebhookTest, AForgedReportChangesNothing) {
    world_.send_pix(Command::charge);
    const auto body = body_of({"E1", 179'990});
    auto other_body = body;
    other_body.replace(other_body.find("179990"), 6, "179991");
    EXPECT_EQ(post(body, ""), 400);
    EXPECT_EQ(post(body, "t=1,v1=00"), 400);
    EXPECT_EQ(post(body, sign("another secret", body, world_.clock.now())), 400);
    EXPECT_EQ(post(other_body, signature_of(body)), 400);
    EXPECT_EQ(world_.charge()->state, ChargeState::waiting);
    EXPECT_EQ(refused("signature"), 4);
}

TEST_F(WebhookTest, AnOldSignatureIsRefusedAndSoIsOneOfTheFuture) {
    const auto body = body_of({"E1", 1});
    const auto now = world_.clock.now();
    EXPECT_TRUE(is_signed(kSecret, sign(kSecret, body, now - 4min), body, now));
    EXPECT_FALSE(is_signed(kSecret, sign(kSecret, body, now - 6min), body, now));
    EXPECT_FALSE(is_signed(kSecret, sign(kSecret, body, now + 6min), body, now));
}

TEST_F(WebhookTest, OneOfSeveralSignaturesIsEnough) {
    const auto now = world_.clock.now();
    const auto good = sign(kSecret, "{}", now);
    const auto old = sign("the secret before", "{}", now);
    EXPECT_TRUE(is_signed(kSecret, old + good.substr(good.find(',')), "{}", now));
    EXPECT_FALSE(is_signed(kSecret, old, "{}", now));
    const auto captured = sign(kSecret, "{}", now - 1h);
    const auto fresh = good.substr(0, good.find(','));
    EXPECT_FALSE(is_signed(kSecret, captured + "," + fresh, "{}", now)) << "another time behind it";
    EXPECT_FALSE(is_signed(kSecret, fresh + "," + captured, "{}", now)) << "or before it";
    for (const char* header : {"", ",", "t=", "v1=", "t=x,v1=zz", "t=99999999999999999999,v1="})
        EXPECT_FALSE(is_signed(kSecret, header, "{}", now)) << header;
}

TEST_F(WebhookTest, WithoutASecretNothingIsGenuine) {
    Webhook closed(world_.clock, "", [](const Input&) { FAIL() << "it was submitted"; });
    http::Request request;
    request.headers.add("Viaja-Signature", sign("", "{}", world_.clock.now()));
    request.body = "{}";
    int status = 0;
    closed.handle(request, [&](const http::Response& response) { status = response.status; });
    EXPECT_EQ(status, 400);
}

TEST_F(WebhookTest, WhatCannotBeReadIsRefusedAndWhatIsUnknownIsNotFound) {
    for (const char* body :
         {"", "[]", "{}", R"({"type":"pix.received"})",
          R"({"type":"pix.received","charge":"x/1","receipt":"E1","amount":{"amount":1}})"}) {
        EXPECT_EQ(post_signed(body), 400) << body;
    }
    EXPECT_EQ(post_signed(body_of({"E1", 0})), 400);
    EXPECT_EQ(post_signed(body_of({"E1", kAmountMax + 1})), 400) << "no message can say it";
    EXPECT_EQ(post_signed(body_of({"E1", kAmountMax})), 404);
    EXPECT_EQ(post_signed(body_of({"E1", 179'990})), 404);
    EXPECT_EQ(post_signed(R"({"type":"charge.viewed"})"), 204) << "of another kind: not for us";
}

TEST(BrCode, HasTheChecksumOfItsStandard) {
    EXPECT_EQ(crc16("123456789"), 0x29B1);  // the check value of CRC-16/CCITT-FALSE
}

TEST(BrCode, IsReadFieldByField) {
    const auto code = to_text({.location = "pix.viaja.example/v2/1",
                               .centavos = 103'190,
                               .merchant = "VIAJA",
                               .city = "SAO PAULO"});
    std::string tags;
    std::size_t at = 0;
    while (at + 4 <= code.size()) {
        tags += code.substr(at, 2) + " ";
        at += 4 + std::stoul(code.substr(at + 2, 2));
    }
    EXPECT_EQ(tags, "00 01 26 52 53 54 58 59 60 62 63 ");
    EXPECT_EQ(at, code.size());
    EXPECT_NE(code.find("54071031.90"), std::string::npos);
    EXPECT_NE(code.find("br.gov.bcb.pix"), std::string::npos);
}

}  // namespace
}  // namespace viaja::payment
