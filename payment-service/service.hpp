#pragma once
// The payment service on given ports: message consumer → pipeline → rows → gateway and replies.
// Which adapters they are is chosen by main.

#include <chrono>
#include <memory>

#include "common/pipeline_service/pipeline_service.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/lock.hpp"
#include "payment-service/gateway.hpp"
#include "payment-service/payments.hpp"

namespace viaja::payment {

/// Takes messages from its construction on; they are decided by the workers' threads between
/// `start` and `stop`, or by calls of `step` where there is no thread (the simulation). Destroying
/// it without `stop` is what a crash is to it: messages that were not acknowledged come again, open
/// calls are due again.
class PaymentService {
  public:
    struct Options {
        PipelineLimits limits;
        std::size_t prefetch = 512;
        std::size_t workers = 1;
        /// What waits when the service is stopped has so long to be decided.
        std::chrono::milliseconds grace{5'000};
        Report report;
        Tracer tracer{};
    };

    /// The database has the tables of payment_migrations(). Throws Unavailable where the database
    /// or the bus does not answer. All arguments must outlive the service.
    PaymentService(Database& database, Bus& bus, LockService& lock, const Clock& clock,
                   Random& random, Gateway& gateway, ChargeGateway& charges, Options options);
    ~PaymentService();
    PaymentService(const PaymentService&) = delete;
    PaymentService& operator=(const PaymentService&) = delete;

    /// Starts the workers' threads. Owner's thread, as `stop`.
    void start() { service_.start(); }
    /// Lets what waits be decided, ends the workers, takes no more messages.
    void stop() { service_.stop(); }

    /// An input that came by no message (a webhook's), to the worker of its session. Any thread.
    void submit(Input input);

    /// Without `start`: decides one batch of each worker; false if there was nothing to do.
    bool step() { return service_.step(); }
    /// Without `start`: when `step` may have something to do if no message comes.
    Moment next_wake() const { return service_.next_wake(); }

    /// Any thread.
    PipelineCounters pipeline_counters() const { return service_.counters(); }
    PipelineTimes pipeline_times() const { return service_.times(); }
    PaymentCounters counters() const { return payments_.counters(); }

  private:
    class Returns;

    const std::shared_ptr<Returns> returns_;
    Payments payments_;
    PipelineService service_;
};

}  // namespace viaja::payment
