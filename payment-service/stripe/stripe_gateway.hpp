#pragma once
// The gateway's port on Stripe, or on a server that is compatible with its PaymentIntents
// (docs/decisions/0021-stripe.md). stripe_caller.hpp says how one call is made; here stand its
// threads, and what is seen of it from outside.

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/http_client.hpp"
#include "common/ports/report.hpp"
#include "payment-service/gateway.hpp"
#include "payment-service/reachability.hpp"
#include "payment-service/stripe/call_lanes.hpp"
#include "payment-service/stripe/stripe_caller.hpp"

namespace viaja::payment {

struct StripeLimits {
    std::size_t threads = 8;  ///< so many calls are under way at once
    std::size_t waiting_max = 1'000;
};

/// Calls are made on threads of this object, which also call the callbacks; `perform` only hands
/// over, and calls silence back for what does not fit. Any thread.
class StripeGateway : public Gateway {
  public:
    struct Parts {
        Database& database;  ///< with the tables of gateway_migrations()
        const Clock& clock;
        MakeHttpClient make_client;
    };

    /// `parts` outlive it. Needs neither database nor Stripe yet.
    StripeGateway(Parts parts, StripeSettings settings, Report report, StripeLimits limits = {});
    /// Ends what is under way, soon, and drops what waits: neither is answered.
    ~StripeGateway() override;
    StripeGateway(const StripeGateway&) = delete;
    StripeGateway& operator=(const StripeGateway&) = delete;

    void perform(std::vector<GatewayCall> calls, Callback callback) override;

    bool reachable() const { return reachability_.healthy(); }
    /// For a HealthProbe: reads the database, and asks Stripe in each tenth call while it is not
    /// reachable; else only calls do. Returns `reachable`. One thread.
    bool look();

  private:
    class Worker;
    struct Job {
        std::vector<GatewayCall> calls;  ///< of one stem
        Callback callback;
    };

    void run(Worker& worker);
    void make(Worker& worker, const Job& job);
    void heard(const StripeResult& result);
    void report_seldom(LogEvent event);

    const Parts parts_;
    const StripeSettings settings_;
    const Report report_;
    Reachability reachability_;
    CallLanes<Job> lanes_;
    std::mutex mutex_;                        // protects the next one
    std::map<std::string, Moment> reported_;  ///< when an event was reported last
    std::unique_ptr<Worker> looking_;
    int looks_ = 0;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::jthread> threads_;
};

}  // namespace viaja::payment
