#pragma once
// Payments in the pipeline: commands of coordinators, outcomes of the gateway, and calls that are
// due again, each decided on its row by the machine in core/payment.hpp.
//
// The rule of derivation: from a row in `authorizing`, `capturing`, `voiding` or `refunding`
// follows the call to the gateway under its key, made when the state is committed and again when
// `next_attempt_at` is due. That moment is written in the commit that opens the call, so that a
// crash right after the commit loses nothing. No transaction is open while the gateway is asked;
// its outcome comes back as an input of its own.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <variant>

#include "common/pipeline/participant.hpp"
#include "payment-service/answer_addresses.hpp"
#include "payment-service/core/payment.hpp"
#include "payment-service/gateway.hpp"

namespace viaja::payment {

/// An answer of the gateway, ok or no.
struct GatewayAnswer {
    PaymentId payment;
    Operation operation{};
    GatewayOutcome outcome;
};

/// The open call of a payment is to be made again, if its time has come.
struct CallDue {
    PaymentId payment;
};

/// What a pipeline's Input holds for payments. A session's timeout means nothing to a payment: the
/// notice is acknowledged, and that is all.
using PaymentInput = std::variant<PaymentCommand, GatewayAnswer, CallDue, TimeoutNotice>;

/// The input of a message for the payment service; nullopt for a message that it has no use for.
/// Throws Bug with the reason where a command lacks what it needs, or is not a payment's. Pure;
/// any thread.
std::optional<Input> read(const Message& message);

/// The session whose payment an input is about.
SessionId session_of(const Input& input);

struct PaymentCounters {
    std::uint64_t commands = 0;
    std::uint64_t calls = 0;                ///< calls to the gateway, repeated ones included
    std::uint64_t calls_again = 0;          ///< the repeated ones
    std::uint64_t silences = 0;             ///< calls that came back without an answer
    std::uint64_t resolved_authorized = 0;  ///< answered `ok` when asked again to authorize
    std::uint64_t resolved_declined = 0;    ///< answered `no` when asked again to authorize
    std::uint64_t tombstones = 0;           ///< a void that came before its authorize
    std::uint64_t tombstones_hit = 0;       ///< an authorize that met its tombstone
    std::uint64_t unreachable = 0;          ///< cells of the table that should never be reached
};

/// Any thread; each of its batches is used by one.
class Payments : public Participant {
  public:
    /// Told in one sentence what a person should see.
    using Report = std::function<void(const std::string& sentence)>;

    /// `submit` takes what the gateway answers back into the pipeline; it is called on any thread,
    /// and may still be called when this object is gone.
    Payments(Gateway& gateway, std::function<void(Input)> submit, Report report = {});
    ~Payments() override;

    std::unique_ptr<Batch> start_batch() override;
    Due find_due(Connection& connection, std::size_t limit) override;

    /// Any thread.
    PaymentCounters counters() const;

  private:
    class Tally;

    Gateway& gateway_;
    const std::function<void(Input)> submit_;
    const Report report_;
    const std::shared_ptr<Tally> tally_;
    AnswerAddresses addresses_;
};

}  // namespace viaja::payment
