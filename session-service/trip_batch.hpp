#pragma once
// One transaction of the coordinator: the sessions of a batch of inputs, decided one after the
// other, and what follows from them. Used by TripsParticipant (trips.hpp) on the thread of its
// pipeline.

#include <memory>

#include "session-service/trips.hpp"

namespace viaja::session {

/// All of them must outlive the batch.
std::unique_ptr<Batch> new_trip_batch(const Limits& limits,
                                      const TripsParticipant::OnChanged& on_changed,
                                      IgnoredAnswers& ignored);

}  // namespace viaja::session
