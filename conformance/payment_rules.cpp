// What a payment service must keep (docs/messages.md, "To payment and back"). The cards are those
// of the test gateway, unless the options name others.

#include <nlohmann/json.hpp>

#include "conformance/rules.hpp"
#include "conformance/shared_rules.hpp"

namespace viaja::conformance {
namespace {

using nlohmann::json;

const Money kAmount{10'000, "BRL"};

struct PaymentTest {
    Participant& participant;
    const Options& options;

    SessionId begin() { return SessionId{participant.new_id()}; }
    PaymentCommand command(const SessionId& session_id, Command command, int attempt = 1,
                           const std::string& card = {}) {
        const auto& token = card.empty() ? options.good_card : card;
        return {command,
                session_id,
                attempt,
                participant.now() + kDeadlineAhead,
                kAmount,
                "card",
                command == Command::authorize ? token : "",
                std::nullopt,
                participant.reply_to()};
    }
    PaymentReply ask(const SessionId& session_id, Command what, int attempt = 1,
                     const std::string& card = {}) {
        return participant.ask(command(session_id, what, attempt, card));
    }
};

void expect_payment(const PaymentReply& reply, Answer wanted, const std::string& reason = "") {
    const bool fits = reply.answer == wanted && (reason.empty() || reply.reason == reason);
    const auto words = [](Answer answer, const std::string& why) {
        return std::string(name_of(answer)) + (why.empty() ? "" : " (" + why + ")");
    };
    expect(fits, std::string(name_of(reply.command)) + " was answered " +
                     words(reply.answer, reply.reason) + ", not " + words(wanted, reason));
}

SessionId authorized(PaymentTest& test) {
    const auto session = test.begin();
    expect_payment(test.ask(session, Command::authorize), Answer::authorized);
    return session;
}

SessionId captured(PaymentTest& test) {
    const auto session = authorized(test);
    expect_payment(test.ask(session, Command::capture), Answer::captured);
    return session;
}

void authorize(PaymentTest& test) {
    const auto session = authorized(test);
    expect_payment(test.ask(session, Command::authorize), Answer::authorized);
    test.ask(session, Command::void_);
}

void decline(PaymentTest& test) {
    const auto session = test.begin();
    const auto first = test.ask(session, Command::authorize, 1, test.options.declined_card);
    expect_payment(first, Answer::declined);
    expect(!first.reason.empty(), "declined has no code");
    expect_payment(test.ask(session, Command::authorize, 1, test.options.declined_card),
                   Answer::declined, first.reason);
}

void decline_voided(PaymentTest& test) {
    const auto session = test.begin();
    expect_payment(test.ask(session, Command::authorize, 1, test.options.declined_card),
                   Answer::declined);
    expect_payment(test.ask(session, Command::void_), Answer::voided);
}

void capture(PaymentTest& test) {
    const auto session = captured(test);
    expect_payment(test.ask(session, Command::capture), Answer::captured);
}

void capture_first(PaymentTest& test) {
    expect_payment(test.ask(test.begin(), Command::capture), Answer::capture_refused);
}

void void_(PaymentTest& test) {
    const auto session = authorized(test);
    expect_payment(test.ask(session, Command::void_), Answer::voided);
    expect_payment(test.ask(session, Command::void_), Answer::voided);
}

void capture_voided(PaymentTest& test) {
    const auto session = authorized(test);
    expect_payment(test.ask(session, Command::void_), Answer::voided);
    expect_payment(test.ask(session, Command::capture), Answer::capture_refused);
}

void void_first(PaymentTest& test) {
    const auto session = test.begin();
    expect_payment(test.ask(session, Command::void_), Answer::voided);
    expect_payment(test.ask(session, Command::authorize), Answer::declined);
}

void void_captured(PaymentTest& test) {
    expect_payment(test.ask(captured(test), Command::void_), Answer::refused, "captured");
}

void refund(PaymentTest& test) {
    const auto session = captured(test);
    expect_payment(test.ask(session, Command::refund), Answer::refunded);
    expect_payment(test.ask(session, Command::refund), Answer::refunded);
}

void refund_first(PaymentTest& test) {
    expect_payment(test.ask(test.begin(), Command::refund), Answer::refused);
}

void attempts(PaymentTest& test) {
    const auto session = test.begin();
    expect_payment(test.ask(session, Command::authorize, 1, test.options.declined_card),
                   Answer::declined);
    expect_payment(test.ask(session, Command::authorize, 2), Answer::authorized);
    expect_payment(test.ask(session, Command::authorize, 1), Answer::declined);
    expect_payment(test.ask(session, Command::void_, 2), Answer::voided);
}

void payment_list(PaymentTest& test) {
    const auto first = test.command(test.begin(), Command::void_);
    const auto last = test.command(test.begin(), Command::void_);
    auto broken = json::parse(test.participant.text_of(first));
    broken["content"]["amount"]["amount"] = -1;
    examine_list(test.participant, first, broken, last, [&] {
        expect_payment(test.participant.answer_to(first), Answer::voided);
        expect_payment(test.participant.answer_to(last), Answer::voided);
    });
}

void payment_garbage(PaymentTest& test) {
    examine_garbage(test.participant, {"this is no JSON", R"({"type":"authorize"})"});
    expect_payment(test.ask(test.begin(), Command::void_), Answer::voided);
}

void payment_timeout(PaymentTest& test) {
    examine_timeout(test.participant);
}

void payment_heartbeat(PaymentTest& test) {
    examine_heartbeat(test.participant);
}

void payment_restart(PaymentTest& test) {
    if (!test.options.restart) throw NotExamined("--restart does not say how to restart it");
    const auto session = captured(test);
    const auto forbidden = test.begin();
    expect_payment(test.ask(forbidden, Command::void_), Answer::voided);
    test.options.restart();
    const auto after = test.participant.ask_until_answered(test.command(session, Command::capture));
    expect_payment(after, Answer::captured);
    expect_payment(test.ask(forbidden, Command::authorize), Answer::declined);
}

constexpr Rule<PaymentTest> kPaymentRules[] = {
    {"heartbeat", "service.who is answered with service.alive", payment_heartbeat},
    {"authorize", "a good card is authorized, and again when it is repeated", authorize},
    {"decline", "a declined card has a code, the same when it is repeated", decline},
    {"decline-voided", "a declined attempt can be voided", decline_voided},
    {"capture", "what is authorized is captured, and again when it is repeated", capture},
    {"capture-first", "a capture without an authorize is refused", capture_first},
    {"void", "what is authorized is voided, and again when it is repeated", void_},
    {"capture-voided", "what was voided is not captured", capture_voided},
    {"void-first", "an authorize that comes after its void is declined", void_first},
    {"void-captured", "a void of what was captured is refused as captured", void_captured},
    {"refund", "what was captured is refunded, and again when it is repeated", refund},
    {"refund-first", "a refund without a capture is refused", refund_first},
    {"attempts", "each attempt of a session is a payment of its own", attempts},
    {"list", "of a list each item succeeds or fails alone", payment_list},
    {"garbage", "what cannot be read is a dead letter with a reason, and work goes on",
     payment_garbage},
    {"timeout", "a timeout of a schedule is acknowledged", payment_timeout},
    {"restart", "what was answered before a restart is answered the same after it",
     payment_restart},
};

}  // namespace

std::vector<Finding> examine_payment(const Wire& wire, const Options& options,
                                     const std::function<void(const Finding&)>& on_found) {
    Participant participant(wire, options.address, options.patience);
    PaymentTest test{participant, options};
    std::vector<Finding> findings;
    for (const auto& rule : kPaymentRules) {
        if (!is_wanted(options, rule.name)) continue;
        findings.push_back(
            found_by(participant, rule.name, rule.sentence, [&] { rule.examine(test); }));
        on_found(findings.back());
    }
    return findings;
}

}  // namespace viaja::conformance
