// Events of Stripe at the webhook: what is refused there, and what an event leads to on a payment
// whose gateway is the only one that decides. The events have the members that Stripe's public
// documentation shows.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "common/text/json_text.hpp"
#include "payment-service/stripe_webhook.hpp"
#include "payment-service/webhook_signature.hpp"
#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const std::string kEndpointSecret = "whsec_the_endpoints_own";
constexpr std::string_view kPayment = "01980000-0000-7000-8000-000000000001/1";

json intent_object(const std::string& status) {
    return {{"id", "pi_3MtwBwLkdIwHu7ix28a3tqPa"},
            {"object", "payment_intent"},
            {"amount", 179'990},
            {"amount_capturable", status == "requires_capture" ? 179'990 : 0},
            {"amount_received", status == "succeeded" ? 179'990 : 0},
            {"capture_method", "manual"},
            {"currency", "brl"},
            {"last_payment_error", nullptr},
            {"latest_charge", "ch_3MtwBwLkdIwHu7ix28a3tqPa"},
            {"livemode", false},
            {"metadata", {{"viaja_payment", kPayment}}},
            {"status", status}};
}

json refund_object(const std::string& status) {
    return {{"id", "re_1Nispe2eZvKYlo2Cd31jOCgZ"},
            {"object", "refund"},
            {"amount", 40'000},
            {"charge", "ch_3MtwBwLkdIwHu7ix28a3tqPa"},
            {"currency", "brl"},
            {"metadata", {{"viaja_call", std::string(kPayment) + "/refund/40000"}}},
            {"payment_intent", "pi_3MtwBwLkdIwHu7ix28a3tqPa"},
            {"status", status}};
}

json charge_object() {
    return {{"id", "ch_3MtwBwLkdIwHu7ix28a3tqPa"},
            {"object", "charge"},
            {"amount", 179'990},
            {"amount_captured", 179'990},
            {"amount_refunded", 40'000},
            {"captured", true},
            {"currency", "brl"},
            {"metadata", {{"viaja_payment", kPayment}}},
            {"payment_intent", "pi_3MtwBwLkdIwHu7ix28a3tqPa"},
            {"refunded", false},
            {"status", "succeeded"}};
}

std::string event(const std::string& type, json object) {
    const json body = {{"id", "evt_3MtwBwLkdIwHu7ix0snN0B15"},
                       {"object", "event"},
                       {"api_version", "2024-06-20"},
                       {"created", 1'800'000'000},
                       {"data", {{"object", std::move(object)}}},
                       {"livemode", false},
                       {"pending_webhooks", 1},
                       {"request", {{"id", "req_1"}, {"idempotency_key", "key"}}},
                       {"type", type}};
    return json_text(body);
}

/// Each event that Stripe may send in the life of a payment.
std::vector<std::string> all_events() {
    return {event("payment_intent.created", intent_object("requires_confirmation")),
            event("payment_intent.amount_capturable_updated", intent_object("requires_capture")),
            event("payment_intent.payment_failed", intent_object("requires_payment_method")),
            event("payment_intent.succeeded", intent_object("succeeded")),
            event("payment_intent.canceled", intent_object("canceled")),
            event("charge.captured", charge_object()),
            event("charge.refunded", charge_object()),
            event("charge.refund.updated", refund_object("succeeded")),
            event("refund.created", refund_object("pending")),
            event("refund.updated", refund_object("succeeded")),
            event("refund.failed", refund_object("failed"))};
}

class StripeWebhookTest : public testing::Test {
  protected:
    int post(const std::string& body, const std::string& signature,
             const std::string& header = "Stripe-Signature") {
        http::Request request;
        request.method = "POST";
        request.target = request.path = "/v1/webhooks/stripe";
        request.body = body;
        if (!signature.empty()) request.headers.add(header, signature);
        int status = 0;
        webhook_.handle(request, [&](const http::Response& response) { status = response.status; });
        world_.run();
        return status;
    }
    std::string signature_of(const std::string& body) {
        return sign(kEndpointSecret, body, world_.clock.now());
    }
    int post(const std::string& body) { return post(body, signature_of(body)); }
    double refused(const std::string& why) {
        const auto metrics = webhook_.metrics();
        for (const auto& sample : metrics.front().samples)
            if (sample.labels.at("why") == why) return sample.value;
        return -1;
    }
    std::size_t calls() { return world_.wire->batches.size(); }
    /// The answer to the next call of the gateway is lost.
    void send_unheard(Command command) {
        world_.wire->deaf = true;
        world_.send(command);
        world_.wire->deaf = false;
    }

    PaymentWorld world_;
    StripeWebhook webhook_{world_.clock, kEndpointSecret,
                           [this](Input input) { world_.service->submit(std::move(input)); }};
};

TEST_F(StripeWebhookTest, AnEventMakesTheOpenCallAtOnce) {
    world_.send(Command::authorize);
    send_unheard(Command::capture);
    EXPECT_EQ(world_.answers(), "authorized");
    const auto version = world_.version();
    EXPECT_EQ(post(event("payment_intent.succeeded", intent_object("succeeded"))), 200);
    EXPECT_EQ(world_.answers(), "captured") << "no time has passed";
    EXPECT_EQ(world_.version(), version + 1) << "of the answer alone";
    EXPECT_EQ(world_.service->counters().calls_by_news, 1U);
}

TEST_F(StripeWebhookTest, AnEventOfARefundLeadsToItsPayment) {
    for (const auto* type : {"refund.updated", "charge.refund.updated", "charge.refunded"}) {
        PaymentWorld world;
        StripeWebhook webhook(world.clock, kEndpointSecret,
                              [&](Input input) { world.service->submit(std::move(input)); });
        world.send(Command::authorize);
        world.send(Command::capture);
        world.wire->deaf = true;
        world.send(Command::refund);
        world.wire->deaf = false;
        world.answers();
        const bool of_charge = std::string_view(type) == "charge.refunded";
        http::Request request;
        request.body = event(type, of_charge ? charge_object() : refund_object("succeeded"));
        request.headers.add("Stripe-Signature",
                            sign(kEndpointSecret, request.body, world.clock.now()));
        webhook.handle(request, [](const http::Response&) {});
        world.run();
        EXPECT_EQ(world.answers(), "refunded") << type;
    }
}

TEST_F(StripeWebhookTest, ARefundThatFailsAfterItWasAnsweredIsSaidAndCounted) {
    world_.send(Command::authorize);
    world_.send(Command::capture);
    world_.send(Command::refund);
    EXPECT_EQ(world_.answers(), "authorized, captured, refunded");
    EXPECT_EQ(post(event("refund.updated", refund_object("succeeded"))), 200);
    EXPECT_EQ(post(event("refund.created", refund_object("pending"))), 200);
    EXPECT_TRUE(world_.reported.empty());
    EXPECT_EQ(post(event("refund.failed", refund_object("failed"))), 200);
    ASSERT_EQ(world_.reported.size(), 1U);
    EXPECT_EQ(world_.reported[0].severity, Severity::error);
    EXPECT_TRUE(text_of(world_.reported[0])
                    .starts_with("refund failed at the gateway · payment=" + std::string(kPayment) +
                                 " state=refunded refund=re_1Nispe2eZvKYlo2Cd31jOCgZ amount=40000 "
                                 "input=event of Stripe "))
        << text_of(world_.reported[0]);
    EXPECT_EQ(post(event("refund.updated", refund_object("canceled"))), 200);
    EXPECT_EQ(post(event("charge.refund.updated", refund_object("failed"))), 200);
    EXPECT_EQ(world_.service->counters().refunds_failed, 3U);
    EXPECT_EQ(world_.state(), "refunded") << "nothing is decided by it";
    EXPECT_EQ(world_.answers(), "");
}

TEST_F(StripeWebhookTest, AFailedRefundThatIsNotOursOrCannotBeReadIsNotCounted) {
    auto of_another = refund_object("failed");
    of_another["metadata"] = json::object();
    EXPECT_EQ(post(event("refund.failed", of_another)), 200);
    auto without_id = refund_object("failed");
    without_id["id"] = "re 1\nre";
    EXPECT_EQ(post(event("refund.failed", without_id)), 200);
    EXPECT_EQ(post(event("refund.failed", refund_object("failed")), ""), 400) << "forged";
    EXPECT_EQ(world_.service->counters().refunds_failed, 0U);
    EXPECT_TRUE(world_.reported.empty());
}

TEST_F(StripeWebhookTest, WhatAnEventSaysIsNotBelieved) {
    world_.send(Command::authorize);
    EXPECT_EQ(post(event("payment_intent.canceled", intent_object("canceled"))), 200);
    EXPECT_EQ(post(event("payment_intent.succeeded", intent_object("succeeded"))), 200);
    EXPECT_EQ(world_.state(), "authorized");
    world_.wire->cut = true;
    world_.send(Command::capture);
    EXPECT_EQ(post(event("payment_intent.succeeded", intent_object("succeeded"))), 200);
    EXPECT_EQ(world_.state(), "capturing") << "the gateway has not answered";
    EXPECT_EQ(world_.balance().captured, 0);
    world_.wire->cut = false;
    world_.wire->refusal = "capture_refused";
    EXPECT_EQ(post(event("payment_intent.succeeded", intent_object("succeeded"))), 200);
    EXPECT_EQ(world_.state(), "capture_refused");
    EXPECT_EQ(world_.answers(), "authorized, capture_refused: capture_refused");
}

TEST_F(StripeWebhookTest, AForgedEventAsksNothing) {
    world_.send(Command::authorize);
    send_unheard(Command::capture);
    const auto before = calls();
    const auto body = event("payment_intent.succeeded", intent_object("succeeded"));
    auto other = body;
    other.replace(other.find("succeeded"), 9, "failed");
    EXPECT_EQ(post(body, ""), 400);
    EXPECT_EQ(post(body, "t=1,v1=00"), 400);
    EXPECT_EQ(post(body, sign("whsec_another", body, world_.clock.now())), 400);
    EXPECT_EQ(post(other, signature_of(body)), 400);
    EXPECT_EQ(post(body, signature_of(body), "Viaja-Signature"), 400);
    EXPECT_EQ(post(body, sign(kEndpointSecret, body, world_.clock.now() - 6min)), 400);
    EXPECT_EQ(post(body, sign(kEndpointSecret, body, world_.clock.now() + 6min)), 400);
    EXPECT_EQ(calls(), before);
    EXPECT_EQ(refused("signature"), 7);
    EXPECT_EQ(world_.service->counters().news, 0U);
}

TEST_F(StripeWebhookTest, WithoutASecretNothingIsGenuine) {
    StripeWebhook closed(world_.clock, "", [](const Input&) { FAIL() << "it was submitted"; });
    http::Request request;
    request.body = event("payment_intent.succeeded", intent_object("succeeded"));
    request.headers.add("Stripe-Signature", sign("", request.body, world_.clock.now()));
    int status = 0;
    closed.handle(request, [&](const http::Response& response) { status = response.status; });
    EXPECT_EQ(status, 400);
}

TEST_F(StripeWebhookTest, WhileTheSecretIsRolledOneOfTheSignaturesIsEnough) {
    const auto body = event("payment_intent.created", intent_object("requires_confirmation"));
    const auto now = world_.clock.now();
    const auto good = signature_of(body);
    const auto comma = good.find(',');
    const auto time = good.substr(0, comma);
    const auto by_ours = good.substr(comma);
    const auto by_the_other = sign("whsec_before", body, now).substr(comma);
    const auto of_tests = ",v0=" + by_ours.substr(4);
    EXPECT_EQ(post(body, time + by_the_other + by_ours + of_tests), 200);
    EXPECT_EQ(post(body, time + by_ours + by_the_other), 200);
    EXPECT_EQ(post(body, time + by_the_other), 400);
    EXPECT_EQ(post(body, time + of_tests), 400) << "v0 is not what live events are signed with";
    EXPECT_EQ(post(body, by_ours.substr(1)), 400) << "without its time";
}

TEST_F(StripeWebhookTest, AReplayedEventChangesNothing) {
    world_.send(Command::authorize);
    send_unheard(Command::capture);
    const auto body = event("payment_intent.succeeded", intent_object("succeeded"));
    const auto signature = signature_of(body);
    for (int times = 0; times < 20; ++times)
        EXPECT_EQ(post(body, signature), 200);
    EXPECT_EQ(world_.answers(), "authorized, captured");
    EXPECT_EQ(world_.executions(), "authorize ok x1, capture ok x2");
    world_.pass(6min);
    EXPECT_EQ(post(body, signature), 400) << "too old by now";
}

TEST_F(StripeWebhookTest, EventsInAnyOrderAtAnyTimeLeadToTheSameEnd) {
    auto events = all_events();
    const std::vector<Command> commands{Command::authorize, Command::capture, Command::refund};
    for (std::size_t first = 0; first < events.size(); ++first) {
        PaymentWorld world;
        StripeWebhook webhook(world.clock, kEndpointSecret,
                              [&](Input input) { world.service->submit(std::move(input)); });
        const auto all = [&] {
            for (const auto& body : events) {
                http::Request request;
                request.body = body;
                request.headers.add("Stripe-Signature",
                                    sign(kEndpointSecret, body, world.clock.now()));
                webhook.handle(request, [](const http::Response& response) {
                    EXPECT_EQ(response.status, 200);
                });
                world.run();
            }
        };
        all();
        for (const auto command : commands) {
            world.wire->deaf = true;
            world.send(command);
            all();
            world.wire->deaf = false;
            all();
            world.pass(3s);
        }
        EXPECT_EQ(world.answers(), "authorized, captured, refunded");
        EXPECT_EQ(world.state(), "refunded");
        EXPECT_EQ(world.balance(),
                  (Balance{.authorized = 179'990, .captured = 179'990, .refunded = 179'990}));
        std::ranges::rotate(events, events.begin() + 1);
    }
}

TEST_F(StripeWebhookTest, AnEventBeforeItsPaymentIsReceivedAndForgotten) {
    for (const auto& body : all_events())
        EXPECT_EQ(post(body), 200);
    EXPECT_EQ(calls(), 0U);
    EXPECT_EQ(world_.state(), "none");
    send_unheard(Command::authorize);
    EXPECT_EQ(post(all_events().at(1)), 200) << "no row shows its first call yet";
    EXPECT_EQ(world_.state(), "none");
    world_.pass(3s);
    EXPECT_EQ(world_.answers(), "authorized");
}

TEST_F(StripeWebhookTest, WhatIsNoEventIsRefused) {
    const std::vector<std::string> bodies{
        "",
        "not json",
        "[]",
        "7",
        "{}",
        R"({"type":"payment_intent.succeeded"})",
        R"({"type":7,"data":{"object":{}}})",
        R"({"data":{"object":{}}})",
        R"({"type":"payment_intent.succeeded","data":{"object":[]}})",
        R"({"type":"payment_intent.succeeded","data":{"object":{})"};
    for (const auto& body : bodies)
        EXPECT_EQ(post(body), 400) << body;
    EXPECT_EQ(refused("form"), static_cast<double>(bodies.size()));
}

TEST_F(StripeWebhookTest, WhatIsOfNoPaymentOfOursIsReceivedAndIgnored) {
    world_.send(Command::authorize);
    send_unheard(Command::capture);
    const auto before = calls();
    EXPECT_EQ(post(event("customer.created", {{"metadata", {{"viaja_payment", kPayment}}}})), 200);
    EXPECT_EQ(post(event("payment_intent.succeeded", {{"id", "pi_1"}})), 200);
    for (const auto* name : {"", "/", "x/1", "01980000-0000-7000-8000-000000000001",
                             "01980000-0000-7000-8000-000000000001/0",
                             "01980000-0000-7000-8000-000000000001/99999999999999999999",
                             "01980000-0000-7000-8000-000000000001/1/capture"}) {
        json object = {{"metadata", {{"viaja_payment", name}}}};
        EXPECT_EQ(post(event("payment_intent.succeeded", object)), 200) << name;
    }
    EXPECT_EQ(post(event("refund.updated", {{"metadata", {{"viaja_call", "refund"}}}})), 200);
    EXPECT_EQ(post(event("refund.updated", {{"metadata", "none"}})), 200);
    EXPECT_EQ(calls(), before);
    EXPECT_EQ(world_.state(), "capturing");
}

TEST_F(StripeWebhookTest, WhatCannotBeLookedAtIsToBeSentAgain) {
    const auto body = event("payment_intent.succeeded", intent_object("succeeded"));
    for (const auto failure : {Failure::busy, Failure::maybe_done, Failure::unavailable,
                               Failure::overloaded, Failure::stopping, Failure::bug}) {
        StripeWebhook failing(world_.clock, kEndpointSecret,
                              [&](const Input& input) { input.on_failure(failure); });
        http::Request request;
        request.body = body;
        request.headers.add("Stripe-Signature", signature_of(body));
        int status = 0;
        failing.handle(request, [&](const http::Response& response) { status = response.status; });
        EXPECT_EQ(status, 503);
    }
}

}  // namespace
}  // namespace viaja::payment
