#pragma once
// Which gateways have the payments by card, and which of them takes new ones, from the settings of
// a process.

#include <functional>
#include <memory>
#include <optional>

#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/http_client.hpp"
#include "common/ports/report.hpp"
#include "common/runtime/configuration.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/gateways.hpp"
#include "payment-service/stripe/stripe_api.hpp"
#include "payment-service/test_gateway.hpp"
#include "payment-service/webhook_secrets.hpp"

namespace viaja::payment {

struct GatewaySettings {
    bool is_stripe = false;  ///< takes new payments
    /// Where there is a key; it goes on with the payments that it took in any case.
    std::optional<StripeSettings> stripe = {};
    WebhookSecrets webhooks = {};
};

/// VIAJA_GATEWAY, VIAJA_STRIPE_URL, VIAJA_STRIPE_KEY, and those of WebhookSecrets. Throws
/// ConfigurationError for a gateway that there is not, and for Stripe without a usable key or
/// address.
GatewaySettings gateway_settings(const runtime::Configuration& configuration);

/// The arguments of make_gateway outlive it.
struct ChosenGateway {
    std::unique_ptr<Gateways> gateway;
    /// For a HealthProbe: whether that of new payments can be reached. One thread.
    std::function<bool()> look;
    /// The same as far as it is known. Any thread.
    std::function<bool()> reachable;
};

struct GatewayParts {
    Database& database;  ///< with the tables of gateway_migrations()
    const Clock& clock;
    MakeHttpClient make_client;
    Scheduler late_answers;  ///< of the test gateway
    bool test_mode = false;
    Report report;
};

/// Throws Unavailable where it needs the database and that is not there.
ChosenGateway make_gateway(const GatewaySettings& settings, GatewayParts parts);

}  // namespace viaja::payment
