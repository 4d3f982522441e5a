// Payments under any interleaving: commands that repeat and overtake each other, calls to the
// gateway that arrive late, twice or never, outcomes that are lost, repeated and reordered. The
// coordinator here keeps no rules at all.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "payment-service/core/payment.hpp"
#include "tests/properties/payment_model_gateway.hpp"

namespace viaja::payment {
namespace {

constexpr std::int64_t kAmount = 100;
constexpr Command kCommands[] = {Command::authorize, Command::capture, Command::void_,
                                 Command::refund};

/// One thing that happens. `pick` chooses among the calls or the outcomes that are on their way.
struct Event {
    enum class Kind {
        command,
        call_arrives,
        outcome_arrives,
        time_passes,
        call_is_silent,
        news,
    };
    Kind kind{};
    Command command{};
    int attempt = 1;
    std::size_t pick = 0;
    bool bank_refuses = false;
    bool a_day_late = false;
    int refund = 0;  ///< of a refund: how much in all; zero: the whole
};

void showValue(const Event& event, std::ostream& out) {
    out << "{kind " << static_cast<int>(event.kind) << ", " << viaja::name_of(event.command) << "#"
        << event.attempt << ", pick " << event.pick << (event.bank_refuses ? ", no" : "")
        << (event.a_day_late ? ", late}" : "}");
}

rc::Gen<Event> any_event() {
    using Kind = Event::Kind;
    return rc::gen::build<Event>(
        rc::gen::set(&Event::kind, rc::gen::weightedElement<Kind>({{4, Kind::command},
                                                                   {4, Kind::call_arrives},
                                                                   {4, Kind::outcome_arrives},
                                                                   {1, Kind::call_is_silent},
                                                                   {1, Kind::news},
                                                                   {1, Kind::time_passes}})),
        rc::gen::set(&Event::command, rc::gen::weightedElement<Command>({{3, Command::authorize},
                                                                         {3, Command::capture},
                                                                         {1, Command::void_},
                                                                         {1, Command::refund}})),
        rc::gen::set(&Event::attempt, rc::gen::inRange(1, 3)),
        rc::gen::set(&Event::pick, rc::gen::inRange<std::size_t>(0, 1000)),
        rc::gen::set(&Event::bank_refuses, rc::gen::weightedElement<bool>({{3, false}, {1, true}})),
        rc::gen::set(&Event::a_day_late, rc::gen::weightedElement<bool>({{7, false}, {1, true}})),
        rc::gen::set(&Event::refund, rc::gen::element(0, 30, 31, 99)));
}

class World {
  public:
    World() : gateway_([this](const GatewayCall&) { return bank_; }) {
        for (const int attempt : {1, 2})
            payments_[attempt].id = {.session_id = session_, .attempt = attempt};
    }

    void happens(const Event& event) {
        bank_ = event.bank_refuses ? GatewayOutcome::no("bank") : GatewayOutcome::ok();
        switch (event.kind) {
            case Event::Kind::command:
                send(event.command, payments_.at(event.attempt), event.a_day_late, event.refund);
                return;
            case Event::Kind::call_arrives: {
                // Neither calls nor outcomes are ever used up: each may arrive again.
                if (calls_.empty()) return;
                const auto call = calls_[event.pick % calls_.size()];
                outcomes_.emplace_back(call, gateway_.execute(call));
                return;
            }
            case Event::Kind::outcome_arrives: {
                if (outcomes_.empty()) return;
                const auto [call, outcome] = outcomes_[event.pick % outcomes_.size()];
                return take_outcome(call, outcome);
            }
            case Event::Kind::call_is_silent:
                if (calls_.empty()) return;
                return take_outcome(calls_[event.pick % calls_.size()], GatewayOutcome::silence());
            case Event::Kind::news: {
                auto& payment = payments_.at(event.attempt);
                const auto decision = ask_now(payment);
                RC_ASSERT(decision.next == payment && !decision.reply);
                return apply(payment, decision, std::nullopt);
            }
            case Event::Kind::time_passes:
                now_ += kRetryMax;
                for (auto& [attempt, payment] : payments_)
                    apply(payment, ask_again(payment, now_), std::nullopt);
                return;
        }
    }

    /// The quiet world: what is open gets through, and whatever is asked then is answered.
    void come_to_rest() {
        bank_ = GatewayOutcome::ok();
        for (auto& [attempt, payment] : payments_) {
            answer_open_call(payment);
            if (answered_declined_.contains(attempt)) RC_ASSERT(!gateway_.open(payment.id));
            for (const auto command : kCommands) {
                send(command, payment);
                answer_open_call(payment);
                RC_ASSERT(!open_call(payment.state));
                RC_ASSERT(send(command, payment));
            }
        }
    }

    void check_money() const {
        for (const auto& [attempt, payment] : payments_) {
            for (const auto operation :
                 {Operation::authorize, Operation::capture, Operation::void_, Operation::refund}) {
                RC_ASSERT(gateway_.times(payment.id, operation) <= 1);
            }
            const bool captured = gateway_.did(payment.id, Operation::capture);
            RC_ASSERT(gateway_.refunded(payment.id) <= (captured ? kAmount : 0));
            const bool voided = gateway_.did(payment.id, Operation::void_);
            RC_ASSERT(!(captured && voided));
            if (answered_voided_.contains(attempt)) {
                RC_ASSERT(!gateway_.open(payment.id));
                RC_ASSERT(!captured);
            }
            check_row(payment, captured);
        }
    }

  private:
    /// What the row says has happened did happen.
    void check_row(const Payment& payment, bool captured) const {
        switch (payment.state) {
            case State::captured:
                RC_ASSERT(captured && gateway_.refunded(payment.id) == payment.refunded);
                break;
            case State::refunding:
                RC_ASSERT(captured && gateway_.refunded(payment.id) >= payment.refunded);
                break;
            case State::refunded:
                RC_ASSERT(captured && gateway_.refunded(payment.id) == kAmount);
                break;
            case State::declined:
                RC_ASSERT(!gateway_.did(payment.id, Operation::authorize));
                break;
            case State::authorized:
            case State::capture_refused:
                RC_ASSERT(gateway_.open(payment.id));
                break;
            case State::voided:
                RC_ASSERT(!gateway_.open(payment.id));
                break;
            default:
                break;
        }
        RC_ASSERT(open_call(payment.state).has_value() == payment.next_attempt_at.has_value());
    }

    bool send(Command which, Payment& payment, bool a_day_late = false, int refund = 0) {
        PaymentCommand command;
        command.command = which;
        command.session_id = session_;
        command.attempt = payment.id.attempt;
        command.deadline =
            from_micros(0) + (a_day_late ? Duration(0) : std::chrono::hours(24 * 36'500));
        command.amount = {.amount = kAmount, .currency = "BRL"};
        if (which == Command::refund && refund > 0) command.refund = Money{refund, "BRL"};
        command.token = "tok";
        const auto decision = decide(payment, command, now_);
        apply(payment, decision, which);
        return decision.reply.has_value();
    }

    void answer_open_call(Payment& payment) {
        const auto unwritten =
            payment.state == State::none ? std::optional(Operation::authorize) : std::nullopt;
        const auto operation =
            asked_.contains(payment.id.attempt) && unwritten ? unwritten : open_call(payment.state);
        if (!operation) return;
        const auto call = call_of(payment, *operation);
        take_outcome(call, gateway_.execute(call));
    }

    static GatewayCall call_of(const Payment& payment, Operation operation) {
        GatewayCall call{payment.id, operation, payment.amount, payment.token};
        if (operation != Operation::refund) return call;
        call.refund_to = payment.refund_to;
        call.amount.amount = (call.refund_to == 0 ? kAmount : call.refund_to) - payment.refunded;
        return call;
    }

    void take_outcome(const GatewayCall& call, const GatewayOutcome& outcome) {
        auto& payment = payments_.at(call.payment.attempt);
        apply(payment, take(payment, call.operation, call.refund_to, outcome, now_),
              command_of(call.operation));
    }

    void apply(Payment& payment, const Decision& decision, std::optional<Command> command) {
        const auto before = payment.state;
        payment = decision.next;
        if (payment.state != before) {
            RC_ASSERT(entered_.emplace(payment.id.attempt, payment.state, payment.refunded).second);
        }
        if (decision.call) {
            RC_ASSERT(is_waited_for(payment.state, *decision.call));
            asked_.insert(payment.id.attempt);
            calls_.push_back(call_of(payment, *decision.call));
        }
        if (decision.reply) {
            RC_ASSERT(command.has_value());
            check_same_answer(payment.id.attempt, *command, before, *decision.reply);
        }
    }

    /// A final answer stays the answer to its request. `authorized` holds until the payment is
    /// voided; a capture or a refund that came before its time may come again in time.
    void check_same_answer(int attempt, Command command, State before, const Reply& reply) {
        const auto key = std::pair(attempt, command);
        if (const auto found = final_.find(key); found != final_.end()) {
            const bool voided_meanwhile = found->second.answer == Answer::authorized &&
                                          reply == Reply{Answer::declined, "voided"};
            const bool more_refunded =
                reply.answer == Answer::refunded && sum_of(found->second) <= sum_of(reply);
            RC_ASSERT(voided_meanwhile || more_refunded || reply == found->second);
        }
        const bool before_its_time =
            reply.reason == "not_authorized" || reply.reason == "not_captured" ||
            reply.reason == "payment_unknown" ||
            (command == Command::capture && (before == State::voiding || before == State::voided));
        if (!before_its_time) final_[key] = reply;
        if (reply.answer == Answer::voided) answered_voided_.insert(attempt);
        if (reply.answer == Answer::declined) answered_declined_.insert(attempt);
    }

    static std::int64_t sum_of(const Reply& reply) {
        return reply.refunded ? reply.refunded->amount : kAmount;
    }

    const SessionId session_ = *SessionId::parse("01980000-0000-7000-8000-000000000001");
    Instant now_ = from_micros(1'800'000'000'000'000);
    GatewayOutcome bank_;
    ModelGateway gateway_;
    std::map<int, Payment> payments_;
    std::vector<GatewayCall> calls_;
    std::vector<std::pair<GatewayCall, GatewayOutcome>> outcomes_;
    std::map<std::pair<int, Command>, Reply> final_;
    std::set<int> answered_voided_;
    std::set<int> answered_declined_;
    std::set<int> asked_;  // attempts for which the gateway was asked
    std::set<std::tuple<int, State, std::int64_t>> entered_;  // none is entered twice
};

RC_GTEST_PROP(PaymentProperties, MoneyMovesOnceAndRequestsKeepTheirAnswers, ()) {
    const auto events = *rc::gen::container<std::vector<Event>>(any_event());
    World world;
    for (const auto& event : events) {
        world.happens(event);
        world.check_money();
    }
    world.come_to_rest();
    world.check_money();
}

RC_GTEST_PROP(PaymentProperties, EveryRetryComesWithinItsBounds, ()) {
    Uuid::Bytes bytes{};
    for (auto& byte : bytes)
        byte = *rc::gen::arbitrary<std::uint8_t>();
    const PaymentId id{.session_id = {Uuid(bytes)}, .attempt = *rc::gen::inRange(1, 1000)};
    const int tries = *rc::gen::inRange(1, 1'000'000);
    const auto delay = retry_delay(id, tries);
    RC_ASSERT(delay >= kFirstRetry * 3 / 4);
    RC_ASSERT(delay <= kRetryMax);
}

}  // namespace
}  // namespace viaja::payment
