#include "viaja/embedded.hpp"

#include <csignal>
#include <utility>

#include "audit-service/auditor.hpp"
#include "common/adapters/curl/curl_http_client.hpp"
#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_dead_letters.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/otlp/span_exporter.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/topology.hpp"
#include "common/heartbeat/heartbeats.hpp"
#include "common/http/counter_metrics.hpp"
#include "common/pipeline_metrics/pipeline_metrics.hpp"
#include "common/runtime/database_look.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/loop.hpp"
#include "payment-service/late_answers.hpp"
#include "payment-service/payment_port.hpp"
#include "payment-service/service.hpp"
#include "payment-service/store.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/server.hpp"
#include "session-service/session_metrics.hpp"
#include "session-service/settings.hpp"
#include "session-service/store/store.hpp"
#include "viaja/embedded_suppliers.hpp"
#include "viaja/prepared_database.hpp"
#include "web/embed/site.hpp"

namespace viaja {
namespace {

// Together with the parts' graces below ten seconds, which is what a container engine allows.
constexpr std::chrono::milliseconds kDrainTime{6'000};
constexpr std::chrono::milliseconds kGrace{300};

std::filesystem::path made(std::filesystem::path folder) {
    std::filesystem::create_directories(folder);
    return folder;
}

/// The log, with the service in each line: all of them are in this process.
Report report_as(std::string service) {
    return [service = std::move(service)](LogEvent event) {
        event.fields.emplace(event.fields.begin(), "part", service);
        runtime::log_event(event);
    };
}

}  // namespace

/// Everything, built and started in order. One thread.
class Embedded::Parts {
  public:
    explicit Parts(EmbeddedSettings settings);

    void run();

  private:
    void make_session();
    void make_auditor();
    void make_payment();
    Tracer tracer(const std::string& service);
    std::vector<http::Metric> gather() const;
    void start_heartbeats(const std::string& url);
    void start();
    void stop();

    const EmbeddedSettings settings_;
    SystemClock clock_;
    SystemRandom random_;
    runtime::Loop loop_;
    bool stopping_ = false;
    std::unique_ptr<SpanExporter> spans_;  ///< null: not exported
    InProcessBus bus_{clock_, random_};
    InProcessLock lock_{clock_};
    std::unique_ptr<InProcessDeadLetters> dead_letters_;
    Heartbeats heartbeats_;

    std::unique_ptr<EmbeddedSuppliers> suppliers_;
    SqliteDatabase gateway_database_;
    SqliteDatabase payment_database_;
    payment::LateAnswers late_answers_{loop_};
    payment::ChosenGateway gateway_;
    std::unique_ptr<payment::TestBank> bank_;
    std::unique_ptr<payment::PaymentService> payment_;
    std::unique_ptr<payment::PaymentPort> payment_routes_;

    SqliteDatabase session_database_;
    session::SessionChanges session_changes_{loop_, bus_};
    std::unique_ptr<session::Coordinator> coordinator_;
    runtime::DatabaseTime session_time_{clock_};
    std::unique_ptr<session::SessionServer> server_;
    std::unique_ptr<runtime::HealthProbe> database_probe_;
    std::unique_ptr<audit::Auditor> auditor_;
};

Embedded::Parts::Parts(EmbeddedSettings settings)
    : settings_(std::move(settings)),
      heartbeats_(loop_, bus_, clock_, random_, VIAJA_VERSION),
      gateway_database_(database_file(made(settings_.data), "gateway"), clock_),
      payment_database_(database_file(settings_.data, "payment"), clock_),
      session_database_(database_file(settings_.data, "session"), clock_) {
    if (settings_.spans) {
        spans_ = std::make_unique<SpanExporter>(
            OtlpSettings{settings_.spans->url, settings_.spans->service_name, VIAJA_VERSION},
            random_, runtime::log_event);
    }
    suppliers_ = std::make_unique<EmbeddedSuppliers>(
        settings_, EmbeddedSuppliers::Ports{loop_, bus_, lock_, clock_, random_, heartbeats_},
        EmbeddedSuppliers::Options{
            .grace = kGrace,
            .report_of = report_as,
            .tracer_of = [this](const std::string& address) { return tracer(address); }});
    make_payment();
    make_session();
    make_auditor();
}

Tracer Embedded::Parts::tracer(const std::string& service) {
    return spans_ ? Tracer(*spans_, clock_, service) : Tracer();
}

void Embedded::Parts::make_payment() {
    prepare(gateway_database_, "gateway", payment::gateway_migrations());
    prepare(payment_database_, "payment-service", payment::payment_migrations());
    gateway_ = payment::make_gateway(
        settings_.gateway, {gateway_database_, clock_, curl_clients(), late_answers_.scheduler(),
                            settings_.test_mode, report_as("payment")});
    bank_ = std::make_unique<payment::TestBank>(gateway_database_, random_, settings_.test_mode,
                                                report_as("payment"));
    payment_ = std::make_unique<payment::PaymentService>(
        payment_database_, bus_, lock_, clock_, random_, *gateway_.gateway, *bank_,
        payment::PaymentService::Options{.limits = {},
                                         .grace = kGrace,
                                         .report = report_as("payment"),
                                         .tracer = tracer(std::string(topology::kPayment))});
    payment_routes_ = std::make_unique<payment::PaymentPort>(
        *bank_, loop_, clock_, random_,
        payment::PaymentPort::Settings{settings_.gateway.webhooks, settings_.test_mode},
        [this](Input input) { payment_->submit(std::move(input)); });
}

void Embedded::Parts::make_session() {
    prepare(session_database_, "session-service", session::session_migrations());
    auto places = session::read_places(settings_.catalogue, settings_.carriers);
    const session::Rules rules{.limits = settings_.limits, .airports = places.airports};
    coordinator_ = std::make_unique<session::Coordinator>(
        session::Coordinator::Ports{session_database_, bus_, lock_, clock_, random_},
        session::Coordinator::Options{
            .rules = rules,
            .pipeline = {},
            .grace = kGrace,
            .report = report_as("session"),
            .tracer = tracer(std::string(topology::kSession)),
            .on_changed = [this](const auto& changed,
                                 Instant now) { session_changes_.publish(changed, now); },
            .retention = settings_.retention});
    dead_letters_ = std::make_unique<InProcessDeadLetters>(
        bus_, topology::addresses(topology::session(0), settings_.carriers));
    database_probe_ = std::make_unique<runtime::HealthProbe>(
        runtime::look_at(session_database_, prove_writable, session_time_));
    session::SessionServer::Options options;
    options.rules = rules;
    options.site = settings_.site;
    options.clients = settings_.clients;
    options.first_version = settings_.first_version;
    options.operator_token = settings_.operator_token;
    options.dead_letters = dead_letters_.get();
    options.carriers = settings_.carriers;
    options.places = std::move(places);
    options.http.report = runtime::log_event;
    options.http.tracer = tracer(std::string(topology::kSession));
    options.add_routes = [this](http::Router& router) { payment_routes_->add_routes(router); };
    options.gather = [this] { return gather(); };
    options.checks.push_back({"bus", true, [this] { return bus_.available(); }});
    options.checks.push_back({"database", true, [this] { return database_probe_->healthy(); }});
    server_ = std::make_unique<session::SessionServer>(
        session::SessionServer::Ports{loop_, session_database_, bus_, clock_, session_time_,
                                      random_, session_changes_},
        [this](Input input) { coordinator_->submit(std::move(input)); }, std::move(options));
}

void Embedded::Parts::make_auditor() {
    audit::Databases databases{.suppliers = suppliers_->databases(),
                               .sessions = &session_database_,
                               .payments = &payment_database_,
                               .gateway = &gateway_database_};
    auditor_ = std::make_unique<audit::Auditor>(std::move(databases), settings_.audit_pause,
                                                report_as("audit"));
}

std::vector<http::Metric> Embedded::Parts::gather() const {
    auto metrics = suppliers_->metrics();
    metrics.push_back(pipeline_metrics(payment_->pipeline_counters(), payment_->pipeline_times(),
                                       std::string(topology::kPayment)));
    metrics.push_back(http::counter_metrics(payment_->counters()));
    metrics.push_back(payment_routes_->metrics());
    metrics.push_back(pipeline_metrics(coordinator_->counters(), coordinator_->times(),
                                       std::string(topology::kSession)));
    metrics.push_back({session::ignored_answers_metric(coordinator_->ignored_answers())});
    metrics.push_back(session::session_metrics(coordinator_->numbers()));
    metrics.push_back(auditor_->metrics());
    metrics.push_back(http::counter_metrics(spans_ ? spans_->counters() : SpanCounters()));
    metrics.push_back(http::counter_metrics(coordinator_->pruning_counters(),
                                            {{"part", std::string(topology::kSession)}}));
    return http::merged(std::move(metrics));
}

void Embedded::Parts::run() {
    server_->listen(settings_.host, settings_.port);
    for (const int signal : {SIGTERM, SIGINT}) {
        loop_.on_signal(signal, [this] {
            if (std::exchange(stopping_, true)) return;
            runtime::log_info("stopping");
            heartbeats_.stop();
            server_->drain(kDrainTime, [this] { loop_.stop(); });
        });
    }
    start();
    const auto url = "http://" + settings_.host + ":" + std::to_string(server_->port());
    start_heartbeats(url);
    suppliers_->watch_schedules();
    runtime::log_info("up", {{"url", url}, {"data", settings_.data.string()}});
    session::warn_of_first_version(settings_.first_version);
    if (settings_.test_mode) {
        runtime::log_warning("test mode: test cards and test items are accepted");
    }
    if (settings_.operator_token.empty()) {
        runtime::log_warning("VIAJA_OPERATOR_TOKEN is not set: operator calls need no token");
    }
    loop_.run();
    stop();
    runtime::log_info("ended");
}

/// Operators see the services of this process as they see those of many.
void Embedded::Parts::start_heartbeats(const std::string& url) {
    heartbeats_.add("session-service", std::string(topology::kSession));
    suppliers_->add_heartbeats();
    heartbeats_.add("payment-service", std::string(topology::kPayment));
    heartbeats_.start(url);
}

void Embedded::Parts::start() {
    suppliers_->start();
    payment_->start();
    coordinator_->start();
    auditor_->start();
}

/// What asks ends before what answers, so that little is left to be asked again at the next start.
void Embedded::Parts::stop() {
    auditor_->stop();
    coordinator_->stop();
    payment_->stop();
    suppliers_->stop();
}

Embedded::Embedded(EmbeddedSettings settings)
    : parts_(std::make_unique<Parts>(std::move(settings))) {}

Embedded::~Embedded() = default;

void Embedded::run() {
    parts_->run();
}

}  // namespace viaja
