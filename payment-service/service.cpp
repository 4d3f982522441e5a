#include "payment-service/service.hpp"

#include <mutex>
#include <string>
#include <utility>

#include "common/contract/topology.hpp"

namespace viaja::payment {

/// The way back from the gateway to the workers. An answer that comes when the service is gone is
/// dropped here; the call is made again by its row, or with its command where it has none.
class PaymentService::Returns {
  public:
    void open(PipelineService& service) {
        const std::lock_guard guard(mutex_);
        service_ = &service;
    }
    void close() {
        const std::lock_guard guard(mutex_);
        service_ = nullptr;
    }
    void submit(Input input) {
        const std::lock_guard guard(mutex_);
        if (service_ != nullptr) service_->submit(std::move(input));
    }

  private:
    std::mutex mutex_;
    PipelineService* service_ = nullptr;
};

PaymentService::PaymentService(Database& database, Bus& bus, LockService& lock, const Clock& clock,
                               Random& random, Gateway& gateway, ChargeGateway& charges,
                               Options options)
    : returns_(std::make_shared<Returns>()),
      payments_(
          gateway, charges,
          [returns = returns_](Input input) { returns->submit(std::move(input)); }, options.report),
      service_({database, bus, lock, clock, random},
               {.participant = payments_,
                .reader = [](const Message& message, const Origin&) { return read(message); },
                .session_of = session_of},
               {.address = std::string(topology::kPayment),
                .prefetch = options.prefetch,
                .workers = options.workers,
                .limits = options.limits,
                .grace = options.grace,
                .report = std::move(options.report),
                .tracer = std::move(options.tracer)}) {
    returns_->open(service_);
}

void PaymentService::submit(Input input) {
    returns_->submit(std::move(input));
}

PaymentService::~PaymentService() {
    service_.stop();
    returns_->close();
}

}  // namespace viaja::payment
