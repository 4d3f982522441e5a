#include "payment-service/stripe/stripe_gateway.hpp"

#include <chrono>
#include <utility>

#include "common/runtime/thread_name.hpp"

namespace viaja::payment {
namespace {

constexpr std::chrono::minutes kReportPause{1};
constexpr int kLooksPerQuestion = 10;

/// The calls of each stem, in their order.
std::map<std::string, std::vector<GatewayCall>> by_stem(std::vector<GatewayCall> calls) {
    std::map<std::string, std::vector<GatewayCall>> stems;
    for (auto& call : calls)
        stems[call.stem()].push_back(std::move(call));
    return stems;
}

}  // namespace

/// What a thread has of its own. `stop` may be called from any thread, the rest from its own.
class StripeGateway::Worker {
  public:
    explicit Worker(StripeGateway& gateway)
        : gateway_(gateway),
          client_(gateway.parts_.make_client()),
          api_(*client_, gateway.settings_) {}

    void stop() { client_->stop(); }

    /// Throws what the database throws.
    GatewayOutcome perform(const GatewayCall& call) {
        StripeStore store(connection());
        StripeCaller caller(api_, store,
                            [this](const StripeResult& result) { gateway_.heard(result); });
        return caller.perform(call);
    }
    /// Throws what the database throws.
    void read_database() { StripeStore(connection()).intent(""); }
    StripeReply<bool> ask_stripe() { return api_.look(); }

  private:
    Connection& connection() {
        if (!connection_) connection_ = gateway_.parts_.database.connect();
        return *connection_;
    }

    StripeGateway& gateway_;
    const std::unique_ptr<HttpClient> client_;
    StripeApi api_;
    std::unique_ptr<Connection> connection_;  ///< null: it was never there
};

StripeGateway::StripeGateway(Parts parts, StripeSettings settings, Report report,
                             StripeLimits limits)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      report_(std::move(report)),
      reachability_(report_),
      lanes_(limits.waiting_max),
      looking_(std::make_unique<Worker>(*this)) {
    for (std::size_t i = 0; i < limits.threads; ++i)
        workers_.push_back(std::make_unique<Worker>(*this));
    for (auto& worker : workers_)
        threads_.emplace_back([this, &own = *worker] { run(own); });
}

StripeGateway::~StripeGateway() {
    lanes_.stop();
    looking_->stop();
    for (auto& worker : workers_)
        worker->stop();
    threads_.clear();
}

void StripeGateway::perform(std::vector<GatewayCall> calls, Callback callback) {
    for (const auto& [stem, of_stem] : by_stem(std::move(calls))) {
        if (lanes_.put(stem, {of_stem, callback})) continue;
        report_seldom({Severity::warning, "payment gateway too slow, calls dropped"});
        for (const auto& call : of_stem)
            callback(call, GatewayOutcome::silence());
    }
}

void StripeGateway::run(Worker& worker) {
    runtime::name_this_thread("stripe");
    while (const auto taken = lanes_.take()) {
        make(worker, taken->work);
        lanes_.done(taken->lane);
    }
}

void StripeGateway::make(Worker& worker, const Job& job) {
    for (const auto& call : job.calls) {
        GatewayOutcome outcome;
        try {
            outcome = worker.perform(call);
        } catch (const std::exception& error) {
            // Of the database, and a Bug as well: it says nothing about the money.
            reachability_.call_failed(error.what());
        }
        job.callback(call, outcome);
    }
}

void StripeGateway::heard(const StripeResult& result) {
    const LogFields fields = {{"request", std::string(result.request)},
                              {"status", std::to_string(result.status)},
                              {"reason", result.reason}};
    switch (result.meaning) {
        case StripeMeaning::done:
        case StripeMeaning::refused:
            return reachability_.call_went_well();
        case StripeMeaning::unacceptable:
            reachability_.call_went_well();
            return report_seldom({Severity::warning, "payment gateway refused a request", fields});
        case StripeMeaning::no_rights:
            report_seldom({Severity::error, "payment gateway refuses the key", fields});
            break;
        case StripeMeaning::unknown:
            report_seldom({Severity::error, "payment gateway does not know the payment", fields});
            break;
        case StripeMeaning::key_is_stuck:
        case StripeMeaning::silent:
            break;
    }
    const bool busy = result.status == 409 || result.status == 404;  // it answers
    if (!busy) {
        reachability_.call_failed(std::string(result.request) + ": " +
                                  (result.status == 0 ? "" : std::to_string(result.status) + " ") +
                                  result.reason);
    }
}

/// At most once a minute for each event.
void StripeGateway::report_seldom(LogEvent event) {
    if (!report_) return;
    {
        const std::lock_guard guard(mutex_);
        const auto now = parts_.clock.moment();
        const auto [last, is_first] = reported_.try_emplace(event.event, now);
        if (!is_first && now - last->second < kReportPause) return;
        last->second = now;
    }
    report_(event);
}

bool StripeGateway::look() {
    try {
        looking_->read_database();
        if (!reachable() && ++looks_ % kLooksPerQuestion == 0) {
            const auto reply = looking_->ask_stripe();
            if (reply.meaning == StripeMeaning::done) reachability_.call_went_well();
        }
    } catch (const std::exception& error) {
        reachability_.look_failed(error.what());
    }
    return reachable();
}

}  // namespace viaja::payment
