#pragma once
// What the gateways sign their reports with. Values.

#include <string>

namespace viaja::payment {

struct WebhookSecrets {
    std::string pix = {};     ///< VIAJA_WEBHOOK_SECRET; empty: the test bank of the process alone
    std::string stripe = {};  ///< VIAJA_STRIPE_WEBHOOK_SECRET; empty: there is no such route
};

}  // namespace viaja::payment
