#include "viaja/embedded.hpp"

#include <algorithm>
#include <csignal>
#include <system_error>
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
#include "common/migrations/migrations.hpp"
#include "common/pipeline_metrics/pipeline_metrics.hpp"
#include "common/runtime/database_look.hpp"
#include "common/runtime/file_watch.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/loop.hpp"
#include "common/supplier/metrics.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/program.hpp"
#include "common/supplier/service.hpp"
#include "event-service/events.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"
#include "flight-service/schedule_watch.hpp"
#include "hotel-service/hotels.hpp"
#include "payment-service/charge_port.hpp"
#include "payment-service/late_answers.hpp"
#include "payment-service/service.hpp"
#include "payment-service/store.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/server.hpp"
#include "session-service/session_metrics.hpp"
#include "session-service/settings.hpp"
#include "session-service/store/store.hpp"
#include "viaja/embedded_suppliers.hpp"
#include "viaja/import_notice.hpp"
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

void migrate_and(SqliteDatabase& database, const std::string& service,
                 std::span<const Migration> migrations,
                 const std::function<void(Connection&)>& then = {}) {
    const auto connection = database.connect();
    migrate(*connection, service, migrations);
    if (then) then(*connection);
}

}  // namespace

void prepare_carrier(SqliteDatabase& database, const std::string& carrier,
                     const std::filesystem::path& catalogue) {
    migrate_and(database, "flight-service",
                supplier::with_supplier_migrations(flight::flight_migrations()),
                [&](Connection& connection) {
                    flight::load_demo(connection, catalogue, carrier,
                                      runtime::log_progress("loading the catalogue", carrier));
                });
}

/// Everything, built and started in order. One thread.
class Embedded::Parts {
  public:
    explicit Parts(EmbeddedSettings settings);

    void run();

  private:
    void make_session();
    void make_auditor();
    void make_carriers();
    void make_others();
    std::unique_ptr<supplier::SupplierService> make_service(Database& database,
                                                            supplier::Inventory& inventory,
                                                            const std::string& address,
                                                            std::string_view legacy_key);
    void make_payment();
    Tracer tracer(const std::string& service);
    std::vector<http::Metric> gather() const;
    void start_heartbeats(const std::string& url);
    void watch_schedules();
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

    std::vector<std::unique_ptr<Carrier>> carriers_;
    std::vector<std::unique_ptr<OneOfItsKind>> others_;
    SqliteDatabase gateway_database_;
    SqliteDatabase payment_database_;
    payment::LateAnswers late_answers_{loop_};
    payment::ChosenGateway gateway_;
    std::unique_ptr<payment::TestBank> bank_;
    std::unique_ptr<payment::PaymentService> payment_;
    std::unique_ptr<payment::ChargePort> charges_;

    SqliteDatabase session_database_;
    session::SessionChanges session_changes_{loop_, bus_};
    std::unique_ptr<session::Coordinator> coordinator_;
    runtime::DatabaseTime session_time_{clock_};
    std::unique_ptr<session::SessionServer> server_;
    std::unique_ptr<runtime::HealthProbe> database_probe_;
    std::unique_ptr<runtime::HealthProbe> schedules_probe_;
    std::unique_ptr<runtime::FileWatch> import_watch_;
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
    make_carriers();
    make_others();
    make_payment();
    make_session();
    make_auditor();
}

Tracer Embedded::Parts::tracer(const std::string& service) {
    return spans_ ? Tracer(*spans_, clock_, service) : Tracer();
}

std::unique_ptr<supplier::SupplierService> Embedded::Parts::make_service(
    Database& database, supplier::Inventory& inventory, const std::string& address,
    std::string_view legacy_key) {
    supplier::SupplierService::Options options{.address = address,
                                               .limits = {},
                                               .grace = kGrace,
                                               .report = report_as(address),
                                               .tracer = tracer(address),
                                               .test_mode = settings_.test_mode,
                                               .retention = settings_.retention};
    if (!legacy_key.empty()) options.extra_keys = {std::string(legacy_key)};
    return std::make_unique<supplier::SupplierService>(
        supplier::SupplierService::Ports{database, bus_, lock_, clock_, random_, inventory},
        std::move(options));
}

void Embedded::Parts::make_carriers() {
    for (const auto& code : settings_.carriers) {
        auto& carrier = *carriers_.emplace_back(
            std::make_unique<Carrier>(database_file(settings_.data, flight::database_name(code)),
                                      code, settings_.test_mode, clock_));
        carrier.flights.announce_on(bus_);
        prepare_carrier(carrier.database, code, settings_.catalogue);
        carrier.service = make_service(carrier.database, carrier.flights, carrier.address,
                                       topology::kLegacyFlights);
    }
}

void Embedded::Parts::make_others() {
    for (auto& program : {hotel::program(), event::program()}) {
        const auto file = database_file(settings_.data, program.address);
        auto& other = *others_.emplace_back(
            std::make_unique<OneOfItsKind>(file, program, settings_.test_mode, clock_));
        migrate_and(other.database, program.service,
                    supplier::with_supplier_migrations(program.migrations),
                    [&](Connection& connection) {
                        program.load(connection, settings_.catalogue,
                                     runtime::log_progress("loading the catalogue", program.goods));
                    });
        other.service =
            make_service(other.database, *other.inventory, program.address, program.legacy_key);
    }
}

void Embedded::Parts::make_payment() {
    migrate_and(gateway_database_, "gateway", payment::test_gateway_migrations());
    migrate_and(payment_database_, "payment-service", payment::payment_migrations());
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
    charges_ = std::make_unique<payment::ChargePort>(
        *bank_, loop_, clock_, random_,
        payment::ChargePort::Settings{settings_.webhook_secret, settings_.test_mode},
        [this](Input input) { payment_->submit(std::move(input)); });
}

void Embedded::Parts::make_session() {
    migrate_and(session_database_, "session-service", session::session_migrations());
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
    dead_letters_ =
        std::make_unique<InProcessDeadLetters>(bus_, topology::addresses(settings_.carriers));
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
    options.add_routes = [this](http::Router& router) { charges_->add_routes(router); };
    options.gather = [this] { return gather(); };
    options.checks.push_back({"bus", true, [this] { return bus_.available(); }});
    options.checks.push_back({"database", true, [this] { return database_probe_->healthy(); }});
    server_ = std::make_unique<session::SessionServer>(
        session::SessionServer::Ports{loop_, session_database_, bus_, clock_, session_time_,
                                      random_, session_changes_},
        [this](Input input) { coordinator_->submit(std::move(input)); }, std::move(options));
}

void Embedded::Parts::make_auditor() {
    audit::Databases databases{.sessions = &session_database_,
                               .payments = &payment_database_,
                               .gateway = &gateway_database_};
    for (const auto& carrier : carriers_)
        databases.suppliers[carrier->address] = &carrier->database;
    for (const auto& other : others_)
        databases.suppliers[other->program.address] = &other->database;
    auditor_ = std::make_unique<audit::Auditor>(std::move(databases), settings_.audit_pause,
                                                report_as("audit"));
}

std::vector<http::Metric> Embedded::Parts::gather() const {
    std::vector<std::vector<http::Metric>> metrics;
    for (const auto& carrier : carriers_)
        metrics.push_back(supplier::supplier_metrics(*carrier->service, carrier->address));
    for (const auto& other : others_)
        metrics.push_back(supplier::supplier_metrics(*other->service, other->program.address));
    metrics.push_back(pipeline_metrics(payment_->pipeline_counters(), payment_->pipeline_times(),
                                       std::string(topology::kPayment)));
    metrics.push_back(http::counter_metrics(payment_->counters()));
    metrics.push_back(charges_->metrics());
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
    watch_schedules();
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
    for (const auto& code : settings_.carriers)
        heartbeats_.add("flight-service", topology::flight(code));
    for (const auto& other : others_)
        heartbeats_.add(other->program.service, other->program.address);
    heartbeats_.add("payment-service", std::string(topology::kPayment));
    heartbeats_.start(url);
}

/// One thread for all carriers: an import is another process.
void Embedded::Parts::watch_schedules() {
    std::vector<std::function<bool()>> looks;
    for (auto& carrier : carriers_) {
        looks.push_back(flight::look_at_schedule(
            carrier->database, carrier->flights.schedule(),
            [this, address = carrier->address](const ScheduleVersion& schedule) {
                loop_.post([=, this] { heartbeats_.set_schedule(address, schedule); });
            }));
    }
    schedules_probe_ = std::make_unique<runtime::HealthProbe>([looks = std::move(looks)] {
        return std::ranges::count_if(looks, [](const auto& look) { return look(); }) ==
               std::ssize(looks);
    });
    try {
        import_watch_ = std::make_unique<runtime::FileWatch>(
            loop_, import_notice(settings_.data), [this] { schedules_probe_->look_now(); });
    } catch (const std::system_error& error) {
        // The machine has no watch left to give; the look each second finds imports too.
        runtime::log_event({.severity = Severity::warning,
                            .event = "imports are found within a second, not at once",
                            .fields = {{"error", error.what()}}});
    }
}

void Embedded::Parts::start() {
    for (auto& carrier : carriers_)
        carrier->service->start();
    for (auto& other : others_)
        other->service->start();
    payment_->start();
    coordinator_->start();
    auditor_->start();
}

/// What asks ends before what answers, so that little is left to be asked again at the next start.
void Embedded::Parts::stop() {
    auditor_->stop();
    import_watch_.reset();
    schedules_probe_.reset();
    coordinator_->stop();
    payment_->stop();
    for (auto& other : others_)
        other->service->stop();
    for (auto& carrier : carriers_)
        carrier->service->stop();
}

Embedded::Embedded(EmbeddedSettings settings)
    : parts_(std::make_unique<Parts>(std::move(settings))) {}

Embedded::~Embedded() = default;

void Embedded::run() {
    parts_->run();
}

}  // namespace viaja
