// Payments of many attempts while commands repeat, calls and answers are lost and the service
// crashes, driven by a seed. At the end the faults stop, and our rows must agree with the
// gateway's ledger.

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>
#include <string>

#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kAttempts = 8;
constexpr int kSteps = 120;
constexpr const char* kTokens[] = {"tok_ok",
                                   "tok_do_not_honor",
                                   "tok_slow_3s",
                                   "tok_slow_decline",
                                   "tok_timeout_then_ok",
                                   "tok_timeout_then_declined",
                                   "tok_capture_fails_twice",
                                   "tok_capture_refused"};

class PaymentChaos : public testing::TestWithParam<unsigned> {
  protected:
    int below(int end) { return static_cast<int>(chance_() % static_cast<unsigned>(end)); }

    void something_happens() {
        switch (below(10)) {
            case 0:
                world_.wire->cut = below(2) == 0;
                return;
            case 1:
                world_.wire->deaf = below(2) == 0;
                return;
            case 2:
                world_.crash_service();
                world_.start_service();
                return;
            case 3:
                world_.pass(milliseconds(below(5'000)));
                return;
            case 4:
                world_.service->step();
                return;
            case 5:
                world_.bus.deliver_one();
                return;
            default:
                ask(1 + below(kAttempts));
                if (below(2) == 0) world_.run();
                return;
        }
    }

    void ask(int attempt) {
        constexpr Command kCommands[] = {Command::authorize, Command::authorize, Command::capture,
                                         Command::capture,   Command::void_,     Command::refund};
        world_.publish({world_.command(kCommands[below(6)], attempt, kTokens[attempt - 1])});
    }

    void faults_stop() {
        world_.wire->cut = false;
        world_.wire->deaf = false;
        world_.pass(seconds(180));
        // A coordinator asks until it is answered or gives up; a killed process loses its answers.
        for (int attempt = 1; attempt <= kAttempts; ++attempt) {
            if (world_.state(attempt) == "none") world_.send(Command::void_, attempt);
        }
    }

    void note_answers() {
        for (const auto& reply : world_.replies())
            if (reply.answer == Answer::voided) voided_.insert(reply.attempt);
    }

    void check_against_ledger(int attempt) {
        const auto payment = world_.payment(attempt);
        const auto balance = world_.balance(attempt);
        EXPECT_FALSE(open_call(payment.state)) << name_of(payment.state);
        EXPECT_FALSE(payment.next_attempt_at);
        if (voided_.contains(attempt)) {
            EXPECT_EQ(balance.open() + balance.captured, 0);
        }
        switch (payment.state) {
            case State::authorized:
            case State::capture_refused:
                EXPECT_EQ(balance.open(), 179'990);
                break;
            case State::captured:
                EXPECT_EQ(balance.paid(), 179'990);
                EXPECT_EQ(balance.open(), 0);
                break;
            default:
                EXPECT_EQ(balance.open(), 0);
                EXPECT_EQ(balance.paid(), 0);
        }
    }

    PaymentWorld world_;

  private:
    std::set<int> voided_;
    std::mt19937 chance_{GetParam()};
};

TEST_P(PaymentChaos, EndsWithRowsAndLedgerAgreed) {
    for (int step = 0; step < kSteps; ++step)
        something_happens();
    faults_stop();
    note_answers();
    for (int attempt = 1; attempt <= kAttempts; ++attempt) {
        SCOPED_TRACE("attempt " + std::to_string(attempt) + ", " + kTokens[attempt - 1] + ", " +
                     world_.state(attempt));
        check_against_ledger(attempt);
    }
    EXPECT_TRUE(world_.bus.dead_letters(std::string(topology::kPayment)).empty());
    EXPECT_EQ(world_.bus.pending(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PaymentChaos, testing::Range(1U, 41U));

}  // namespace
}  // namespace viaja::payment
