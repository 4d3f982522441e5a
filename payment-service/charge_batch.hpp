#pragma once
// The charges of one transaction of the payment service, decided one input after the other. Part of
// PaymentsBatch (batch.hpp), on the thread of its pipeline.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/pipeline/participant.hpp"
#include "payment-service/charge_gateway.hpp"
#include "payment-service/charge_store.hpp"
#include "payment-service/payments.hpp"

namespace viaja::payment {

class ChargeBatch {
  public:
    /// Asks the gateway; called once at most, after the commit.
    using Perform = std::function<void(std::vector<ChargeCall>)>;

    explicit ChargeBatch(Perform perform) : perform_(std::move(perform)) {}

    void load(Connection& connection, const std::set<SessionId>& sessions);
    void decide(const PaymentCommand& command, const Origin& origin, Instant now);
    void decide(const ChargeAnswer& answer, const Origin& origin, Instant now);
    void decide(const ReceiptReport& report, const Origin& origin, Instant now);
    void decide(const ChargeDue& due, const Origin& origin, Instant now);
    void save(Connection& connection, Instant now);
    void add_effects(Effects& effects);
    Instant next_due() const;

    const PaymentCounters& counters() const { return counters_; }
    const std::vector<LogEvent>& alarms() const { return alarms_; }

  private:
    ChargeRow& row_of(const PaymentId& id);
    void apply(ChargeRow& row, ChargeDecision decision, const Origin& origin);
    /// To the address `session`, as `paid` and `returned`, which no command asks for.
    void reply(const Charge& charge, const ChargeReply& reply, const TraceContext& context);

    const Perform perform_;
    std::map<PaymentId, ChargeRow> rows_;
    std::set<PaymentId> changed_;
    std::map<PaymentId, TraceContext> to_ask_;
    std::map<std::pair<PaymentId, Answer>, Outgoing> replies_;
    std::vector<std::function<void()>> told_;
    PaymentCounters counters_;
    std::vector<LogEvent> alarms_;
};

}  // namespace viaja::payment
