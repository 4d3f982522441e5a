#pragma once
// Payments in the pipeline: commands of coordinators, outcomes of the gateway, and calls that are
// due again, each decided on its row by the machine in core/payment.hpp, or core/charge.hpp.
//
// The rule of derivation: from a row in `authorizing`, `capturing`, `voiding` or `refunding`
// follows the call to the gateway under its key, made when the state is committed and again when
// `next_attempt_at` is due. That moment is written in the commit that opens the call, so that a
// crash right after the commit loses nothing. The first authorize is called before a row shows it:
// it follows from the coordinator's row, which asks again where this process dies; and its row is
// written once it stays silent. From a row of a charge follow `open_calls` and `open_notice`
// (core/charge.hpp) in the same way; each is written first. No transaction is open while the
// gateway is asked; its outcome comes back as an input of its own.

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "common/counters/counters.hpp"
#include "common/pipeline/participant.hpp"
#include "common/ports/report.hpp"
#include "payment-service/answer_addresses.hpp"
#include "payment-service/charge_gateway.hpp"
#include "payment-service/core/payment.hpp"
#include "payment-service/gateway.hpp"
#include "payment-service/unanswered_calls.hpp"

namespace viaja::payment {

/// The outcome of a call: ok, no, or the silence of one that no row shows yet.
struct GatewayAnswer {
    GatewayCall call;
    GatewayOutcome outcome;
};

/// The open call of a payment is to be made again, if its time has come.
struct CallDue {
    PaymentId payment;
};

/// The outcome of a call about a charge.
struct ChargeAnswer {
    ChargeCall call;
    ChargeOutcome outcome;
};

/// A charge is to be looked at again, if its time has come.
struct ChargeDue {
    PaymentId charge;
};

/// What a webhook says: a bank has paid. The same report may come again.
struct ReceiptReport {
    PaymentId charge;
    PaidReceipt receipt;
    std::string currency;
    /// Called once after the commit, on the worker's thread: whether the receipt is in the books of
    /// its charge now. False: there is no such charge.
    std::function<void(bool taken)> on_decided;
};
Input to_input(ReceiptReport report);

/// The gateway has said that something became of a payment: its open call, if it has one, is made
/// at once. What the gateway says of it is not believed. It may come never, often, and at any time.
struct GatewayNews {
    /// A refund that came back from the traveller's bank, maybe days after it was answered.
    struct FailedRefund {
        std::string id;  ///< at the gateway
        std::int64_t amount = 0;
    };

    PaymentId payment;
    /// Said and counted: a person has to bring the money to the traveller in another way.
    std::optional<FailedRefund> failed_refund = {};
    /// Called once, when the call is made or there is none to make, on the worker's thread.
    std::function<void()> on_decided;
};
Input to_input(GatewayNews news);

/// What a pipeline's Input holds for payments. A session's timeout means nothing to a payment: the
/// notice is acknowledged, and that is all.
using PaymentInput = std::variant<PaymentCommand, GatewayAnswer, CallDue, TimeoutNotice,
                                  ChargeAnswer, ChargeDue, ReceiptReport, GatewayNews>;

/// True for a command about a charge by Pix; all others are about a card.
bool is_of_charge(const PaymentCommand& command);

/// The input of a message for the payment service; nullopt for a message that it has no use for.
/// Throws Bug with the reason where a command lacks what it needs, or is not a payment's. Pure;
/// any thread.
std::optional<Input> read(const Message& message);

/// The session whose payment an input is about.
SessionId session_of(const Input& input);

struct PaymentCounters {
    std::uint64_t commands = 0;
    std::uint64_t calls = 0;
    std::uint64_t calls_again = 0;
    std::uint64_t silences = 0;
    std::uint64_t resolved_authorized = 0;
    std::uint64_t resolved_declined = 0;
    std::uint64_t tombstones = 0;
    std::uint64_t tombstones_hit = 0;
    std::uint64_t unreachable = 0;
    std::uint64_t webhooks = 0;
    std::uint64_t webhooks_unknown = 0;
    std::uint64_t news = 0;
    std::uint64_t calls_by_news = 0;
    std::uint64_t refunds_failed = 0;
    std::uint64_t returned = 0;

    static constexpr auto list() {
        using Of = PaymentCounters;
        return std::to_array<Counter<Of>>({
            {&Of::commands, "viaja_payment_commands_total",
             "Commands of coordinators that were decided"},
            {&Of::calls, "viaja_payment_gateway_calls_total",
             "Calls to the gateway, repeated ones included"},
            {&Of::calls_again, "viaja_payment_gateway_calls_again_total",
             "Calls to the gateway that repeat an open one"},
            {&Of::silences, "viaja_payment_gateway_silences_total",
             "Calls to the gateway that came back unanswered"},
            {&Of::resolved_authorized, "viaja_payment_resolved_authorized_total",
             "Authorizations granted when asked for again"},
            {&Of::resolved_declined, "viaja_payment_resolved_declined_total",
             "Authorizations declined when asked for again"},
            {&Of::tombstones, "viaja_payment_tombstones_total",
             "Payments without a row that were voided: their authorize was late or is lost"},
            {&Of::tombstones_hit, "viaja_payment_tombstones_hit_total",
             "Authorizes that came after their void"},
            {&Of::unreachable, "viaja_payment_unreachable_total",
             "Commands and answers that should never have come"},
            {&Of::webhooks, "viaja_payment_webhooks_total",
             "Reports of the gateway that a bank has paid, repeated ones included"},
            {&Of::webhooks_unknown, "viaja_payment_webhooks_unknown_total",
             "Reports of the gateway about a charge that there is not"},
            {&Of::news, "viaja_payment_gateway_events_total",
             "Events of the gateway about a payment by card, repeated ones included"},
            {&Of::calls_by_news, "viaja_payment_gateway_calls_by_events_total",
             "Calls to the gateway that an event made before their time"},
            {&Of::refunds_failed, "viaja_payment_refunds_failed_total",
             "Events of the gateway about a refund by card that failed, repeated ones included"},
            {&Of::returned, "viaja_payment_returned_total",
             "Receipts that no trip took and that were given back"},
        });
    }
};

/// Any thread; each of its batches is used by one.
class Payments : public Participant {
  public:
    /// `submit` takes what the gateway answers back into the pipeline; it is called on any thread,
    /// and may still be called when this object is gone.
    Payments(Gateway& gateway, ChargeGateway& charges, std::function<void(Input)> submit,
             Report report = {});
    ~Payments() override;

    std::unique_ptr<Batch> start_batch() override;
    Due find_due(Connection& connection, std::size_t limit) override;

    /// Any thread.
    PaymentCounters counters() const;

  private:
    Due find_due_charges(Connection& connection, std::size_t limit, Due due);

    Gateway& gateway_;
    ChargeGateway& charges_;
    const std::function<void(Input)> submit_;
    const Report report_;
    /// Shared with the gateway, which may answer when this object is gone.
    const std::shared_ptr<SharedCounters<PaymentCounters>> counters_;
    AnswerAddresses addresses_;
    UnansweredCalls unanswered_;
};

}  // namespace viaja::payment
