// Random commands, in any order and number, on several holds that share units. Whatever comes, the
// machine of a hold keeps these properties.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <ostream>
#include <set>

#include "common/supplier/core/hold.hpp"
#include "common/supplier/core/units.hpp"

namespace viaja::supplier {
namespace {

constexpr int kHolds = 4;
constexpr int kUnits = 3;
constexpr int kCapacity = 3;
constexpr int kAttemptsMax = 4;

struct Ask {
    int hold = 0;
    Command command{};
    int attempt = 0;
    bool supplier_refuses = false;
    bool deadline_passes = false;  ///< before this ask, and it stays past
};

std::ostream& operator<<(std::ostream& out, const Ask& ask) {
    return out << viaja::name_of(ask.command) << " " << ask.hold << " #" << ask.attempt
               << (ask.supplier_refuses ? " no" : "") << (ask.deadline_passes ? " late" : "");
}

bool ended(HoldState state) {
    return state == HoldState::refused || state == HoldState::cancelled ||
           state == HoldState::expired;
}

/// A supplier as small as can be. Hold h takes h + 1 of unit h and one of the next unit, so that
/// neighbours compete.
class Supplier {
  public:
    Supplier() {
        for (int unit = 0; unit < kUnits; ++unit)
            units_.push_back({.id = "unit " + std::to_string(unit), .capacity = kCapacity});
    }

    HoldDecision handle(const Ask& ask) {
        past_deadline_ = past_deadline_ || ask.deadline_passes;
        auto& hold = holds_[ask.hold];
        const auto decision = decide(hold, input_of(ask));
        if (decision.next.state != hold.state) {
            for (const auto& [unit, quantity] : claims_of(ask.hold))
                move(units_.at(unit), quantity, hold.state, decision.next.state);
        }
        hold = decision.next;
        return decision;
    }

    const Hold& hold(int number) { return holds_[number]; }
    const std::vector<Unit>& units() const { return units_; }

    /// What the holds say is taken from a unit, counted afresh.
    Unit counted(std::size_t unit) const {
        Unit result{.id = units_.at(unit).id, .capacity = kCapacity};
        for (const auto& [number, hold] : holds_) {
            for (const auto& [claimed, quantity] : claims_of(number)) {
                if (claimed != unit) continue;
                if (hold.state == HoldState::held) result.held += quantity;
                if (hold.state == HoldState::confirmed) result.confirmed += quantity;
            }
        }
        return result;
    }

  private:
    static std::map<std::size_t, int> claims_of(int hold) {
        const auto first = static_cast<std::size_t>(hold % kUnits);
        return {{first, hold % kUnits + 1}, {(first + 1) % kUnits, 1}};
    }

    HoldInput input_of(const Ask& ask) const {
        HoldInput input{.command = ask.command,
                        .attempt = ask.attempt,
                        .past_deadline = past_deadline_,
                        .refusal = ask.supplier_refuses ? "no" : ""};
        if (ask.command != Command::hold) return input;
        for (const auto& [unit, quantity] : claims_of(ask.hold)) {
            if (units_.at(unit).free() < quantity) input.refusal = "sold_out";
        }
        return input;
    }

    bool past_deadline_ = false;
    std::map<int, Hold> holds_;
    std::vector<Unit> units_;
};

rc::Gen<Ask> asks() {
    return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, kHolds),
                                       rc::gen::weightedElement<Command>({{4, Command::hold},
                                                                          {5, Command::confirm},
                                                                          {4, Command::unconfirm},
                                                                          {1, Command::cancel},
                                                                          {1, Command::expire}}),
                                       rc::gen::inRange(1, kAttemptsMax + 1),
                                       rc::gen::inRange(0, 8), rc::gen::inRange(0, 60)),
                        [](const std::tuple<int, Command, int, int, int>& drawn) {
                            const auto [hold, command, attempt, refuses, passes] = drawn;
                            const bool pays =
                                command == Command::confirm || command == Command::unconfirm;
                            return Ask{.hold = hold,
                                       .command = command,
                                       .attempt = pays ? attempt : 0,
                                       .supplier_refuses = refuses == 0,
                                       .deadline_passes = passes == 0};
                        });
}

/// Up to 400 commands: long enough to come to every row of the table (tested below).
std::vector<Ask> sequence() {
    return *rc::gen::scale(4.0, rc::gen::container<std::vector<Ask>>(asks()));
}

RC_GTEST_PROP(HoldProperties, I1UnitsAddUpAfterEveryCommand, ()) {
    Supplier supplier;
    for (const auto& ask : sequence()) {
        supplier.handle(ask);
        for (std::size_t unit = 0; unit < supplier.units().size(); ++unit) {
            RC_ASSERT(supplier.units()[unit] == supplier.counted(unit));
            RC_ASSERT(supplier.units()[unit].free() >= 0);
        }
    }
}

RC_GTEST_PROP(HoldProperties, ARepeatedRequestGetsTheSameAnswerUntilItsHoldChanges, ()) {
    struct Answered {
        Hold hold;  ///< as it was after the answer
        HoldDecision decision;
    };
    std::map<std::tuple<int, Command, int>, Answered> answers;
    Supplier supplier;
    for (const auto& ask : sequence()) {
        const auto key = std::tuple(ask.hold, ask.command, ask.attempt);
        const auto before = supplier.hold(ask.hold);
        const auto decision = supplier.handle(ask);
        const auto earlier = answers.find(key);
        // Only a hold that no row remembers may be answered anew: nothing was promised for it.
        if (earlier != answers.end() && earlier->second.hold == before &&
            before.state != HoldState::none) {
            RC_ASSERT(decision.answer == earlier->second.decision.answer);
            RC_ASSERT(decision.reason == earlier->second.decision.reason);
            RC_ASSERT(decision.next == before);
        }
        answers.insert_or_assign(key, Answered{supplier.hold(ask.hold), decision});
    }
}

RC_GTEST_PROP(HoldProperties, ARequestRepeatedAtOnceChangesNothingWhateverTheSupplierSaysNow, ()) {
    Supplier supplier;
    for (const auto& ask : sequence()) {
        const auto first = supplier.handle(ask);
        const auto units = supplier.units();
        auto again = ask;
        again.supplier_refuses = *rc::gen::arbitrary<bool>();
        const auto second = supplier.handle(again);
        RC_ASSERT(second.answer == first.answer);
        RC_ASSERT(second.reason == first.reason);
        RC_ASSERT(second.next == first.next);
        RC_ASSERT(supplier.units() == units);
    }
}

RC_GTEST_PROP(HoldProperties, EndStatesAndTombstonesAreFinal, ()) {
    Supplier supplier;
    for (const auto& ask : sequence()) {
        const auto before = supplier.hold(ask.hold);
        supplier.handle(ask);
        if (ended(before.state)) RC_ASSERT(supplier.hold(ask.hold) == before);
        if (before.state != HoldState::none) {
            RC_ASSERT(supplier.hold(ask.hold).state != HoldState::none);
        }
    }
}

RC_GTEST_PROP(HoldProperties, AnOlderAttemptNeverChangesAnything, ()) {
    Supplier supplier;
    for (const auto& ask : sequence()) {
        const auto before = supplier.hold(ask.hold);
        const auto decision = supplier.handle(ask);
        const bool of_attempt =
            ask.command == Command::confirm || ask.command == Command::unconfirm;
        if (of_attempt && ask.attempt < before.attempt) {
            RC_ASSERT(decision.next == before);
            RC_ASSERT(decision.answer != Answer::confirmed);
        }
        RC_ASSERT(decision.next.attempt >= before.attempt);
    }
}

RC_GTEST_PROP(HoldProperties, AConfirmTakesOnlyWhatWasHeld, ()) {
    Supplier supplier;
    for (const auto& ask : sequence()) {
        const auto before = supplier.hold(ask.hold);
        const auto decision = supplier.handle(ask);
        const bool was_taken =
            before.state == HoldState::held || before.state == HoldState::confirmed;
        if (ask.command != Command::confirm) {
            RC_ASSERT(decision.answer != Answer::confirmed);
        } else if (decision.answer == Answer::confirmed) {
            RC_ASSERT(was_taken);
            RC_ASSERT(decision.next.state == HoldState::confirmed);
        } else {
            RC_ASSERT(decision.answer == Answer::refused);
            RC_ASSERT(!decision.reason.empty());
            RC_ASSERT(ended(decision.next.state) ==
                      (ended(before.state) || (before.state == HoldState::none &&
                                               decision.next.state != HoldState::none)));
        }
    }
}

RC_GTEST_PROP(HoldProperties, OnlyAHoldTakesUnitsAndAnUndoIsAlwaysAnswered, ()) {
    Supplier supplier;
    for (const auto& ask : sequence()) {
        const auto before = supplier.hold(ask.hold);
        const auto decision = supplier.handle(ask);
        if (before.state == HoldState::none && decision.next.state == HoldState::held) {
            RC_ASSERT(ask.command == Command::hold);
        }
        if (ask.command == Command::unconfirm) RC_ASSERT(decision.answer == Answer::unconfirmed);
        if (ask.command == Command::cancel) RC_ASSERT(decision.answer == Answer::cancelled);
        if (ask.command == Command::expire) {
            RC_ASSERT(decision.answer == (before.state == HoldState::confirmed ? Answer::not_expired
                                                                               : Answer::expired));
        }
    }
}

/// "held confirm = 0": the state before, the command, how its attempt compares with the hold's,
/// and whether the supplier refuses.
std::string row_of_table(const Hold& before, const Ask& ask) {
    auto row = std::string(name_of(before.state)) + " " + std::string(viaja::name_of(ask.command));
    if (ask.attempt == 0) return row;
    row += ask.attempt < before.attempt ? " <" : ask.attempt == before.attempt ? " =" : " >";
    if (ask.command == Command::confirm && ask.supplier_refuses) row += " no";
    return row;
}

TEST(HoldProperties, RandomSequencesReachEveryRowOfTheTable) {
    std::set<std::string> reached;
    // Seeded, so that it cannot fail by chance; the properties above draw anew in each run.
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Supplier supplier;
        const auto size = 100;
        const auto drawn = rc::gen::scale(4.0, rc::gen::container<std::vector<Ask>>(asks()))(
            rc::Random(seed), size);
        for (const auto& ask : drawn.value()) {
            reached.insert(row_of_table(supplier.hold(ask.hold), ask));
            supplier.handle(ask);
        }
    }
    for (const std::string row : {"none hold",
                                  "none confirm >",
                                  "none unconfirm >",
                                  "none cancel",
                                  "none expire",
                                  "held hold",
                                  "held confirm <",
                                  "held confirm =",
                                  "held confirm >",
                                  "held confirm > no",
                                  "held unconfirm <",
                                  "held unconfirm =",
                                  "held unconfirm >",
                                  "held cancel",
                                  "held expire",
                                  "confirmed hold",
                                  "confirmed confirm <",
                                  "confirmed confirm =",
                                  "confirmed confirm >",
                                  "confirmed unconfirm <",
                                  "confirmed unconfirm =",
                                  "confirmed unconfirm >",
                                  "confirmed cancel",
                                  "confirmed expire",
                                  "refused hold",
                                  "refused confirm >",
                                  "refused unconfirm >",
                                  "refused cancel",
                                  "refused expire",
                                  "cancelled hold",
                                  "cancelled confirm >",
                                  "cancelled unconfirm >",
                                  "cancelled cancel",
                                  "cancelled expire",
                                  "expired hold",
                                  "expired confirm >",
                                  "expired unconfirm >",
                                  "expired cancel",
                                  "expired expire"}) {
        EXPECT_TRUE(reached.contains(row)) << row;
    }
}

}  // namespace
}  // namespace viaja::supplier
