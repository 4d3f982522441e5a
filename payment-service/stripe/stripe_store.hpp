#pragma once
// What the adapter for Stripe keeps, in the gateway's database: three tables.
//
//   stripe_intents  stem → the id of its intent at Stripe. The row decides which intent a stem has,
//                   and an empty id that it never has one: what a void of an unknown stem writes.
//   executions      key → the first answer that was given under it; of an undo the last, until it
//                   is ok (test_gateway.hpp has the same ledger; audit-service reads it). Without
//                   the token.
//   stripe_keys     Stripe repeats a failure or refusal under its Idempotency-Key for a day. Each
//                   that is no answer raises the generation of the key, which becomes a part of it.

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "common/ports/database.hpp"
#include "payment-service/gateway.hpp"

namespace viaja::payment {

/// Those of the stems that have a row of an intent, forbidden ones too.
std::set<std::string> stems_at_stripe(Connection& connection, std::span<const Value> stems);
/// Whether there is any such row.
bool has_payments_at_stripe(Connection& connection);

/// On a connection of its own. Throws Unavailable, Conflict (when it happened over and over),
/// Failed, Uncertain. The connection's thread.
class StripeStore {
  public:
    explicit StripeStore(Connection& connection) : connection_(connection) {}

    /// The answer for ever of the call's key. A `no` to an undo is none.
    std::optional<GatewayOutcome> answer(const GatewayCall& call);
    /// Keeps `outcome`, which is not silence, unless the key has an answer for ever; returns the
    /// key's.
    GatewayOutcome keep(const GatewayCall& call, const GatewayOutcome& outcome);

    /// The id of the stem's intent; empty: it is forbidden; nullopt: there is no row.
    std::optional<std::string> intent(const std::string& stem);
    /// Makes the row with `intent` (empty: forbids one) unless there is one; returns the row's.
    std::string claim(const std::string& stem, const std::string& intent);

    /// The generation of a request's key: one more than before if it has failed, and `pause` has
    /// passed since then. Where the clock was set back meanwhile, the pause begins anew.
    std::int64_t generation(const std::string& request_key, Duration pause);
    /// It failed in that generation, for good.
    void failed(const std::string& request_key, std::int64_t generation);

  private:
    template <class Work>
    auto decided(Work work);

    Connection& connection_;
};

}  // namespace viaja::payment
