#pragma once
// Rules that every participant keeps alike, suppliers and payment. Each throws Broken where the
// participant does not. One thread.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "conformance/participant.hpp"

namespace viaja::conformance {

/// service.who is answered with a heartbeat.
void examine_heartbeat(Participant& participant);
/// A timeout of a schedule is acknowledged.
void examine_timeout(Participant& participant);
/// Each body is a dead letter with a reason.
void examine_garbage(Participant& participant, const std::vector<std::string>& bodies);
/// Sends a list of three, of which the middle one cannot be read and alone is a dead letter.
/// `answered` looks for the answers to the other two.
void examine_list(Participant& participant, const Message& first, const nlohmann::json& broken,
                  const Message& last, const std::function<void()>& answered);

}  // namespace viaja::conformance
