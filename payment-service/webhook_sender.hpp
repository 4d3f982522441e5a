#pragma once
// What the test bank reports, signed and given to the webhook of this process as a request over the
// network would be.

#include <string>

#include "common/runtime/loop.hpp"
#include "payment-service/test_bank.hpp"
#include "payment-service/webhook.hpp"

namespace viaja::payment {

/// For TestBank::on_paid. All arguments outlive the bank. Each report is sent once: payment looks
/// at the bank's books besides.
TestBank::OnPaid report_to(Webhook& webhook, runtime::Loop& loop, const Clock& clock,
                           std::string secret);

/// VIAJA_WEBHOOK_SECRET; without one a new one, which nothing outside of this process knows.
std::string webhook_secret(const std::string& setting, Random& random);

}  // namespace viaja::payment
