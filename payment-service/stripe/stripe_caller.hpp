#pragma once
// One call of the gateway's port, from beginning to end, in straight-line code on one thread.
//
// 1. An answer that was kept is given again, without a request; a `no` to an undo is looked at
//    afresh (gateway.hpp).
// 2. authorize without an intent makes one, unconfirmed, and claims the stem for it. The row that
//    is there then decides. Only behind it the intent is confirmed: a process that dies in between
//    leaves a row that leads to the intent, and a void that came meanwhile leaves a row that
//    forbids one; the intent without a row was never confirmed and moved no money, unless a row was
//    lost, by a restore from a back-up. So whatever but a first authorize meets no row searches for
//    intents of the stem. What is found goes on as if it had kept its row; a void claims the stem
//    first, and then ends all that is found. Stripe's search lags a minute behind, and a restore is
//    slower than that.
// 3. Everything else looks first at the intent, and for a refund at all of its refunds, and then
//    makes the one request that leads on (stripe_steps.hpp). So an answer that was lost is found,
//    and no request rests on Stripe's memory of keys, which ends after a day.
// 4. What is definite is kept under the call's key before it is given.
// 5. What a person has settled beside Viaja is found at the intent, too: its metadata says of which
//    undo that is so.
//
// Each request has a key of Stripe's: that of the call, with the name of the request where a call
// needs several. Stripe keeps the result of what it began to execute under the key for a day, a
// failure (5xx) and a refusal (400, 402) too, so the next try takes another one. That is safe for
// intents because their state allows each step once. A refund has no such state: a refund that
// failed gets a new key only when a minute has passed and the list still does not have it.

#include <functional>

#include "payment-service/gateway.hpp"
#include "payment-service/stripe/stripe_api.hpp"
#include "payment-service/stripe/stripe_steps.hpp"
#include "payment-service/stripe/stripe_store.hpp"

namespace viaja::payment {

/// A refund that failed is made again under a new key not before that.
constexpr Duration kRefundPause = std::chrono::minutes(1);

/// The result of one request at Stripe, for the log and for reachability.
struct StripeResult {
    std::string_view request;  ///< "confirm"
    StripeMeaning meaning{};
    int status = 0;
    std::string reason;
};

/// One thread; the arguments outlive it.
class StripeCaller {
  public:
    using OnResult = std::function<void(const StripeResult&)>;

    StripeCaller(StripeApi& api, StripeStore& store, OnResult on_result);

    /// Throws what the store throws: the call is silent then.
    GatewayOutcome perform(const GatewayCall& call);

  private:
    /// Which refusals of a request are the answer to its call. They keep their key, so that every
    /// adapter gets the same; behind all else that Stripe repeats the next try has a new one.
    enum class Final { none, card_errors, all };
    struct NewKey {
        Final but_for = Final::none;
        Duration pause{0};  ///< not before that
    };

    GatewayOutcome execute(const GatewayCall& call);
    GatewayOutcome begin(const GatewayCall& call);
    GatewayOutcome without_row(const GatewayCall& call);
    GatewayOutcome end_all(const GatewayCall& call);
    std::optional<std::vector<StripePayment>> search(const GatewayCall& call);
    GatewayOutcome drive_row(const GatewayCall& call, const std::string& intent);
    GatewayOutcome drive(const GatewayCall& call, StripePayment payment);
    bool is_given_up(const GatewayCall& call, const StripePayment& payment);
    std::optional<StripePayment> look(const GatewayCall& call, const std::string& intent);
    bool add_refunds(const GatewayCall& call, StripePayment& payment);
    StripeMeaning request(const GatewayCall& call, StripeStep::Kind kind, StripePayment& payment,
                          std::string& reason);
    StripeReply<StripeIntent> move_on(const GatewayCall& call, StripeStep::Kind kind,
                                      const StripePayment& payment, const std::string& key);
    std::optional<std::string> method_of(const GatewayCall& call, GatewayOutcome& outcome);

    template <class Object>
    using Ask = std::function<StripeReply<Object>(const std::string& key)>;
    template <class Object>
    StripeReply<Object> post(std::string_view name, const std::string& request_key, NewKey new_key,
                             const Ask<Object>& ask);
    static bool needs_new_key(StripeMeaning meaning, Final but_for);
    static Final refusals_of(StripeStep::Kind kind);
    template <class Object>
    void heard(std::string_view name, const StripeReply<Object>& reply) const;

    StripeApi& api_;
    StripeStore& store_;
    const OnResult on_result_;
};

}  // namespace viaja::payment
