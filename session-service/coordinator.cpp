#include "session-service/coordinator.hpp"

#include <utility>

#include "common/contract/topology.hpp"

namespace viaja::session {

Coordinator::Coordinator(const Ports& ports, Options options)
    : grace_(options.grace),
      connection_(ports.database.connect()),
      trips_(options.limits, std::move(options.on_changed)),
      pipeline_(trips_, *connection_, ports.lock, ports.bus, ports.clock, ports.random,
                options.pipeline, std::move(options.report)),
      inbox_(std::make_unique<Inbox>(ports.bus,
                                     Inbox::Options{.address = std::string(topology::kSession),
                                                    .extra_keys = {},
                                                    .prefetch = options.prefetch},
                                     pipeline_, read)) {}

Coordinator::~Coordinator() {
    stop();
}

void Coordinator::start() {
    worker_.emplace("session", process::work_of(pipeline_, grace_));
}

/// The inbox is closed last: what is still decided is still acknowledged.
void Coordinator::stop() {
    if (worker_) worker_->stop();
    worker_.reset();
    inbox_.reset();
}

}  // namespace viaja::session
