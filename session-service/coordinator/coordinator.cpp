#include "session-service/coordinator/coordinator.hpp"

#include <utility>

#include "common/contract/topology.hpp"

namespace viaja::session {

Coordinator::Coordinator(const Ports& ports, Options options)
    : participant_(options.limits, std::move(options.on_changed)),
      service_(
          ports,
          {.participant = participant_,
           .reader = [](const Message& message, const Origin&) { return read(message); },
           .session_of = [](const Input& input) { return session_of(input.as<SessionInput>()); }},
          {.address = std::string(topology::kSession),
           .prefetch = options.prefetch,
           .workers = options.workers,
           .limits = options.pipeline,
           .grace = options.grace,
           .report = std::move(options.report)}) {}

}  // namespace viaja::session
