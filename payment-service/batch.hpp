#pragma once
// One transaction of the payment service: the payments that a batch of inputs names, decided one
// after the other. Used by Payments (payments.hpp) on the thread of its pipeline.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "payment-service/answer_addresses.hpp"
#include "payment-service/charge_batch.hpp"
#include "payment-service/payments.hpp"
#include "payment-service/store.hpp"
#include "payment-service/unanswered_calls.hpp"

namespace viaja::payment {

class PaymentsBatch : public Batch {
  public:
    /// Asks the gateway; called once at most, after the commit.
    using Perform = std::function<void(std::vector<GatewayCall>)>;
    /// Told after the commit, of cards and of charges.
    using Committed =
        std::function<void(const PaymentCounters&, const std::vector<LogEvent>& alarms)>;

    /// `addresses` and `unanswered` outlive it.
    PaymentsBatch(Perform perform, ChargeBatch::Perform perform_charges, Committed committed,
                  AnswerAddresses& addresses, UnansweredCalls& unanswered);

    void load(Connection& connection, std::span<const Input* const> inputs) override;
    void decide(const Input& input, Instant now) override;
    void save(Connection& connection, Instant now) override;
    /// One answer for each request, the last one (of a charge one of each kind: charge_batch.hpp),
    /// and one call for each payment whose call was made or repeated: that of its last state.
    Effects effects() override;
    Instant next_due() const override;

  private:
    PaymentRow& row_of(const PaymentId& id);
    void decide_command(const PaymentCommand& command, const Origin& origin, Instant now);
    void take_answer(const GatewayAnswer& answer, const Origin& origin, Instant now);
    void ask_again_if_due(const CallDue& due, const Origin& origin, Instant now);
    void ask_for_news(const GatewayNews& news, const Origin& origin, Instant now);
    void apply(PaymentRow& row, Decision decision, const TraceContext& context, Instant now);
    std::vector<GatewayCall> calls_to_make();
    void reply(const Decision& decision, Command command, std::string address,
               const TraceContext& context);

    struct ToCall {
        GatewayCall call;
        Instant silent_at;
    };

    const Perform perform_;
    const Committed committed_;
    AnswerAddresses& addresses_;
    UnansweredCalls& unanswered_;
    ChargeBatch charges_;
    std::map<PaymentId, PaymentRow> rows_;
    std::set<PaymentId> changed_;
    std::map<PaymentId, ToCall> to_call_;
    std::set<PaymentId> over_;  ///< those whose first call has an outcome
    std::map<std::pair<PaymentId, Command>, Outgoing> replies_;
    std::vector<Outgoing> acknowledged_;
    std::vector<std::function<void()>> told_;
    PaymentCounters counters_;
    std::vector<LogEvent> alarms_;
};

}  // namespace viaja::payment
