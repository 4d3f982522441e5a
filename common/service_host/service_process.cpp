#include "common/service_host/service_process.hpp"

#include <csignal>
#include <utility>

#include "common/http/counter_metrics.hpp"
#include "common/ports/errors.hpp"
#include "common/runtime/descriptors.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/span_receiver.hpp"
#include "common/service_host/settings.hpp"
#include "common/service_host/start.hpp"

namespace viaja::service_host {
namespace {

constexpr std::chrono::seconds kBrokerPatience{2};
constexpr int kWorkersMax = 16;

RabbitmqSettings opened(const runtime::Configuration& configuration, const std::string& service,
                        const std::string& address) {
    runtime::open_log(service == "flight-service" ? service + " " + address : service);
    runtime::raise_descriptor_limit();
    end_at_once_on_signals();
    return rabbitmq_settings(configuration, address);
}

std::unique_ptr<SpanExporter> exporter_from(const runtime::Configuration& configuration,
                                            Random& random) {
    const auto receiver = runtime::span_receiver(configuration);
    if (!receiver) return nullptr;
    return std::make_unique<SpanExporter>(
        OtlpSettings{receiver->url, receiver->service_name, VIAJA_VERSION}, random,
        runtime::log_event);
}

}  // namespace

ServiceProcess::ServiceProcess(const runtime::Configuration& configuration,
                               const std::string& service, std::string address)
    : address_(std::move(address)),
      host_(configuration.text("VIAJA_HOST", "127.0.0.1")),
      port_(configuration.number("VIAJA_PORT", 8080, 0, 65535)),
      test_mode_(configuration.flag("VIAJA_TEST_MODE", true)),
      operator_token_(configuration.secret("VIAJA_OPERATOR_TOKEN", "")),
      workers_(static_cast<std::size_t>(configuration.number("VIAJA_WORKERS", 1, 1, kWorkersMax))),
      retention_(retention_from(configuration)),
      spans_(exporter_from(configuration, random_)),
      bus_(opened(configuration, service, address_), clock_, random_,
           [this](const LogEvent& event) { heard_of_broker(event); }),
      heartbeats_(loop_, bus_, clock_, random_, VIAJA_VERSION) {
    heartbeats_.add(service, address_);
    retry_until_there("broker", [this] {
        if (bus_.wait_until_available(kBrokerPatience)) return;
        const std::lock_guard guard(mutex_);
        throw Unavailable(of_broker_.empty() ? "RabbitMQ does not answer yet" : of_broker_);
    });
}

/// Logged when it happens, and kept for the message of the start that waits for the broker.
void ServiceProcess::heard_of_broker(const LogEvent& event) {
    runtime::log_event(event);
    const std::lock_guard guard(mutex_);
    of_broker_ = text_of(event);
}

bool ServiceProcess::test_mode() const {
    if (test_mode_) {
        runtime::log_warning("test mode: test cards and test items are accepted");
    }
    return test_mode_;
}

const std::string& ServiceProcess::operator_token() const {
    if (operator_token_.empty()) {
        runtime::log_warning("VIAJA_OPERATOR_TOKEN is not set: operator calls need no token");
    }
    return operator_token_;
}

http::HealthCheck ServiceProcess::broker_check() const {
    return {"broker", true, [this] { return bus_.available(); }};
}

http::HealthCheck ServiceProcess::clock_check(const runtime::DatabaseTime& time) {
    return {"clock", false, [&time] { return time.agrees(); }};
}

std::vector<http::Metric> ServiceProcess::own_metrics() const {
    return http::merged({http::counter_metrics(bus_.counters()),
                         http::counter_metrics(spans_ ? spans_->counters() : SpanCounters())});
}

Tracer ServiceProcess::tracer() {
    return spans_ ? Tracer(*spans_, clock_, address_) : Tracer();
}

void ServiceProcess::run(const Lifecycle& lifecycle) {
    lifecycle.listen(host_, port_);
    for (const int signal : {SIGTERM, SIGINT}) {
        loop_.on_signal(signal, [this, &lifecycle] {
            if (std::exchange(stopping_, true)) return;
            runtime::log_info("stopping");
            heartbeats_.stop();
            lifecycle.drain(kDrainTime, [this] { loop_.stop(); });
        });
    }
    lifecycle.start();
    const auto url = "http://" + host_ + ":" + std::to_string(lifecycle.port());
    heartbeats_.start(url);
    runtime::log_info("up", {{"address", address_}, {"http", url}});
    loop_.run();
    lifecycle.stop();
    runtime::log_info("ended");
}

ServicePort::ServicePort(runtime::Loop& loop, std::vector<http::HealthCheck> checks,
                         http::Gather gather, Tracer tracer)
    : server_(loop, router_,
              http::ServerOptions{.report = runtime::log_event, .tracer = std::move(tracer)}) {
    checks.push_back({"accepting requests", true, [this] { return !draining_; }});
    http::add_health_routes(router_, std::move(checks));
    http::add_metrics_route(router_, std::move(gather));
}

ServiceProcess::Lifecycle ServicePort::lifecycle(std::function<void()> start,
                                                 std::function<void()> stop) {
    return {
        .listen = [this](const std::string& host, int port) { server_.listen(host, port); },
        .port = [this] { return server_.port(); },
        .drain =
            [this](std::chrono::milliseconds deadline, std::function<void()> done) {
                draining_ = true;
                server_.drain(deadline, std::move(done));
            },
        .start = std::move(start),
        .stop = std::move(stop),
    };
}

}  // namespace viaja::service_host
