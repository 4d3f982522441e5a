#pragma once
// The tables of a later version of this program, for tests of sagas that outlive the program which
// began them.

#include <array>

#include "session-service/core/rules.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::session {

/// A later version of a trip paid by card: it asks the suppliers before it asks for money.
inline constexpr std::array kCardTrip9 = {
    Step{"confirm", Command::confirm, Command::unconfirm, StepKind::compensatable,
         StepScope::each_hold},
    Step{"authorize", Command::authorize, Command::void_, StepKind::compensatable},
    Step{"capture", Command::capture, std::nullopt, StepKind::pivot},
};

inline Rules newer_program() {
    Rules rules;
    rules.tables.known.push_back({"card/9", kCardTrip9, SagaEnd::trip_confirmed});
    rules.tables.for_payments = "card/9";
    return rules;
}

}  // namespace viaja::session
