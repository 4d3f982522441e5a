#pragma once
// What the process of every service consists of beside the service itself: clock, loop, bus, an
// HTTP port for health, metrics and operators, and an ordered end. Each main.cpp adds its database
// and its service, and reads like a parts list.

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/adapters/otlp/span_exporter.hpp"
#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/heartbeat/heartbeats.hpp"
#include "common/http/health.hpp"
#include "common/http/metrics.hpp"
#include "common/http/server.hpp"
#include "common/pipeline/pipeline.hpp"
#include "common/ports/report.hpp"
#include "common/pruning/retention.hpp"
#include "common/runtime/configuration.hpp"
#include "common/runtime/database_time.hpp"
#include "common/runtime/loop.hpp"

namespace viaja::service_host {

/// The parts of the ten seconds that a container engine gives a process to end.
constexpr std::chrono::milliseconds kDrainTime{5'000};
constexpr std::chrono::milliseconds kGrace{1'500};

/// Construct, run and destroy it on the main thread. Until `run`, a SIGTERM or SIGINT ends the
/// process at once: nothing was accepted yet.
class ServiceProcess {
  public:
    /// `service` is the program ("flight-service"), `address` its address on the bus ("flight.I0").
    /// Opens the log, connects to the broker, and waits until it is there.
    ServiceProcess(const runtime::Configuration& configuration, const std::string& service,
                   std::string address);
    ServiceProcess(const ServiceProcess&) = delete;
    ServiceProcess& operator=(const ServiceProcess&) = delete;

    const Clock& clock() const { return clock_; }
    Random& random() { return random_; }
    runtime::Loop& loop() { return loop_; }
    Bus& bus() { return bus_; }
    const std::string& address() const { return address_; }
    Heartbeats& heartbeats() { return heartbeats_; }
    /// For a service that has test cards or test items; warns in the log where it is on.
    bool test_mode() const;
    /// For a service with operator calls. Empty: these need no token; logs a warning.
    const std::string& operator_token() const;

    /// VIAJA_WORKERS: how many workers decide, each with a connection to the database.
    std::size_t workers() const { return workers_; }
    /// VIAJA_RETENTION_DAYS: how long a service keeps what has ended.
    const Retention& retention() const { return retention_; }
    http::HealthCheck broker_check() const;
    /// Degraded while this host's clock differs from the database's, on which nothing depends.
    static http::HealthCheck clock_check(const runtime::DatabaseTime& time);
    /// Of the bus and of the export of spans.
    std::vector<http::Metric> own_metrics() const;
    /// Off unless OTEL_EXPORTER_OTLP_ENDPOINT says where spans are sent.
    Tracer tracer();

    /// How the process's own parts listen, work and end.
    struct Lifecycle {
        std::function<void(const std::string& host, int port)> listen;
        std::function<int()> port;
        std::function<void(std::chrono::milliseconds, std::function<void()>)> drain;
        std::function<void()> start;
        std::function<void()> stop;
    };
    /// Listens on VIAJA_HOST and VIAJA_PORT, works until SIGTERM or SIGINT, then ends in order.
    /// Throws http::ListenFailed.
    void run(const Lifecycle& lifecycle);

  private:
    void heard_of_broker(const LogEvent& event);

    const std::string address_;
    const std::string host_;
    const int port_;
    const bool test_mode_;
    const std::string operator_token_;
    const std::size_t workers_;
    const Retention retention_;
    SystemClock clock_;
    SystemRandom random_;
    runtime::Loop loop_;
    std::mutex mutex_;  // of_broker_ comes from the bus's thread
    std::string of_broker_;
    std::unique_ptr<SpanExporter> spans_;  ///< null: not exported
    RabbitmqBus bus_;
    Heartbeats heartbeats_;
    bool stopping_ = false;
};

/// The HTTP port of a service that travellers do not talk to: health, metrics, and what else is
/// added to its router before `listen`.
class ServicePort {
  public:
    ServicePort(runtime::Loop& loop, std::vector<http::HealthCheck> checks, http::Gather gather,
                Tracer tracer);
    ServicePort(const ServicePort&) = delete;
    ServicePort& operator=(const ServicePort&) = delete;

    http::Router& router() { return router_; }

    /// For ServiceProcess::run; `start` and `stop` are the service's own.
    ServiceProcess::Lifecycle lifecycle(std::function<void()> start, std::function<void()> stop);

  private:
    http::Router router_;
    http::Server server_;
    bool draining_ = false;
};

}  // namespace viaja::service_host
