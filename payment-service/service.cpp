#include "payment-service/service.hpp"

#include <mutex>
#include <string>
#include <utility>

#include "common/contract/topology.hpp"
#include "common/pipeline_service/pipeline_work.hpp"

namespace viaja::payment {

/// The way back from the gateway into the pipeline. An answer that comes when the service is gone
/// is dropped here; the call is due again when the service is back.
class PaymentService::Returns {
  public:
    void open(Pipeline& pipeline) {
        const std::lock_guard guard(mutex_);
        pipeline_ = &pipeline;
    }
    void close() {
        const std::lock_guard guard(mutex_);
        pipeline_ = nullptr;
    }
    void submit(Input input) {
        const std::lock_guard guard(mutex_);
        if (pipeline_ != nullptr) pipeline_->submit(std::move(input));
    }

  private:
    std::mutex mutex_;
    Pipeline* pipeline_ = nullptr;
};

PaymentService::PaymentService(Database& database, Bus& bus, LockService& lock, const Clock& clock,
                               Random& random, Gateway& gateway, Options options)
    : connection_(database.connect()),
      returns_(std::make_shared<Returns>()),
      payments_(
          gateway, [returns = returns_](Input input) { returns->submit(std::move(input)); },
          options.report),
      pipeline_(payments_, *connection_, lock, bus, clock, random, options.limits,
                std::move(options.report)),
      grace_(options.grace) {
    returns_->open(pipeline_);
    consumer_ = std::make_unique<MessageConsumer>(
        bus,
        MessageConsumer::Options{.address = std::string(topology::kPayment),
                                 .extra_keys = {},
                                 .prefetch = options.prefetch},
        pipeline_, read);
}

PaymentService::~PaymentService() {
    stop();
    returns_->close();
}

void PaymentService::start() {
    worker_.emplace("payment", work_of(pipeline_, grace_));
}

void PaymentService::stop() {
    // The inbox goes last: it acknowledges what is decided within the grace.
    worker_.reset();
    consumer_.reset();
}

}  // namespace viaja::payment
