#pragma once
// The port to the payment provider for charges by Pix. Its comments are the specification; every
// adapter passes tests/services/payment_charge_contract_test.cpp.
//
// 1. A call is known by its key: "<session>/<attempt>/charge", "…/withdraw", and of a refund
//    "…/refund/<receipt>/<sum that is given back of it behind the call>". `look` changes nothing
//    and has none.
// 2. The first execution under a key decides. Every later call under it gets that answer, a refusal
//    too, and moves no money. Only what was not executed may be executed later: a fault that may be
//    temporary is silence, never `no`. A `no` to a refund is no execution: a later call under its
//    key is looked at afresh.
// 3. charge    makes a code that banks pay until `pay_until`, or is answered `no`
//    withdraw  ends the code; ok also where there is none, and forbids a later `charge` of the stem
//    refund    gives back a part or all of one receipt; ok as long as so much of it is left
// 4. A bank may pay at any time: twice, another amount, and also after the end of the code, because
//    it was under way. Each payment is a receipt with an id of its own. Every answer lists all
//    receipts of the charge so far.
// 5. Silence says nothing about what happened: before the execution, or after it.
// 6. What was executed, and every receipt, survives the death of every process of ours.

#include <functional>
#include <string>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/money.hpp"
#include "common/contract/trace_context.hpp"
#include "payment-service/core/charge.hpp"

namespace viaja::payment {

struct ChargeCall {
    PaymentId charge;
    OpenCall call;
    Money amount;               ///< of the charge
    Instant pay_until;          ///< of the charge
    TraceContext context = {};  ///< of the command behind it; comes back with the outcome

    std::string stem() const { return charge.text(); }
    std::string key() const {
        auto key = stem() + "/" + std::string(name_of(call.operation));
        if (call.operation == ChargeOperation::refund)
            key += "/" + call.receipt + "/" + std::to_string(call.return_to);
        return key;
    }
};

class ChargeGateway {
  public:
    using Callback = std::function<void(const ChargeCall&, const ChargeOutcome&)>;

    virtual ~ChargeGateway() = default;

    /// Asks all `calls`. Never throws operational errors. `callback` is called at most once for
    /// each call, in any order, on any thread, maybe before `perform_charges` returns and maybe
    /// never; it must only hand over. A `no` always has a reason. Any thread.
    virtual void perform_charges(std::vector<ChargeCall> calls, Callback callback) = 0;
};

}  // namespace viaja::payment
