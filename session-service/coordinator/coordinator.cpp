#include "session-service/coordinator/coordinator.hpp"

#include <utility>

#include "common/contract/topology.hpp"
#include "common/pipeline_service/pipeline_work.hpp"

namespace viaja::session {

Coordinator::Coordinator(const Ports& ports, Options options)
    : grace_(options.grace),
      connection_(ports.database.connect()),
      participant_(options.limits, std::move(options.on_changed)),
      pipeline_(participant_, *connection_, ports.lock, ports.bus, ports.clock, ports.random,
                options.pipeline, std::move(options.report)),
      consumer_(std::make_unique<MessageConsumer>(
          ports.bus,
          MessageConsumer::Options{.address = std::string(topology::kSession),
                                   .extra_keys = {},
                                   .prefetch = options.prefetch},
          pipeline_, read)) {}

Coordinator::~Coordinator() {
    stop();
}

void Coordinator::start() {
    worker_.emplace("session", work_of(pipeline_, grace_));
}

/// The inbox is closed last: what is still decided is still acknowledged.
void Coordinator::stop() {
    if (worker_) worker_->stop();
    worker_.reset();
    consumer_.reset();
}

}  // namespace viaja::session
