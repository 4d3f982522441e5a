// Stories of payments in a bad network: each was once the shortest way to do damage with one rule
// taken away. A line is what happens; what the payment does stands behind it.
//
//   authorize#1           the command for attempt 1 arrives
//   gateway authorize#1   the gateway executes a call that was sent (`, no`: the bank refuses)
//   outcome authorize#1   its outcome arrives

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "payment-service/core/payment.hpp"
#include "tests/properties/payment_model_gateway.hpp"

namespace viaja::payment {
namespace {

class Story {
  public:
    Story() : gateway_([this](const GatewayCall&) { return bank_; }) {}

    std::string play(const std::string& script) {
        std::istringstream lines(script);
        std::string told;
        for (std::string line; std::getline(lines, line);)
            told += line + " | " + happens(line) + "\n";
        return told + at_rest();
    }

  private:
    std::string happens(std::string line) {
        const auto refusal = line.find(", no");
        bank_ = refusal == std::string::npos ? GatewayOutcome::ok() : GatewayOutcome::no("bank");
        line = line.substr(0, refusal);
        std::string actor = "command";
        if (const auto space = line.find(' '); space != std::string::npos) {
            actor = line.substr(0, space);
            line = line.substr(space + 1);
        }
        const auto hash = line.find('#');
        const auto name = line.substr(0, hash);
        auto& payment = payments_[std::stoi(line.substr(hash + 1))];
        payment.id = {.session_id = session_, .attempt = std::stoi(line.substr(hash + 1))};
        if (actor == "command") return commanded(payment, name);
        const auto operation = named<Operation>(name);
        if (!operation) return "the script is wrong";
        const GatewayCall call{payment.id, *operation, payment.amount, payment.token};
        if (actor == "gateway") {
            if (!sent_.contains(call.key())) return "was never asked";
            return print(outcomes_[call.key()] = gateway_.execute(call));
        }
        if (!outcomes_.contains(call.key())) return "no outcome yet";
        return decided(payment, take(payment, *operation, 0, outcomes_[call.key()], now_));
    }

    std::string commanded(Payment& payment, const std::string& name) {
        PaymentCommand command;
        command.command = named<Command>(name).value();
        command.session_id = session_;
        command.attempt = payment.id.attempt;
        command.deadline = now_;
        command.amount = {.amount = 100, .currency = "BRL"};
        command.token = "tok";
        return decided(payment, decide(payment, command, now_));
    }

    std::string decided(Payment& payment, const Decision& decision) {
        payment = decision.next;
        std::string text(name_of(payment.state));
        if (decision.call) {
            const GatewayCall call{payment.id, *decision.call, {}, {}};
            sent_.insert(call.key());
            text += ", asks " + std::string(name_of(call.operation));
        }
        if (decision.reply) {
            text += ", answers " + std::string(viaja::name_of(decision.reply->answer));
            if (!decision.reply->reason.empty()) text += ": " + decision.reply->reason;
        }
        return text + (decision.unreachable ? " !" : "");
    }

    static std::string print(const GatewayOutcome& outcome) {
        return outcome == GatewayOutcome::ok() ? "ok" : "no: " + outcome.reason;
    }

    std::string at_rest() const {
        std::string text;
        for (const auto& [attempt, payment] : payments_) {
            text += "=> #" + std::to_string(attempt) + " " + std::string(name_of(payment.state));
            text += ", at the gateway:";
            for (const auto operation :
                 {Operation::authorize, Operation::capture, Operation::void_, Operation::refund}) {
                if (gateway_.did(payment.id, operation)) {
                    text += " " + std::string(name_of(operation));
                }
            }
            text += gateway_.open(payment.id) ? " (money is reserved)\n" : "\n";
        }
        return text;
    }

    const SessionId session_ = *SessionId::parse("01980000-0000-7000-8000-000000000001");
    const Instant now_ = from_micros(1'800'000'000'000'000);
    GatewayOutcome bank_;
    ModelGateway gateway_;
    std::map<int, Payment> payments_;
    std::set<std::string> sent_;
    std::map<std::string, GatewayOutcome> outcomes_;
};

TEST(PaymentStory, TheHappyPayment) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1\n"
                           "outcome authorize#1\n"
                           "capture#1\n"
                           "gateway capture#1\n"
                           "outcome capture#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1 | ok\n"
              "outcome authorize#1 | authorized, answers authorized\n"
              "capture#1 | capturing, asks capture\n"
              "gateway capture#1 | ok\n"
              "outcome capture#1 | captured, answers captured\n"
              "=> #1 captured, at the gateway: authorize capture\n");
}

TEST(PaymentStory, P1AVoidThatOvertakesItsAuthorizeLeavesATombstone) {
    EXPECT_EQ(Story().play("void#1\n"
                           "authorize#1\n"
                           "gateway authorize#1\n"
                           "gateway void#1\n"
                           "outcome void#1\n"
                           "authorize#1"),
              "void#1 | voiding, asks void\n"
              "authorize#1 | voiding, answers declined: voided\n"
              "gateway authorize#1 | was never asked\n"
              "gateway void#1 | ok\n"
              "outcome void#1 | voided, answers voided\n"
              "authorize#1 | voided, answers declined: voided\n"
              "=> #1 voided, at the gateway: void\n");
}

TEST(PaymentStory, P2AVoidOfAnUnansweredAuthorizeForbidsItAtTheGateway) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "void#1\n"
                           "gateway void#1\n"
                           "outcome void#1\n"
                           "gateway authorize#1\n"
                           "outcome authorize#1"),
              "authorize#1 | none, asks authorize\n"
              "void#1 | voiding, asks void\n"
              "gateway void#1 | ok\n"
              "outcome void#1 | voided, answers voided\n"
              "gateway authorize#1 | no: voided\n"
              "outcome authorize#1 | voided\n"
              "=> #1 voided, at the gateway: void\n");
}

TEST(PaymentStory, P2BAVoidIsNotAnsweredBeforeTheGatewayHasVoided) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1\n"
                           "void#1\n"
                           "void#1\n"
                           "outcome authorize#1\n"
                           "gateway void#1\n"
                           "outcome void#1\n"
                           "void#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1 | ok\n"
              "void#1 | voiding, asks void\n"
              "void#1 | voiding\n"
              "outcome authorize#1 | voiding\n"
              "gateway void#1 | ok\n"
              "outcome void#1 | voided, answers voided\n"
              "void#1 | voided, answers voided\n"
              "=> #1 voided, at the gateway: authorize void\n");
}

TEST(PaymentStory, P3ARefusedCaptureIsNotAskedAgain) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1\n"
                           "outcome authorize#1\n"
                           "capture#1\n"
                           "gateway capture#1, no\n"
                           "outcome capture#1\n"
                           "capture#1\n"
                           "void#1\n"
                           "gateway void#1\n"
                           "outcome void#1\n"
                           "capture#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1 | ok\n"
              "outcome authorize#1 | authorized, answers authorized\n"
              "capture#1 | capturing, asks capture\n"
              "gateway capture#1, no | no: bank\n"
              "outcome capture#1 | capture_refused, answers capture_refused: bank\n"
              "capture#1 | capture_refused, answers capture_refused: bank\n"
              "void#1 | voiding, asks void\n"
              "gateway void#1 | ok\n"
              "outcome void#1 | voided, answers voided\n"
              "capture#1 | voided, answers capture_refused: bank\n"
              "=> #1 voided, at the gateway: authorize void\n");
}

TEST(PaymentStory, P4EachAttemptIsAnAuthorizationOfItsOwn) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1, no\n"
                           "outcome authorize#1\n"
                           "authorize#2\n"
                           "gateway authorize#2\n"
                           "outcome authorize#2\n"
                           "gateway authorize#1\n"
                           "outcome authorize#1\n"
                           "void#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1, no | no: bank\n"
              "outcome authorize#1 | declined, answers declined: bank\n"
              "authorize#2 | none, asks authorize\n"
              "gateway authorize#2 | ok\n"
              "outcome authorize#2 | authorized, answers authorized\n"
              "gateway authorize#1 | no: bank\n"
              "outcome authorize#1 | declined\n"
              "void#1 | declined, answers voided\n"
              "=> #1 declined, at the gateway:\n"
              "=> #2 authorized, at the gateway: authorize (money is reserved)\n");
}

TEST(PaymentStory, ALateRefusalChangesNothingOnceThePaymentIsVoided) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1, no\n"
                           "void#1\n"
                           "gateway void#1\n"
                           "outcome void#1\n"
                           "outcome authorize#1\n"
                           "authorize#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1, no | no: bank\n"
              "void#1 | voiding, asks void\n"
              "gateway void#1 | ok\n"
              "outcome void#1 | voided, answers voided\n"
              "outcome authorize#1 | voided\n"
              "authorize#1 | voided, answers declined: voided\n"
              "=> #1 voided, at the gateway: void\n");
}

TEST(PaymentStory, P6AVoidOfADeclinedPaymentIsAnswered) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1, no\n"
                           "outcome authorize#1\n"
                           "void#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1, no | no: bank\n"
              "outcome authorize#1 | declined, answers declined: bank\n"
              "void#1 | declined, answers voided\n"
              "=> #1 declined, at the gateway:\n");
}

TEST(PaymentStory, G1TheGatewayKeepsARefusedCapture) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1\n"
                           "outcome authorize#1\n"
                           "capture#1\n"
                           "gateway capture#1, no\n"
                           "outcome capture#1\n"
                           "gateway capture#1\n"
                           "outcome capture#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1 | ok\n"
              "outcome authorize#1 | authorized, answers authorized\n"
              "capture#1 | capturing, asks capture\n"
              "gateway capture#1, no | no: bank\n"
              "outcome capture#1 | capture_refused, answers capture_refused: bank\n"
              "gateway capture#1 | no: bank\n"
              "outcome capture#1 | capture_refused\n"
              "=> #1 capture_refused, at the gateway: authorize (money is reserved)\n");
}

TEST(PaymentStory, ACaptureThatIsNotAnsweredIsNeitherVoidedNorForgotten) {
    EXPECT_EQ(Story().play("authorize#1\n"
                           "gateway authorize#1\n"
                           "outcome authorize#1\n"
                           "capture#1\n"
                           "void#1\n"
                           "gateway capture#1\n"
                           "outcome capture#1\n"
                           "void#1\n"
                           "refund#1\n"
                           "gateway refund#1\n"
                           "outcome refund#1\n"
                           "capture#1"),
              "authorize#1 | none, asks authorize\n"
              "gateway authorize#1 | ok\n"
              "outcome authorize#1 | authorized, answers authorized\n"
              "capture#1 | capturing, asks capture\n"
              "void#1 | capturing !\n"
              "gateway capture#1 | ok\n"
              "outcome capture#1 | captured, answers captured\n"
              "void#1 | captured, answers refused: captured !\n"
              "refund#1 | refunding, asks refund\n"
              "gateway refund#1 | ok\n"
              "outcome refund#1 | refunded, answers refunded\n"
              "capture#1 | refunded, answers captured\n"
              "=> #1 refunded, at the gateway: authorize capture refund\n");
}

}  // namespace
}  // namespace viaja::payment
