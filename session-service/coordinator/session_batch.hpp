#pragma once
// One transaction of the coordinator: the sessions of a batch of inputs, decided one after the
// other, and what follows from them. Used by SessionParticipant (session_participant.hpp) on the
// thread of its pipeline.

#include <memory>

#include "session-service/coordinator/session_participant.hpp"
#include "session-service/core/rules.hpp"

namespace viaja::session {

/// What the batches of a participant share. All of it outlives them.
struct BatchParts {
    const Rules& rules;
    const SessionParticipant::OnChanged& on_changed;
    IgnoredAnswers& ignored;
    SessionNumbers& numbers;
    PassedSessions& passed;
    UnwrittenProgress& unwritten;
    const ReplyAddress& reply_address;
};

std::unique_ptr<Batch> new_session_batch(const BatchParts& parts);

}  // namespace viaja::session
