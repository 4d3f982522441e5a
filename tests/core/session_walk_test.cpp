// Random walks of a session through all of its inputs, under a clock that is set at will: what is
// due is done at once, and what is not over waits for something.

#include <algorithm>
#include <array>
#include <random>

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/saga.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

class Walk {
  public:
    explicit Walk(unsigned seed) : random_(seed), session_(new_session()) {}

    void step() {
        const int number = draw(4);
        switch (draw(16)) {
            case 1:
                decide_on(AskHold{hold_id(++asked_), request(), replaced()});
                break;
            case 2:
                if (draw(4) == 1) decide_on(DropHold{hold_id(number)});
                break;
            case 3:
                decide_on(Pay{"card", "tok_ok", total(session_)});
                break;
            case 4:
                decide_on(Pay{"pix", "", total(session_)});
                if (draw(20) == 1) decide_on(StopPayment{});
                break;
            case 5:
                if (draw(20) != 1) break;
                decide_on(QuoteCancellation{hold_id(200).value, {}});
                decide_on(ConfirmCancellation{hold_id(200).value});
                break;
            case 6:
                if (draw(8) == 1) decide_on(ForceCancel{});
                break;
            case 7:
                decide_on(RetryNow{});
                break;
            case 8:
                now_ += draw(2) == 1 ? Duration(std::chrono::seconds(draw(20)))
                                     : Duration(std::chrono::milliseconds(draw(900)));
                break;
            case 9:
                if (draw(30) == 1) now_ += draw(2) == 1 ? 1h : -1h;
                break;
            case 10:
                now_ = std::max(now_, std::min(due_at(session_, kRules), now_ + 30s));
                break;
            default:
                answer_one();
                break;
        }
    }

    std::string complaint() {
        for (int turn = 0; turn < 3; ++turn) {
            pass_time(session_, now_, kRules);
            derive_supplier_commands(session_, now_, kRules);
            derive_payment_commands(session_, now_, kRules);
            derive_timeout_notices(session_, now_, kRules);
        }
        if (due_at(session_, kRules) <= now_) return "what is due is not done";
        if (clock_reached(session_, kRules) > clock_was_set_back_from(now_)) {
            return "it is left behind by the clock for good";
        }
        const bool of_saga = session_.saga && session_.saga->retry.next_attempt_at;
        const bool undo = is_pending_at_a_hold(session_, Command::unconfirm);
        const bool confirm = is_pending_at_a_hold(session_, Command::confirm);
        if (session_.saga && !of_saga && !undo && !confirm) return "a saga waits for nothing";
        if (confirm && (undo || of_saga)) return "it goes forward and back";
        if (undo && session_.state != SessionState::paying) return "an undo outside of a payment";
        if ((session_.state == SessionState::paying) != (session_.saga && !is_given_back())) {
            return "paying without a saga, or the other way round";
        }
        const bool ended =
            session_.state == SessionState::open || session_.state == SessionState::expired;
        const bool settled = session_.payments.empty() ||
                             session_.payments.back().state == PaymentState::voided ||
                             session_.payments.back().state == PaymentState::refunded ||
                             session_.payments.back().state == PaymentState::declined;
        if (ended && !settled) return "the money of a failed payment is not given back";
        return "";
    }

    SessionState state() const { return session_.state; }

  private:
    int draw(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)) + 1; }

    bool is_given_back() const { return session_.saga->table == kCancelTripName; }

    static HoldRequest request() {
        HoldRequest request;
        request.item = FlightItem{"I0", "I01370", parse_date("2027-02-01").value()};
        request.travellers = {"Ana Souza"};
        return request;
    }

    std::optional<HoldId> replaced() {
        return draw(2) == 1 ? std::optional(hold_id(draw(asked_))) : std::nullopt;
    }

    template <class Input>
    void decide_on(const Input& input) {
        decide(session_, input, now_, kRules);
    }

    void answer_one() {
        const int number = draw(std::max(asked_, 1));
        const auto* hold = find_hold(std::as_const(session_), hold_id(number));
        const bool is_pending = hold && hold->retry.next_attempt_at;
        const auto pending = is_pending ? *pending_request(session_, *hold) : Command::authorize;
        const bool old = draw(12) == 1;
        const int attempt = old ? session_.attempt - 1 : session_.attempt;
        if (pending == Command::hold) {
            decide_on(
                answer(Command::hold, number, 0, draw(4) == 1 ? Answer::refused : Answer::held));
        } else if (pending == Command::cancel) {
            decide_on(answer(Command::cancel, number, 0, Answer::cancelled));
        } else if (pending == Command::expire) {
            decide_on(answer(Command::expire, number, 0, Answer::expired));
        } else if (pending == Command::unconfirm) {
            decide_on(answer(Command::unconfirm, number, attempt, Answer::unconfirmed));
        }
        if (!session_.saga || draw(2) == 1) return;
        const auto command = old ? Command::authorize : session_.saga->pending;
        if (command == Command::confirm && hold) {
            const bool no = draw(4) == 1;
            decide_on(answer(Command::confirm, number, attempt,
                             no ? Answer::refused : Answer::confirmed,
                             no && draw(2) == 1 ? "gone" : ""));
            return;
        }
        const bool no = draw(5) == 1;
        if (command == Command::authorize)
            decide_on(answer(command, attempt, no ? Answer::declined : Answer::authorized));
        if (command == Command::capture)
            decide_on(answer(command, attempt, no ? Answer::capture_refused : Answer::captured));
        if (command == Command::charge) {
            const auto yes = draw(3) == 1 ? Answer::paid : Answer::waiting;
            decide_on(answer(command, attempt, no ? Answer::declined : yes));
        }
        if (command == Command::void_) {
            const bool pix = session_.payments.back().method == kPix;
            decide_on(answer(command, attempt, pix && no ? Answer::refunded : Answer::voided));
        }
        if (command == Command::refund)
            decide_on(answer(command, attempt, no ? Answer::refused : Answer::refunded));
    }

    std::mt19937 random_;
    Session session_;
    Instant now_ = kStart;
    int asked_ = 0;
};

TEST(SessionWalk, WhatIsDueIsDoneAndWhatIsNotOverWaits) {
    std::array<int, 6> ends{};
    for (unsigned seed = 1; seed <= 2'000; ++seed) {
        Walk walk(seed);
        for (int step = 0; step < 300; ++step) {
            walk.step();
            ASSERT_EQ(walk.complaint(), "") << "seed " << seed << ", step " << step;
        }
        ++ends[static_cast<std::size_t>(walk.state())];
    }
    for (const auto state :
         {SessionState::confirmed, SessionState::expired, SessionState::cancelled})
        EXPECT_GT(ends[static_cast<std::size_t>(state)], 10) << name_of(state);
}

}  // namespace
}  // namespace viaja::session
