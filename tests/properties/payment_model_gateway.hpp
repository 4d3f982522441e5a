#pragma once
// The rules of payment-service/gateway.hpp in memory, for tests that choose when a call arrives
// and what is answered. It shares no code with the test gateway. One thread.

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "payment-service/gateway.hpp"

namespace viaja::payment {

class ModelGateway : public Gateway {
  public:
    /// Whether a call that is possible is granted: ok, or the no of a bank. Asked once a key.
    using Decide = std::function<GatewayOutcome(const GatewayCall&)>;

    explicit ModelGateway(Decide decide) : decide_(std::move(decide)) {}

    void perform(std::vector<GatewayCall> calls, Callback callback) override {
        for (const auto& call : calls)
            callback(call, execute(call));
    }

    GatewayOutcome execute(const GatewayCall& call) {
        const auto known = answers_.find(call.key());
        if (known != answers_.end()) return known->second;
        const auto answer = first_answer(call);
        const bool owed = answer.kind == GatewayOutcome::Kind::no && is_undo(call.operation);
        if (!owed) answers_.emplace(call.key(), answer);
        if (answer == GatewayOutcome::ok()) {
            ++executed_[call.key()];
            if (call.operation == Operation::refund) refunded_[call.payment] += call.amount.amount;
            if (call.operation == Operation::capture) captured_[call.payment] = call.amount.amount;
        }
        return answer;
    }

    bool did(const PaymentId& payment, Operation operation) const {
        return times(payment, operation) > 0;
    }
    int times(const PaymentId& payment, Operation operation) const {
        const auto found = executed_.find(GatewayCall{payment, operation, {}, {}}.key());
        return found == executed_.end() ? 0 : found->second;
    }
    /// Of all parts.
    std::int64_t refunded(const PaymentId& payment) const {
        const auto found = refunded_.find(payment);
        return found == refunded_.end() ? 0 : found->second;
    }
    /// Authorized, and neither captured nor voided.
    bool open(const PaymentId& payment) const {
        return did(payment, Operation::authorize) && !did(payment, Operation::capture) &&
               !did(payment, Operation::void_);
    }

  private:
    GatewayOutcome first_answer(const GatewayCall& call) {
        const auto& payment = call.payment;
        switch (call.operation) {
            case Operation::authorize:
                if (did(payment, Operation::void_)) return GatewayOutcome::no("voided");
                return decide_(call);
            case Operation::capture:
                if (did(payment, Operation::void_)) return GatewayOutcome::no("voided");
                if (!did(payment, Operation::authorize))
                    return GatewayOutcome::no("not_authorized");
                return decide_(call);
            case Operation::void_:
                if (did(payment, Operation::capture)) return GatewayOutcome::no("captured");
                return GatewayOutcome::ok();
            case Operation::refund:
                if (!did(payment, Operation::capture)) return GatewayOutcome::no("not_captured");
                if (refunded(payment) + call.amount.amount > captured_.at(payment))
                    return GatewayOutcome::no("more_than_captured");
                return GatewayOutcome::ok();
        }
        return GatewayOutcome::silence();
    }

    Decide decide_;
    std::map<std::string, GatewayOutcome> answers_;
    std::map<std::string, int> executed_;
    std::map<PaymentId, std::int64_t> captured_;
    std::map<PaymentId, std::int64_t> refunded_;
};

}  // namespace viaja::payment
