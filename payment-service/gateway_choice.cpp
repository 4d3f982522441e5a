#include "payment-service/gateway_choice.hpp"

#include <utility>

#include "common/text/visible_ascii.hpp"
#include "payment-service/stripe/stripe_gateway.hpp"

namespace viaja::payment {
namespace {

constexpr std::size_t kTextMax = 255;

using runtime::ConfigurationError;

/// Without a slash at its end, since paths are put behind it.
std::string address_in(const runtime::Configuration& configuration) {
    auto url = configuration.text("VIAJA_STRIPE_URL", StripeSettings().url);
    while (url.ends_with('/'))
        url.pop_back();
    const bool is_http = url.starts_with("https://") || url.starts_with("http://");
    if (!is_http || !is_visible_ascii(url, kTextMax)) {
        throw ConfigurationError("VIAJA_STRIPE_URL must begin with https:// (or http://)");
    }
    return url;
}

/// Empty: there is none.
std::string key_in(const runtime::Configuration& configuration) {
    auto key = configuration.secret("VIAJA_STRIPE_KEY", "");
    if (!key.empty() && !is_visible_ascii(key, kTextMax)) {
        throw ConfigurationError("VIAJA_STRIPE_KEY must have visible characters only");
    }
    return key;
}

std::string webhook_secret_in(const runtime::Configuration& configuration) {
    auto secret = configuration.secret("VIAJA_STRIPE_WEBHOOK_SECRET", "");
    if (!secret.empty() && !is_visible_ascii(secret, kTextMax)) {
        throw ConfigurationError("VIAJA_STRIPE_WEBHOOK_SECRET must have visible characters only");
    }
    return secret;
}

}  // namespace

GatewaySettings gateway_settings(const runtime::Configuration& configuration) {
    GatewaySettings settings;
    const auto name = configuration.text("VIAJA_GATEWAY", std::string(kTestGateway));
    if (name != kTestGateway && name != kStripe) {
        throw ConfigurationError("VIAJA_GATEWAY must be test or stripe, not \"" + name + "\"");
    }
    settings.is_stripe = name == kStripe;
    settings.webhooks.pix = configuration.secret("VIAJA_WEBHOOK_SECRET", "");
    auto key = key_in(configuration);
    if (settings.is_stripe && key.empty()) {
        throw ConfigurationError(
            "VIAJA_GATEWAY is stripe: VIAJA_STRIPE_KEY or VIAJA_STRIPE_KEY_FILE must say the "
            "secret key");
    }
    if (key.empty()) return settings;
    settings.stripe = StripeSettings{.url = address_in(configuration), .key = std::move(key)};
    settings.webhooks.stripe = webhook_secret_in(configuration);
    return settings;
}

ChosenGateway make_gateway(const GatewaySettings& settings, GatewayParts parts) {
    ChosenGateway chosen;
    Gateways::ByName gateways;
    const auto add = [&](std::string_view name, bool takes_new, auto gateway) {
        if (takes_new) {
            chosen.look = [own = gateway.get()] { return own->look(); };
            chosen.reachable = [own = gateway.get()] { return own->reachable(); };
        }
        gateways.emplace(name, std::move(gateway));
    };
    add(kTestGateway, !settings.is_stripe,
        std::make_unique<TestGateway>(parts.database, parts.test_mode,
                                      std::move(parts.late_answers), parts.report));
    if (settings.stripe) {
        if (settings.stripe->url.starts_with("http://") && parts.report) {
            parts.report({Severity::warning, "payment gateway without encryption"});
        }
        add(kStripe, settings.is_stripe,
            std::make_unique<StripeGateway>(
                StripeGateway::Parts{parts.database, parts.clock, std::move(parts.make_client)},
                *settings.stripe, parts.report));
    }
    chosen.gateway = std::make_unique<Gateways>(parts.database, std::move(gateways),
                                                settings.is_stripe ? kStripe : kTestGateway,
                                                std::move(parts.report));
    return chosen;
}

}  // namespace viaja::payment
