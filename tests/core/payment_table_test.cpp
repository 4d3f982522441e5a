// The transition table of core/payment.hpp, printed from the machine and compared whole.
//
//   =          the state stays          -> state   it changes
//   call       the open call is made    ...        no answer yet
//   !          counted as unreachable

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>

#include "payment-service/core/payment.hpp"

namespace viaja::payment {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array kStates{State::none,      State::authorizing, State::authorized,
                             State::declined,  State::capturing,   State::capture_refused,
                             State::captured,  State::voiding,     State::voided,
                             State::refunding, State::refunded};
constexpr std::array kCommands{Command::authorize, Command::capture, Command::void_,
                               Command::refund};
constexpr std::array kOperations{Operation::authorize, Operation::capture, Operation::void_,
                                 Operation::refund};

const Instant kNow = from_micros(1'800'000'000'000'000);
const Instant kDeadline = kNow + minutes(5);

PaymentId payment_id() {
    return {.session_id = *SessionId::parse("01980000-0000-7000-8000-000000000001"), .attempt = 1};
}

PaymentCommand command_for(Command command) {
    PaymentCommand message;
    message.command = command;
    message.session_id = payment_id().session_id;
    message.attempt = 1;
    message.deadline = kDeadline;
    message.amount = {.amount = 179'990, .currency = "BRL"};
    message.method = "card";
    message.token = command == Command::authorize ? "tok_ok" : "";
    message.reply_to = "session";
    return message;
}

Payment payment_in(State state) {
    Payment payment;
    payment.id = payment_id();
    payment.state = state;
    if (state == State::none) return payment;
    payment.amount = {.amount = 179'990, .currency = "BRL"};
    payment.method = "card";
    payment.token = "tok_ok";
    if (state == State::declined || state == State::capture_refused) payment.reason = "the bank";
    if (open_call(state)) {
        payment.tries = 3;
        payment.next_attempt_at = kNow + seconds(4);
    }
    return payment;
}

std::string print(const Payment& before, const Decision& decision) {
    std::string cell = "=";
    if (decision.next.state != before.state) {
        cell = "-> " + std::string(name_of(decision.next.state));
    } else if (decision.next != before) {
        cell = "= but changed";
    }
    if (decision.call) cell += " call";
    if (decision.reply) {
        cell += " " + std::string(viaja::name_of(decision.reply->answer));
        if (!decision.reply->reason.empty()) cell += ": " + decision.reply->reason;
    } else {
        cell += " ...";
    }
    return cell + (decision.unreachable ? " !" : "");
}

TEST(PaymentTable, EveryCommandInEveryState) {
    std::string table;
    for (const auto state : kStates) {
        table += std::string(name_of(state)) + "\n";
        for (const auto command : kCommands) {
            const auto payment = payment_in(state);
            const auto decision = decide(payment, command_for(command), kNow);
            table +=
                "  " + std::string(viaja::name_of(command)) + " " + print(payment, decision) + "\n";
        }
    }
    EXPECT_EQ(table, R"(none
  authorize = but changed call ...
  capture = capture_refused: not_authorized
  void -> voiding call ...
  refund = refused: payment_unknown !
authorizing
  authorize = ...
  capture = capture_refused: not_authorized !
  void -> voiding call ...
  refund = refused: not_captured !
authorized
  authorize = authorized
  capture -> capturing call ...
  void -> voiding call ...
  refund = refused: not_captured !
declined
  authorize = declined: the bank
  capture = capture_refused: not_authorized
  void = voided
  refund = refused: not_captured !
capturing
  authorize = authorized
  capture = ...
  void = ... !
  refund = ...
capture_refused
  authorize = authorized
  capture = capture_refused: the bank
  void -> voiding call ...
  refund = refused: not_captured !
captured
  authorize = authorized
  capture = captured
  void = refused: captured !
  refund -> refunding call ...
voiding
  authorize = declined: voided
  capture = capture_refused: voided
  void = ...
  refund = refused: not_captured !
voided
  authorize = declined: voided
  capture = capture_refused: voided
  void = voided
  refund = refused: not_captured !
refunding
  authorize = authorized
  capture = captured
  void = refused: captured
  refund = ...
refunded
  authorize = authorized
  capture = captured
  void = refused: captured
  refund = refunded
)");
}

TEST(PaymentTable, EveryOutcomeOfTheOpenCall) {
    std::string table;
    for (const auto state : kStates) {
        const auto first =
            state == State::none ? std::optional(Operation::authorize) : std::nullopt;
        const auto operation = first ? first : open_call(state);
        if (!operation) continue;
        const auto payment = payment_in(state);
        table += std::string(name_of(state)) + "\n";
        table += "  ok " +
                 print(payment, take(payment, *operation, 0, GatewayOutcome::ok(), kNow)) + "\n";
        table += "  no " +
                 print(payment, take(payment, *operation, 0, GatewayOutcome::no("gone"), kNow)) +
                 "\n";
        table += "  silence " +
                 print(payment, take(payment, *operation, 0, GatewayOutcome::silence(), kNow)) +
                 "\n";
    }
    EXPECT_EQ(table, R"(none
  ok -> authorized authorized
  no -> declined declined: gone
  silence -> authorizing call ...
authorizing
  ok -> authorized authorized
  no -> declined declined: gone
  silence = ...
capturing
  ok -> captured captured
  no -> capture_refused capture_refused: gone
  silence = ...
voiding
  ok -> voided voided
  no = refused: gone !
  silence = ...
refunding
  ok -> refunded refunded
  no = refused: gone !
  silence = ...
)");
}

TEST(PaymentTable, TheGatewaysReasonDoesNotSayThatRowsWereLost) {
    for (const auto state : {State::voiding, State::refunding}) {
        const auto payment = payment_in(state);
        const auto reason_of = [&](const std::string& reason) {
            const auto no = GatewayOutcome::no(reason);
            return take(payment, *open_call(state), 0, no, kNow).reply.value().reason;
        };
        EXPECT_EQ(reason_of("not_captured"), "gateway_not_captured");
        EXPECT_EQ(reason_of("payment_unknown"), "gateway_payment_unknown");
        EXPECT_EQ(reason_of("charge_disputed"), "charge_disputed");
        EXPECT_EQ(reason_of(""), "refused_by_gateway");
    }
}

TEST(PaymentTable, AnOutcomeThatIsNotWaitedForChangesNothing) {
    for (const auto state : kStates) {
        for (const auto operation : kOperations) {
            if (is_waited_for(state, operation)) continue;
            const auto payment = payment_in(state);
            for (const auto& outcome :
                 {GatewayOutcome::ok(), GatewayOutcome::no("late"), GatewayOutcome::silence()}) {
                EXPECT_EQ(print(payment, take(payment, operation, 0, outcome, kNow)), "= ...")
                    << name_of(state) << " took " << name_of(operation);
            }
        }
    }
}

TEST(PaymentTable, ACommandOfASupplierIsABug) {
    EXPECT_THROW(decide(payment_in(State::none), command_for(Command::hold), kNow),
                 std::logic_error);
}

TEST(Payment, AuthorizeTakesOverWhatTheCommandSays) {
    const auto next = decide(payment_in(State::none), command_for(Command::authorize), kNow).next;
    EXPECT_EQ(next.amount, (Money{.amount = 179'990, .currency = "BRL"}));
    EXPECT_EQ(next.method, "card");
    EXPECT_EQ(next.token, "tok_ok");
    EXPECT_EQ(next.state, State::none) << "its row is written with the answer";
}

TEST(Payment, AnAuthorizeBehindTheDeadlineIsStillTaken) {
    const auto decision =
        decide(payment_in(State::none), command_for(Command::authorize), kDeadline + hours(1));
    EXPECT_EQ(decision.call, Operation::authorize);
}

TEST(Payment, AnAuthorizeADayBehindTheDeadlineIsRefusedAndVoided) {
    const auto last = kDeadline + kLateAuthorizeMax;
    const auto none = payment_in(State::none);
    const auto authorize = command_for(Command::authorize);
    EXPECT_EQ(decide(none, authorize, last).call, Operation::authorize);
    const auto late = decide(none, authorize, last + Duration(1));
    EXPECT_EQ(print(none, late), "-> voiding call declined: expired");
    EXPECT_EQ(late.call, Operation::void_) << "a call that no row shows may have been executed";
    EXPECT_EQ(late.next.token, "");
    EXPECT_EQ(late.next.amount, authorize.amount);
}

TEST(Payment, AnAuthorizeADayLateIsRefusedWithTheSameReasonEachTime) {
    const auto late = kDeadline + kLateAuthorizeMax + Duration(1);
    const auto authorize = command_for(Command::authorize);
    auto payment = decide(payment_in(State::none), authorize, late).next;
    EXPECT_EQ(print(payment, decide(payment, authorize, late)), "= declined: expired");
    payment = take(payment, Operation::void_, 0, GatewayOutcome::ok(), late).next;
    EXPECT_EQ(payment.state, State::voided);
    EXPECT_EQ(print(payment, decide(payment, authorize, kNow)), "= declined: expired");
}

TEST(Payment, AnOutcomeBehindAnAuthorizeADayLateIsUndone) {
    const auto late = kDeadline + kLateAuthorizeMax + Duration(1);
    const auto payment =
        decide(payment_in(State::none), command_for(Command::authorize), late).next;
    const auto first = take(payment, Operation::authorize, 0, GatewayOutcome::ok(), late);
    EXPECT_EQ(print(payment, first), "= ...");
}

TEST(Payment, AnOldAuthorizeOfAKnownPaymentGetsItsAnswer) {
    const auto late = kDeadline + kLateAuthorizeMax + hours(1000);
    const auto decision =
        decide(payment_in(State::captured), command_for(Command::authorize), late);
    EXPECT_EQ(decision.reply, (Reply{Answer::authorized, ""}));
}

TEST(Payment, ATombstoneKeepsTheAmountForPeopleAndNoToken) {
    auto command = command_for(Command::void_);
    command.token = "tok_ok";
    const auto next = decide(payment_in(State::none), command, kNow).next;
    EXPECT_EQ(next.amount.amount, 179'990);
    EXPECT_EQ(next.token, "");
    EXPECT_EQ(next.state, State::voiding) << "an authorize may be on its way to the gateway";
}

TEST(Payment, ARefusedCaptureKeepsItsReasonWhenItIsVoided) {
    auto payment = payment_in(State::capture_refused);
    payment = decide(payment, command_for(Command::void_), kNow).next;
    payment = take(payment, Operation::void_, 0, GatewayOutcome::ok(), kNow).next;
    EXPECT_EQ(print(payment, decide(payment, command_for(Command::capture), kNow)),
              "= capture_refused: the bank");
    EXPECT_EQ(print(payment, decide(payment, command_for(Command::void_), kNow)), "= voided");
}

TEST(Payment, AnOpenedCallIsDueAgainFromTheSameDecisionOn) {
    const auto next =
        decide(payment_in(State::authorized), command_for(Command::capture), kNow).next;
    ASSERT_TRUE(next.next_attempt_at);
    EXPECT_EQ(*next.next_attempt_at, kNow + retry_delay(next.id, 1));
    EXPECT_FALSE(
        take(next, Operation::capture, 0, GatewayOutcome::ok(), kNow).next.next_attempt_at);
}

TEST(Payment, ASilentFirstCallIsMadeAgainAndFromThenOnByItself) {
    const auto asked = decide(payment_in(State::none), command_for(Command::authorize), kNow).next;
    const auto silent = take(asked, Operation::authorize, 0, GatewayOutcome::silence(), kNow);
    EXPECT_EQ(silent.call, Operation::authorize);
    EXPECT_EQ(silent.next.token, "tok_ok");
    EXPECT_EQ(silent.next.tries, 2);
    EXPECT_EQ(silent.next.next_attempt_at, kNow + retry_delay(asked.id, 2));
}

TEST(Payment, TheOpenCallIsMadeAgainWhenItIsDueAndNotBefore) {
    const auto payment = payment_in(State::capturing);
    const auto due = *payment.next_attempt_at;
    EXPECT_EQ(print(payment, ask_again(payment, due - Duration(1))), "= ...");
    const auto again = ask_again(payment, due);
    EXPECT_TRUE(again.call);
    EXPECT_EQ(again.next.state, State::capturing);
    EXPECT_EQ(again.next.tries, 4);
    EXPECT_EQ(*again.next.next_attempt_at, due + retry_delay(payment.id, 4));
}

TEST(Payment, TheOpenCallIsMadeAgainWhenItLiesFurtherAheadThanTheLongestPause) {
    const auto payment = payment_in(State::capturing);
    const auto due = *payment.next_attempt_at;
    EXPECT_EQ(print(payment, ask_again(payment, due - kRetryMax)), "= ...");
    const auto set_back = due - kRetryMax - Duration(1);
    const auto again = ask_again(payment, set_back);
    EXPECT_TRUE(again.call);
    EXPECT_EQ(*again.next.next_attempt_at, set_back + retry_delay(payment.id, 4));
}

TEST(Payment, NothingIsAskedAgainWhereNoCallIsOpen) {
    for (const auto state : kStates) {
        if (open_call(state)) continue;
        const auto payment = payment_in(state);
        EXPECT_EQ(print(payment, ask_again(payment, kNow + hours(1))), "= ...") << name_of(state);
    }
}

TEST(Payment, RetriesBackOffToHalfAMinuteAndNeverEnd) {
    const auto id = payment_id();
    const seconds full[] = {seconds(1),  seconds(2),  seconds(4), seconds(8),
                            seconds(16), seconds(30), seconds(30)};
    for (int tries = 1; tries <= 7; ++tries) {
        const auto delay = retry_delay(id, tries);
        EXPECT_LE(delay, full[tries - 1]);
        EXPECT_GE(delay, Duration(full[tries - 1]) * 3 / 4);
    }
    EXPECT_LE(retry_delay(id, 1'000'000), kRetryMax);
    EXPECT_GE(retry_delay(id, 1'000'000), kRetryMax * 3 / 4);
}

TEST(Payment, RetriesOfDifferentPaymentsSpread) {
    auto other = payment_id();
    other.attempt = 2;
    EXPECT_NE(retry_delay(payment_id(), 6), retry_delay(other, 6));
    EXPECT_EQ(retry_delay(other, 6), retry_delay(other, 6));
}

TEST(Payment, NamesAreReadBack) {
    for (const auto state : kStates)
        EXPECT_EQ(named<State>(name_of(state)), state);
    for (const auto operation : kOperations)
        EXPECT_EQ(named<Operation>(name_of(operation)), operation);
    EXPECT_FALSE(named<State>("unknown"));
    EXPECT_FALSE(named<Operation>("void_"));
}

}  // namespace
}  // namespace viaja::payment
