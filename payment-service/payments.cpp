#include "payment-service/payments.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "payment-service/batch.hpp"
#include "payment-service/charge_store.hpp"

namespace viaja::payment {
namespace {

constexpr std::size_t kTokenMax = 255;
constexpr std::size_t kMethodMax = 32;
constexpr std::string_view kPixMethod = "pix";

void check_command(const PaymentCommand& command) {
    switch (command.command) {
        case Command::authorize:
            check(command.amount.amount > 0, "authorize: the amount must be above zero");
            check(!command.token.empty(), "authorize: the token is missing");
            check(!is_of_charge(command), "a Pix is not authorized");
            break;
        case Command::charge:
            check(command.amount.amount > 0, "charge: the amount must be above zero");
            check(command.pay_until.has_value(), "charge: pay_until is missing");
            break;
        case Command::capture:
            check(!is_of_charge(command), "a Pix is not captured");
            break;
        case Command::void_:
        case Command::refund:
        case Command::acknowledge:
            break;
        default:
            throw Bug("the payment service knows no such command");
    }
    check(command.attempt >= 1, "the attempt must be 1 or more");
    check(command.amount.currency.size() == 3, "the currency must be three letters");
    check(command.token.size() <= kTokenMax, "the token is too long");
    check(command.method.size() <= kMethodMax, "the method's name is too long");
}

Input to_input(PaymentInput content) {
    Input input;
    input.content = std::move(content);
    return input;
}

}  // namespace

bool is_of_charge(const PaymentCommand& command) {
    return command.command == Command::charge || command.command == Command::acknowledge ||
           command.method == kPixMethod;
}

Input to_input(ReceiptReport report) {
    return to_input(PaymentInput(std::move(report)));
}

Input to_input(GatewayNews news) {
    return to_input(PaymentInput(std::move(news)));
}

SessionId session_of(const Input& input) {
    return std::visit(
        Match{
            [](const PaymentCommand& command) { return command.session_id; },
            [](const TimeoutNotice& notice) { return notice.session_id; },
            [](const GatewayAnswer& answer) { return answer.call.payment.session_id; },
            [](const CallDue& due) { return due.payment.session_id; },
            [](const ChargeAnswer& answer) { return answer.call.charge.session_id; },
            [](const ChargeDue& due) { return due.charge.session_id; },
            [](const ReceiptReport& report) { return report.charge.session_id; },
            [](const GatewayNews& news) { return news.payment.session_id; },
        },
        input.as<PaymentInput>());
}

std::optional<Input> read(const Message& message) {
    using Read = std::optional<Input>;
    return std::visit(
        Match{
            [](const PaymentCommand& command) -> Read {
                check_command(command);
                return to_input(command);
            },
            [](const TimeoutNotice& notice) -> Read {
                if (!notice.schedule) return std::nullopt;
                return to_input(notice);
            },
            // Of a schedule that was asked for in this service's name: it has none of its own.
            [](const ScheduleReply&) -> Read { return std::nullopt; },
            [&](const auto&) -> Read {
                throw Bug("payment-service has no use for \"" + type_of(message) + "\"");
            },
        },
        message);
}

Payments::Payments(Gateway& gateway, ChargeGateway& charges, std::function<void(Input)> submit,
                   Report report)
    : gateway_(gateway),
      charges_(charges),
      submit_(std::move(submit)),
      report_(std::move(report)),
      counters_(std::make_shared<SharedCounters<PaymentCounters>>()) {}

Payments::~Payments() = default;

std::unique_ptr<Batch> Payments::start_batch() {
    auto perform = [this](std::vector<GatewayCall> calls) {
        // Answers may come when this object is gone, so the callback keeps what it needs.
        gateway_.perform(
            std::move(calls), [submit = submit_, counters = counters_](
                                  const GatewayCall& call, const GatewayOutcome& outcome) {
                if (outcome.kind == GatewayOutcome::Kind::silence) {
                    // Nothing follows from silence now: the call is made again in its time.
                    counters->count(&PaymentCounters::silences);
                    return;
                }
                auto input = to_input(GatewayAnswer{call, outcome});
                input.origin.input = "answer to " + std::string(name_of(call.operation));
                input.origin.context = call.context;
                submit(std::move(input));
            });
    };
    auto perform_charges = [this](std::vector<ChargeCall> calls) {
        charges_.perform_charges(
            std::move(calls), [submit = submit_, counters = counters_](
                                  const ChargeCall& call, const ChargeOutcome& outcome) {
                if (outcome.kind == ChargeOutcome::Kind::silence) {
                    counters->count(&PaymentCounters::silences);
                    return;
                }
                auto input = to_input(PaymentInput(ChargeAnswer{call, outcome}));
                input.origin.input = "answer to " + std::string(name_of(call.call.operation));
                input.origin.context = call.context;
                submit(std::move(input));
            });
    };
    auto committed = [this](const PaymentCounters& counters, const std::vector<LogEvent>& alarms) {
        counters_->add(counters);
        if (!report_) return;
        for (const auto& alarm : alarms)
            report_(alarm);
    };
    return std::make_unique<PaymentsBatch>(std::move(perform), std::move(perform_charges),
                                           std::move(committed), addresses_, unanswered_);
}

Participant::Due Payments::find_due(Connection& connection, std::size_t limit) {
    Due due;
    const auto now = connection.now();
    const auto propose = [&](PaymentInput content) {
        Input input = to_input(std::move(content));
        input.fail_if_busy = true;
        due.inputs.push_back(std::move(input));
    };
    for (const auto& call : unanswered_.silent(now, limit))
        propose(GatewayAnswer{call, GatewayOutcome::silence()});
    if (const auto next = unanswered_.next_after(now)) due.next_in = *next - now;
    for (const auto& call : next_calls(connection, limit + 1)) {
        if (call.at > now || due.inputs.size() == limit) {
            const auto wait = std::max(call.at - now, Duration(0));
            due.next_in = std::min(due.next_in.value_or(wait), wait);
            break;
        }
        propose(CallDue{call.payment});
    }
    for (const auto& call : calls_left_behind(connection, now, limit - due.inputs.size()))
        propose(CallDue{call.payment});
    return find_due_charges(connection, limit, std::move(due));
}

Participant::Due Payments::find_due_charges(Connection& connection, std::size_t limit, Due due) {
    const auto now = connection.now();
    const auto propose = [&](const PaymentId& id) {
        Input input = to_input(PaymentInput(ChargeDue{id}));
        input.fail_if_busy = true;
        due.inputs.push_back(std::move(input));
    };
    for (const auto& charge : next_charges(connection, limit + 1)) {
        if (charge.at > now || due.inputs.size() >= limit) {
            const auto wait = std::max(charge.at - now, Duration(0));
            due.next_in = std::min(due.next_in.value_or(wait), wait);
            break;
        }
        propose(charge.payment);
    }
    if (due.inputs.size() >= limit) return due;
    for (const auto& charge : charges_left_behind(connection, now, limit - due.inputs.size()))
        propose(charge.payment);
    return due;
}

PaymentCounters Payments::counters() const {
    return counters_->sum();
}

}  // namespace viaja::payment
