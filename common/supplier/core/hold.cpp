#include "common/supplier/core/hold.hpp"

#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/reasons.hpp"

namespace viaja::supplier {
namespace {

/// A reason that other services only keep and show.
constexpr const char* kAttemptOver = "attempt_over";

HoldDecision move_to(Hold next, Answer answer, Surprise surprise = Surprise::none) {
    return {.next = std::move(next), .answer = answer, .reason = {}, .surprise = surprise};
}

HoldDecision stay(const Hold& hold, Answer answer, Surprise surprise = Surprise::none) {
    return move_to(hold, answer, surprise);
}

HoldDecision refuse(Hold next, std::string reason, Surprise surprise = Surprise::none) {
    return {.next = std::move(next),
            .answer = Answer::refused,
            .reason = std::move(reason),
            .surprise = surprise};
}

[[noreturn]] void refuse_command() {
    throw Bug("a supplier got a command that is not for suppliers");
}

HoldDecision on_none(const HoldInput& input) {
    const int n = input.attempt;
    switch (input.command) {
        case Command::hold:
            if (!input.refusal.empty()) {
                return refuse({HoldState::refused, 0, input.refusal}, input.refusal);
            }
            return move_to({HoldState::held, 0, ""}, Answer::held);
        case Command::confirm:
            return refuse({HoldState::cancelled, n, ""}, std::string(kGone), Surprise::counted);
        case Command::unconfirm:
            return move_to({HoldState::cancelled, n, ""}, Answer::unconfirmed, Surprise::counted);
        case Command::cancel:
            return move_to({HoldState::cancelled, 0, ""}, Answer::cancelled);
        case Command::expire:
            return move_to({HoldState::expired, 0, ""}, Answer::expired);
        default:
            refuse_command();
    }
}

HoldDecision on_held(const Hold& hold, const HoldInput& input) {
    const int n = input.attempt;
    const int a = hold.attempt;
    switch (input.command) {
        case Command::hold:
            return stay(hold, Answer::held);
        case Command::confirm:
            if (n <= a) return refuse(hold, hold.reason.empty() ? kAttemptOver : hold.reason);
            if (!input.refusal.empty()) {
                return refuse({HoldState::held, n, input.refusal}, input.refusal);
            }
            return move_to({HoldState::confirmed, n, ""}, Answer::confirmed);
        case Command::unconfirm:
            if (n <= a) return stay(hold, Answer::unconfirmed);
            return move_to({HoldState::held, n, ""}, Answer::unconfirmed);
        case Command::cancel:
            return move_to({HoldState::cancelled, a, ""}, Answer::cancelled);
        case Command::expire:
            return move_to({HoldState::expired, a, ""}, Answer::expired);
        default:
            refuse_command();
    }
}

HoldDecision on_confirmed(const Hold& hold, const HoldInput& input) {
    const int n = input.attempt;
    const int a = hold.attempt;
    switch (input.command) {
        case Command::hold:
            return stay(hold, Answer::held);
        case Command::confirm:
            if (n < a) return refuse(hold, kAttemptOver);
            if (n == a) return stay(hold, Answer::confirmed);
            return move_to({HoldState::confirmed, n, ""}, Answer::confirmed, Surprise::counted);
        case Command::unconfirm:
            if (n < a) return stay(hold, Answer::unconfirmed);
            return move_to({HoldState::held, n, ""}, Answer::unconfirmed);
        case Command::cancel:
            return move_to({HoldState::cancelled, a, ""}, Answer::cancelled);
        case Command::expire:
            return stay(hold, Answer::not_expired, Surprise::alarm);
        default:
            refuse_command();
    }
}

/// Refused, cancelled and expired are final: every command is answered, and changes nothing.
HoldDecision on_ended(const Hold& hold, const HoldInput& input) {
    switch (input.command) {
        case Command::hold:
            return refuse(hold, hold.state == HoldState::refused
                                    ? hold.reason
                                    : std::string(name_of(hold.state)));
        case Command::confirm:
            return refuse(hold, std::string(kGone));
        case Command::unconfirm:
            return stay(hold, Answer::unconfirmed);
        case Command::cancel:
            return stay(hold, Answer::cancelled);
        case Command::expire:
            return stay(hold, Answer::expired);
        default:
            refuse_command();
    }
}

/// As an expired hold, but without leaving a row.
HoldDecision on_none_past_deadline(const HoldInput& input) {
    auto decision = on_ended({HoldState::expired, 0, ""}, input);
    decision.next = Hold{};
    return decision;
}

}  // namespace

HoldDecision decide(const Hold& hold, const HoldInput& input) {
    switch (hold.state) {
        case HoldState::none:
            return input.past_deadline ? on_none_past_deadline(input) : on_none(input);
        case HoldState::held:
            return on_held(hold, input);
        case HoldState::confirmed:
            return on_confirmed(hold, input);
        case HoldState::refused:
        case HoldState::cancelled:
        case HoldState::expired:
            return on_ended(hold, input);
    }
    throw Bug("a hold is in no known state");
}

}  // namespace viaja::supplier
