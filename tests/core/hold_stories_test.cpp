// Stories that did damage while one rule of the hold's machine was missing (docs/saga.md names the
// rules H1 to H10), told from the supplier's side. Each must end well. The same stories for the
// whole system stand in tests/transcripts.

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "common/contract/check.hpp"
#include "common/supplier/core/hold.hpp"
#include "common/supplier/core/units.hpp"

namespace viaja::supplier {
namespace {

Command command_in(const std::string& word) {
    const auto command = named<Command>(word);
    check(command.has_value(), "the script has an unknown command");
    return *command;
}

/// One supplier with one unit. A line of the script is "COMMAND [HOLD] [#ATTEMPT] [no:REASON]
/// [late]": `no` is the supplier's own refusal, `late` a deadline that is past.
class Supplier {
  public:
    explicit Supplier(int capacity) : unit_{.id = "seat", .capacity = capacity} {}

    std::string play(const std::string& script) {
        std::istringstream lines(script);
        std::ostringstream story;
        for (std::string line; std::getline(lines, line);)
            story << line << " -> " << handle(line) << "\n";
        return story.str();
    }

    /// Where everything stands at the end: "A confirmed@1; seat: 2 free, 0 held, 1 confirmed".
    std::string rest() const {
        std::string text;
        for (const auto& [name, hold] : holds_)
            text += name + " " + std::string(name_of(hold.state)) + "@" +
                    std::to_string(hold.attempt) + "; ";
        return text + "seat: " + std::to_string(unit_.free()) + " free, " +
               std::to_string(unit_.held) + " held, " + std::to_string(unit_.confirmed) +
               " confirmed";
    }

  private:
    std::string handle(const std::string& line) {
        std::istringstream words(line);
        std::string word;
        words >> word;
        HoldInput input{.command = command_in(word)};
        std::string name = "A";
        while (words >> word) {
            if (word.starts_with("#")) {
                input.attempt = std::stoi(word.substr(1));
            } else if (word.starts_with("no:")) {
                input.refusal = word.substr(3);
            } else if (word == "late") {
                input.past_deadline = true;
            } else {
                name = word;
            }
        }
        if (input.command == Command::hold && input.refusal.empty() && unit_.free() < 1) {
            input.refusal = "sold_out";
        }
        auto& hold = holds_[name];
        const auto decision = decide(hold, input);
        if (decision.next.state != hold.state) move(unit_, 1, hold.state, decision.next.state);
        hold = decision.next;
        auto text = std::string(viaja::name_of(decision.answer));
        if (!decision.reason.empty()) text += ": " + decision.reason;
        return text;
    }

    Unit unit_;
    std::map<std::string, Hold> holds_;
};

TEST(HoldStories, H1ACancelThatOvertakesItsHoldLeavesATombstone) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("cancel\nhold"),
              "cancel -> cancelled\n"
              "hold -> refused: cancelled\n");
    EXPECT_EQ(supplier.rest(), "A cancelled@0; seat: 1 free, 0 held, 0 confirmed");
}

TEST(HoldStories, H2AnExpiryThatOvertakesItsHoldLeavesATombstone) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("expire\nhold"),
              "expire -> expired\n"
              "hold -> refused: expired\n");
    EXPECT_EQ(supplier.rest(), "A expired@0; seat: 1 free, 0 held, 0 confirmed");
}

TEST(HoldStories, H2PastTheDeadlineTheLateHoldIsRefusedWithoutAnyTombstone) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("expire late\nhold late\nconfirm #1 late\nunconfirm #1 late"),
              "expire late -> expired\n"
              "hold late -> refused: expired\n"
              "confirm #1 late -> refused: gone\n"
              "unconfirm #1 late -> unconfirmed\n");
    EXPECT_EQ(supplier.rest(), "A none@0; seat: 1 free, 0 held, 0 confirmed");
}

TEST(HoldStories, H3ARefusedHoldStaysRefusedWhenThereIsRoomLater) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold no:sold_out\nhold"),
              "hold no:sold_out -> refused: sold_out\n"
              "hold -> refused: sold_out\n");
    EXPECT_EQ(supplier.rest(), "A refused@0; seat: 1 free, 0 held, 0 confirmed");
}

TEST(HoldStories, H5H8AConfirmThatWasRefusedStaysRefusedForItsAttempt) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nconfirm #1 no:overbooked\nconfirm #1"),
              "hold -> held\n"
              "confirm #1 no:overbooked -> refused: overbooked\n"
              "confirm #1 -> refused: overbooked\n");
    EXPECT_EQ(supplier.rest(), "A held@1; seat: 0 free, 1 held, 0 confirmed");
}

TEST(HoldStories, H5EALateConfirmOfTheFirstAttemptIsRefusedAfterTheSecond) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nconfirm #1 no:overbooked\nconfirm #2 no:closed\nconfirm #1"),
              "hold -> held\n"
              "confirm #1 no:overbooked -> refused: overbooked\n"
              "confirm #2 no:closed -> refused: closed\n"
              "confirm #1 -> refused: closed\n");
    EXPECT_EQ(supplier.rest(), "A held@2; seat: 0 free, 1 held, 0 confirmed");
}

TEST(HoldStories, H6AnUnconfirmThatOvertakesItsConfirmClosesTheAttempt) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nunconfirm #1\nconfirm #1"),
              "hold -> held\n"
              "unconfirm #1 -> unconfirmed\n"
              "confirm #1 -> refused: attempt_over\n");
    EXPECT_EQ(supplier.rest(), "A held@1; seat: 0 free, 1 held, 0 confirmed");
}

TEST(HoldStories, H7ALateUnconfirmOfTheFirstAttemptDoesNotTouchTheSecond) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nunconfirm #1\nconfirm #2\nunconfirm #1"),
              "hold -> held\n"
              "unconfirm #1 -> unconfirmed\n"
              "confirm #2 -> confirmed\n"
              "unconfirm #1 -> unconfirmed\n");
    EXPECT_EQ(supplier.rest(), "A confirmed@2; seat: 0 free, 0 held, 1 confirmed");
}

TEST(HoldStories, H9ATimeoutDoesNotActOnAConfirmedHold) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nconfirm #1\nexpire late"),
              "hold -> held\n"
              "confirm #1 -> confirmed\n"
              "expire late -> not_expired\n");
    EXPECT_EQ(supplier.rest(), "A confirmed@1; seat: 0 free, 0 held, 1 confirmed");
}

TEST(HoldStories, H10AnUnconfirmIsAnsweredInEveryEndState) {
    Supplier supplier(4);
    EXPECT_EQ(supplier.play("hold A\nexpire A\nunconfirm A #1\n"
                            "hold B\ncancel B\nunconfirm B #1\n"
                            "hold C no:sold_out\nunconfirm C #1\n"
                            "unconfirm D #1"),
              "hold A -> held\nexpire A -> expired\nunconfirm A #1 -> unconfirmed\n"
              "hold B -> held\ncancel B -> cancelled\nunconfirm B #1 -> unconfirmed\n"
              "hold C no:sold_out -> refused: sold_out\nunconfirm C #1 -> unconfirmed\n"
              "unconfirm D #1 -> unconfirmed\n");
    EXPECT_EQ(supplier.rest(),
              "A expired@0; B cancelled@0; C refused@0; D cancelled@1; "
              "seat: 4 free, 0 held, 0 confirmed");
}

TEST(HoldStories, NOATTOnlyTheNumberOfTheAttemptTellsALateConfirmFromANewOne) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nconfirm #1 no:overbooked\nconfirm #1\nconfirm #2"),
              "hold -> held\n"
              "confirm #1 no:overbooked -> refused: overbooked\n"
              "confirm #1 -> refused: overbooked\n"
              "confirm #2 -> confirmed\n");
    EXPECT_EQ(supplier.rest(), "A confirmed@2; seat: 0 free, 0 held, 1 confirmed");
}

TEST(HoldStories, I1TheLastSeatGoesToOneAndComesBackOnce) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold A\nhold B\ncancel A\ncancel A\nhold B\nhold C\nhold D"),
              "hold A -> held\n"
              "hold B -> refused: sold_out\n"
              "cancel A -> cancelled\n"
              "cancel A -> cancelled\n"
              "hold B -> refused: sold_out\n"  // its id is spent; a new try takes a new id
              "hold C -> held\n"
              "hold D -> refused: sold_out\n");
    EXPECT_EQ(supplier.rest(),
              "A cancelled@0; B refused@0; C held@0; D refused@0; "
              "seat: 0 free, 1 held, 0 confirmed");
}

TEST(HoldStories, ACancelAfterTheSaleGivesTheSeatBack) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nconfirm #1\ncancel\nconfirm #1\nunconfirm #1\nexpire\nhold"),
              "hold -> held\n"
              "confirm #1 -> confirmed\n"
              "cancel -> cancelled\n"
              "confirm #1 -> refused: gone\n"
              "unconfirm #1 -> unconfirmed\n"
              "expire -> expired\n"
              "hold -> refused: cancelled\n");
    EXPECT_EQ(supplier.rest(), "A cancelled@1; seat: 1 free, 0 held, 0 confirmed");
}

TEST(HoldStories, UndoneConfirmsCanBeConfirmedByTheNextAttempt) {
    Supplier supplier(1);
    EXPECT_EQ(supplier.play("hold\nconfirm #1\nunconfirm #1\nconfirm #1\nconfirm #2\nconfirm #2"),
              "hold -> held\n"
              "confirm #1 -> confirmed\n"
              "unconfirm #1 -> unconfirmed\n"
              "confirm #1 -> refused: attempt_over\n"
              "confirm #2 -> confirmed\n"
              "confirm #2 -> confirmed\n");
    EXPECT_EQ(supplier.rest(), "A confirmed@2; seat: 0 free, 0 held, 1 confirmed");
}

}  // namespace
}  // namespace viaja::supplier
