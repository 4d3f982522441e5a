#pragma once
// The port to the payment provider. Its comments are the specification; every adapter passes
// tests/services/payment_gateway_contract_test.cpp.
//
// 1. A call is known by its key, "<session>/<attempt>/<operation>", of a refund that is not the
//    last with the sum that is refunded behind it: "…/refund/40000". "<session>/<attempt>" is its
//    stem, and names one authorization at most.
// 2. The first execution under a key decides. Every later call under it gets that answer, a
//    refusal too, and moves no money. Only what was not executed may be executed later: a fault
//    that may be temporary is silence, never `no`.
//    A `no` to an undo (void, refund) is no execution. Nothing was done, the undo is still owed,
//    and a later call under its key is looked at afresh: a person may have put right meanwhile
//    what kept it from being made.
// 3. capture, void and refund refer to the authorization of their stem:
//      capture   ok only if it was authorized and not voided
//      void      ok unless it was captured. On a stem that was never authorized it is ok too, and
//                forbids a later authorize (and capture) of the stem: an authorize that was
//                delayed behind its own void is answered `no`, and moves nothing. This is what
//                lets a payment be undone that was never answered.
//      refund    of a part or of all; ok only if as much was captured and not refunded before
// 4. Silence says nothing about what happened: before the execution, or after it.
// 5. What was executed survives the death of every process of ours.

#include <functional>
#include <string>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/money.hpp"
#include "common/contract/trace_context.hpp"
#include "payment-service/core/payment.hpp"

namespace viaja::payment {

struct GatewayCall {
    PaymentId payment;
    Operation operation{};
    Money amount;               ///< the whole amount of the payment; of a refund what it gives back
    std::string token;          ///< with `authorize`
    TraceContext context = {};  ///< of the command behind it; comes back with the outcome
    std::string method = {};    ///< with `authorize`: for the payment's row, not for the gateway
    bool is_again = false;      ///< of `authorize`: the payment's row shows one that is unanswered

    std::int64_t refund_to = 0;  ///< of a refund: that of the payment (core/payment.hpp)
    std::string gateway = {};  ///< for several behind one port (gateways.hpp): that of the payment

    std::string stem() const { return payment.text(); }
    std::string key() const {
        const auto part = refund_to == 0 ? "" : "/" + std::to_string(refund_to);
        return stem() + "/" + std::string(name_of(operation)) + part;
    }
};

class Gateway {
  public:
    using Callback = std::function<void(const GatewayCall&, const GatewayOutcome&)>;

    virtual ~Gateway() = default;

    /// Asks all `calls`, which may repeat keys, in as few round trips as the other side allows.
    /// Never throws operational errors. `callback` is called at most once for each call, in any
    /// order, on any thread, maybe before `perform` returns and maybe never; it must only hand
    /// over. A `no` always has a reason. Any thread.
    virtual void perform(std::vector<GatewayCall> calls, Callback callback) = 0;
};

}  // namespace viaja::payment
