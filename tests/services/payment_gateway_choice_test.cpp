// Which gateway a process gets by its settings.

#include "payment-service/gateway_choice.hpp"

#include <gtest/gtest.h>

#include "tests/services/payment_world.hpp"
#include "tests/services/stripe_stand_in.hpp"

namespace viaja::payment {
namespace {

using runtime::Configuration;

GatewaySettings settings_of(Configuration::Variables variables) {
    return gateway_settings(Configuration(std::move(variables)));
}

std::string refusal_of(Configuration::Variables variables) {
    try {
        settings_of(std::move(variables));
        return "not refused";
    } catch (const runtime::ConfigurationError& error) {
        return error.what();
    }
}

TEST(GatewaySettings, AreTheTestGatewayUnlessSaidOtherwise) {
    EXPECT_FALSE(settings_of({}).is_stripe);
    EXPECT_FALSE(settings_of({{"VIAJA_GATEWAY", "test"}}).is_stripe);
    EXPECT_FALSE(settings_of({}).stripe);
}

TEST(GatewaySettings, OfStripeStayForThePaymentsThatItTook) {
    const auto settings = settings_of(
        {{"VIAJA_STRIPE_KEY", "sk_test_1"}, {"VIAJA_STRIPE_WEBHOOK_SECRET", "whsec_1"}});
    EXPECT_FALSE(settings.is_stripe);
    ASSERT_TRUE(settings.stripe);
    EXPECT_EQ(settings.stripe->key, "sk_test_1");
    EXPECT_EQ(settings.webhooks.stripe, "whsec_1");
}

TEST(GatewaySettings, OfStripeAreItsAddressAndKey) {
    const auto settings =
        settings_of({{"VIAJA_GATEWAY", "stripe"}, {"VIAJA_STRIPE_KEY", "sk_test_1"}});
    EXPECT_TRUE(settings.is_stripe);
    EXPECT_EQ(settings.stripe->url, "https://api.stripe.com");
    EXPECT_EQ(settings.stripe->key, "sk_test_1");
    EXPECT_EQ(settings_of({{"VIAJA_GATEWAY", "stripe"},
                           {"VIAJA_STRIPE_KEY", "sk_test_1"},
                           {"VIAJA_STRIPE_URL", "http://127.0.0.1:12111/"}})
                  .stripe->url,
              "http://127.0.0.1:12111");
}

TEST(GatewaySettings, ThatCannotBeUsedAreRefusedWithoutTheKey) {
    EXPECT_NE(refusal_of({{"VIAJA_GATEWAY", "paypal"}}).find("test or stripe"), std::string::npos);
    EXPECT_NE(refusal_of({{"VIAJA_GATEWAY", "stripe"}}).find("VIAJA_STRIPE_KEY"),
              std::string::npos);
    EXPECT_NE(refusal_of({{"VIAJA_GATEWAY", "stripe"},
                          {"VIAJA_STRIPE_KEY", "sk_test_1"},
                          {"VIAJA_STRIPE_URL", "ftp://127.0.0.1"}})
                  .find("VIAJA_STRIPE_URL"),
              std::string::npos);
    EXPECT_NE(
        refusal_of({{"VIAJA_STRIPE_KEY", "sk_test_1"}, {"VIAJA_STRIPE_WEBHOOK_SECRET", "whsec 1"}})
            .find("visible"),
        std::string::npos);
    const auto broken =
        refusal_of({{"VIAJA_GATEWAY", "stripe"}, {"VIAJA_STRIPE_KEY", "sk_test_1\nX-Evil: 1"}});
    EXPECT_NE(broken.find("visible"), std::string::npos);
    EXPECT_EQ(broken.find("sk_test"), std::string::npos);
}

TEST(GatewayChoice, MakesWhatTheSettingsSay) {
    test::TestClock clock;
    SqliteDatabase database(SqliteDatabase::Memory{"gateway-choice"}, clock);
    migrate(*database.connect(), "gateway", gateway_migrations());
    StripeStandIn stripe;
    std::vector<std::string> said;
    const auto made = [&](const GatewaySettings& settings) {
        return make_gateway(
            settings, {.database = database,
                       .clock = clock,
                       .make_client = stripe.clients(),
                       .late_answers = [](Duration, const auto&) {},
                       .test_mode = true,
                       .report = [&](const LogEvent& event) { said.push_back(text_of(event)); }});
    };
    const auto test = made({});
    EXPECT_EQ(test.gateway->of_new(), "test");
    EXPECT_TRUE(test.look());
    EXPECT_TRUE(said.empty());
    const auto real = made(settings_of({{"VIAJA_GATEWAY", "stripe"},
                                        {"VIAJA_STRIPE_KEY", "sk_test_1"},
                                        {"VIAJA_STRIPE_URL", "http://127.0.0.1:1"}}));
    EXPECT_EQ(real.gateway->of_new(), "stripe");
    EXPECT_TRUE(real.look());
    EXPECT_TRUE(real.reachable());
    EXPECT_EQ(said, std::vector<std::string>{"payment gateway without encryption"});
}

}  // namespace
}  // namespace viaja::payment
