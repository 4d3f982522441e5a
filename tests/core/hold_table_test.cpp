// The whole transition table of a hold, as a domain person can read it: every state, every
// command, and for commands of an attempt to pay an older, the same and a newer one.

#include <gtest/gtest.h>

#include <sstream>

#include "common/contract/check.hpp"
#include "common/supplier/core/hold.hpp"

namespace viaja::supplier {
namespace {

std::string text_of(const Hold& hold) {
    auto text = std::string(name_of(hold.state)) + "@" + std::to_string(hold.attempt);
    if (!hold.reason.empty()) text += " (" + hold.reason + ")";
    return text;
}

std::string text_of(const Hold& before, const HoldDecision& decision) {
    auto text = decision.next == before ? "=" : "-> " + text_of(decision.next);
    text += " | " + std::string(viaja::name_of(decision.answer));
    if (!decision.reason.empty()) text += ": " + decision.reason;
    if (decision.surprise == Surprise::counted) text += " | counted";
    if (decision.surprise == Surprise::alarm) text += " | alarm";
    return text;
}

void print(std::ostream& out, const Hold& hold, const HoldInput& input) {
    out << "  " << viaja::name_of(input.command);
    if (input.attempt > 0) out << " " << input.attempt;
    if (!input.refusal.empty()) out << ", supplier says " << input.refusal;
    out << ": " << text_of(hold, decide(hold, input)) << "\n";
}

/// The part of the table for one hold whose attempt is 2 (or that has no row yet).
std::string table_of(const Hold& hold, bool past_deadline = false) {
    std::ostringstream out;
    out << text_of(hold) << (past_deadline ? ", deadline past" : "") << "\n";
    for (const std::string refusal : {"", "sold_out"})
        print(out, hold, {Command::hold, 0, past_deadline, refusal});
    for (const int attempt : {1, 2, 3}) {
        for (const std::string refusal : {"", "overbooked"})
            print(out, hold, {Command::confirm, attempt, past_deadline, refusal});
    }
    for (const int attempt : {1, 2, 3})
        print(out, hold, {Command::unconfirm, attempt, past_deadline, ""});
    print(out, hold, {Command::cancel, 0, past_deadline, ""});
    print(out, hold, {Command::expire, 0, past_deadline, ""});
    return out.str();
}

TEST(HoldTable, AHoldWithoutARowIsTakenOrRefusedAndAnyOtherCommandLeavesATombstone) {
    EXPECT_EQ(table_of({}),
              "none@0\n"
              "  hold: -> held@0 | held\n"
              "  hold, supplier says sold_out: -> refused@0 (sold_out) | refused: sold_out\n"
              "  confirm 1: -> cancelled@1 | refused: gone | counted\n"
              "  confirm 1, supplier says overbooked: -> cancelled@1 | refused: gone | counted\n"
              "  confirm 2: -> cancelled@2 | refused: gone | counted\n"
              "  confirm 2, supplier says overbooked: -> cancelled@2 | refused: gone | counted\n"
              "  confirm 3: -> cancelled@3 | refused: gone | counted\n"
              "  confirm 3, supplier says overbooked: -> cancelled@3 | refused: gone | counted\n"
              "  unconfirm 1: -> cancelled@1 | unconfirmed | counted\n"
              "  unconfirm 2: -> cancelled@2 | unconfirmed | counted\n"
              "  unconfirm 3: -> cancelled@3 | unconfirmed | counted\n"
              "  cancel: -> cancelled@0 | cancelled\n"
              "  expire: -> expired@0 | expired\n");
}

TEST(HoldTable, PastItsDeadlineAHoldWithoutARowIsAnsweredAsExpiredAndNoRowAppears) {
    EXPECT_EQ(table_of({}, true),
              "none@0, deadline past\n"
              "  hold: = | refused: expired\n"
              "  hold, supplier says sold_out: = | refused: expired\n"
              "  confirm 1: = | refused: gone\n"
              "  confirm 1, supplier says overbooked: = | refused: gone\n"
              "  confirm 2: = | refused: gone\n"
              "  confirm 2, supplier says overbooked: = | refused: gone\n"
              "  confirm 3: = | refused: gone\n"
              "  confirm 3, supplier says overbooked: = | refused: gone\n"
              "  unconfirm 1: = | unconfirmed\n"
              "  unconfirm 2: = | unconfirmed\n"
              "  unconfirm 3: = | unconfirmed\n"
              "  cancel: = | cancelled\n"
              "  expire: = | expired\n");
}

TEST(HoldTable, AHeldOneIsConfirmedOnlyByANewerAttempt) {
    EXPECT_EQ(
        table_of({HoldState::held, 2, ""}),
        "held@2\n"
        "  hold: = | held\n"
        "  hold, supplier says sold_out: = | held\n"
        "  confirm 1: = | refused: attempt_over\n"
        "  confirm 1, supplier says overbooked: = | refused: attempt_over\n"
        "  confirm 2: = | refused: attempt_over\n"
        "  confirm 2, supplier says overbooked: = | refused: attempt_over\n"
        "  confirm 3: -> confirmed@3 | confirmed\n"
        "  confirm 3, supplier says overbooked: -> held@3 (overbooked) | refused: overbooked\n"
        "  unconfirm 1: = | unconfirmed\n"
        "  unconfirm 2: = | unconfirmed\n"
        "  unconfirm 3: -> held@3 | unconfirmed\n"
        "  cancel: -> cancelled@2 | cancelled\n"
        "  expire: -> expired@2 | expired\n");
}

TEST(HoldTable, AHeldOneKeepsTheReasonWhyItsAttemptWasRefused) {
    EXPECT_EQ(
        table_of({HoldState::held, 2, "overbooked"}),
        "held@2 (overbooked)\n"
        "  hold: = | held\n"
        "  hold, supplier says sold_out: = | held\n"
        "  confirm 1: = | refused: overbooked\n"
        "  confirm 1, supplier says overbooked: = | refused: overbooked\n"
        "  confirm 2: = | refused: overbooked\n"
        "  confirm 2, supplier says overbooked: = | refused: overbooked\n"
        "  confirm 3: -> confirmed@3 | confirmed\n"
        "  confirm 3, supplier says overbooked: -> held@3 (overbooked) | refused: overbooked\n"
        "  unconfirm 1: = | unconfirmed\n"
        "  unconfirm 2: = | unconfirmed\n"
        "  unconfirm 3: -> held@3 | unconfirmed\n"
        "  cancel: -> cancelled@2 | cancelled\n"
        "  expire: -> expired@2 | expired\n");
}

TEST(HoldTable, AConfirmedOneGoesBackOnlyByItsOwnOrANewerAttemptAndNeverExpires) {
    EXPECT_EQ(table_of({HoldState::confirmed, 2, ""}),
              "confirmed@2\n"
              "  hold: = | held\n"
              "  hold, supplier says sold_out: = | held\n"
              "  confirm 1: = | refused: attempt_over\n"
              "  confirm 1, supplier says overbooked: = | refused: attempt_over\n"
              "  confirm 2: = | confirmed\n"
              "  confirm 2, supplier says overbooked: = | confirmed\n"
              "  confirm 3: -> confirmed@3 | confirmed | counted\n"
              "  confirm 3, supplier says overbooked: -> confirmed@3 | confirmed | counted\n"
              "  unconfirm 1: = | unconfirmed\n"
              "  unconfirm 2: -> held@2 | unconfirmed\n"
              "  unconfirm 3: -> held@3 | unconfirmed\n"
              "  cancel: -> cancelled@2 | cancelled\n"
              "  expire: = | not_expired | alarm\n");
}

/// The end states differ only in what they answer to a hold.
std::string ended(const std::string& name, const std::string& answer_to_hold) {
    return name + "\n  hold: = | refused: " + answer_to_hold +
           "\n  hold, supplier says sold_out: = | refused: " + answer_to_hold +
           "\n"
           "  confirm 1: = | refused: gone\n"
           "  confirm 1, supplier says overbooked: = | refused: gone\n"
           "  confirm 2: = | refused: gone\n"
           "  confirm 2, supplier says overbooked: = | refused: gone\n"
           "  confirm 3: = | refused: gone\n"
           "  confirm 3, supplier says overbooked: = | refused: gone\n"
           "  unconfirm 1: = | unconfirmed\n"
           "  unconfirm 2: = | unconfirmed\n"
           "  unconfirm 3: = | unconfirmed\n"
           "  cancel: = | cancelled\n"
           "  expire: = | expired\n";
}

TEST(HoldTable, EndStatesAnswerEverythingAndNothingChangesThem) {
    EXPECT_EQ(table_of({HoldState::refused, 0, "no_such_day"}),
              ended("refused@0 (no_such_day)", "no_such_day"));
    EXPECT_EQ(table_of({HoldState::cancelled, 2, ""}), ended("cancelled@2", "cancelled"));
    EXPECT_EQ(table_of({HoldState::expired, 2, ""}), ended("expired@2", "expired"));
}

TEST(HoldTable, ADeadlineThatIsPastChangesNothingForAHoldThatHasARow) {
    for (const auto state : {HoldState::held, HoldState::confirmed, HoldState::refused,
                             HoldState::cancelled, HoldState::expired}) {
        const Hold hold{state, 2, state == HoldState::refused ? "sold_out" : ""};
        const auto past = table_of(hold, true);
        EXPECT_EQ(past.substr(past.find('\n')), table_of(hold).substr(table_of(hold).find('\n')));
    }
}

TEST(HoldTable, ACommandForPaymentIsABug) {
    for (const auto state : {HoldState::none, HoldState::held, HoldState::confirmed,
                             HoldState::refused, HoldState::cancelled, HoldState::expired}) {
        EXPECT_THROW(decide({state, 0, ""}, {.command = Command::capture}), Bug);
    }
}

TEST(HoldTable, StatesAreReadBackByTheirNames) {
    for (const auto state : {HoldState::none, HoldState::held, HoldState::confirmed,
                             HoldState::refused, HoldState::cancelled, HoldState::expired}) {
        EXPECT_EQ(named<HoldState>(name_of(state)), state);
    }
    EXPECT_EQ(named<HoldState>("asked"), std::nullopt);
}

}  // namespace
}  // namespace viaja::supplier
