#pragma once
// One transaction of the coordinator: the sessions of a batch of inputs, decided one after the
// other, and what follows from them. Used by SessionParticipant (session_participant.hpp) on the
// thread of its pipeline.

#include <memory>

#include "session-service/coordinator/session_participant.hpp"
#include "session-service/core/rules.hpp"

namespace viaja::session {

/// All of them must outlive the batch.
std::unique_ptr<Batch> new_session_batch(const Rules& rules,
                                         const SessionParticipant::OnChanged& on_changed,
                                         IgnoredAnswers& ignored, PassedSessions& passed,
                                         const ReplyAddress& reply_address);

}  // namespace viaja::session
