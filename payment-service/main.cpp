// The payments' process, with the gateway and its ledger in a database of their own.

#include <memory>
#include <utility>

#include "common/adapters/curl/curl_http_client.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/mysql/mysql_database.hpp"
#include "common/contract/topology.hpp"
#include "common/http/counter_metrics.hpp"
#include "common/migrations/migrations.hpp"
#include "common/pipeline_metrics/pipeline_metrics.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/log.hpp"
#include "common/service_host/service_main.hpp"
#include "common/service_host/service_process.hpp"
#include "common/service_host/settings.hpp"
#include "common/service_host/start.hpp"
#include "payment-service/gateway_choice.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/late_answers.hpp"
#include "payment-service/payment_port.hpp"
#include "payment-service/service.hpp"
#include "payment-service/store.hpp"
#include "payment-service/test_bank.hpp"

namespace {

using namespace viaja;

void prepare(Database& database, const std::string& name, std::span<const Migration> migrations) {
    service_host::retry_until_there("database of the " + name, [&] {
        migrate(*database.connect(), name, migrations, runtime::log_event);
    });
}

MysqlSettings gateway_database_settings(const runtime::Configuration& configuration) {
    auto settings = service_host::mysql_settings(configuration, "viaja_gateway");
    settings.database = configuration.text("VIAJA_GATEWAY_DATABASE", "viaja_gateway");
    return settings;
}

struct Databases {
    explicit Databases(const runtime::Configuration& configuration)
        : payments(service_host::mysql_settings(configuration, "viaja_payment")),
          gateway(gateway_database_settings(configuration)) {}

    void make_schemas() {
        prepare(payments, "payment-service", payment::payment_migrations());
        prepare(gateway, "gateway", payment::gateway_migrations());
    }

    MysqlDatabase payments;
    MysqlDatabase gateway;
};

void migrate_only() {
    Databases(runtime::Configuration::from_environment()).make_schemas();
}

std::unique_ptr<payment::ChosenGateway> make_gateway(const payment::GatewaySettings& settings,
                                                     Database& database,
                                                     service_host::ServiceProcess& process,
                                                     payment::LateAnswers& late_answers,
                                                     bool test_mode) {
    return service_host::made_when_there("database of the gateway", [&] {
        return std::make_unique<payment::ChosenGateway>(
            payment::make_gateway(settings, {.database = database,
                                             .clock = process.clock(),
                                             .make_client = curl_clients(),
                                             .late_answers = late_answers.scheduler(),
                                             .test_mode = test_mode,
                                             .report = runtime::log_event}));
    });
}

void run() {
    const auto configuration = runtime::Configuration::from_environment();
    const auto chosen = payment::gateway_settings(configuration);
    service_host::ServiceProcess process(configuration, "payment-service",
                                         std::string(topology::kPayment));
    service_host::warn_about_default_passwords(configuration, false);
    Databases databases(configuration);
    databases.make_schemas();
    auto& database = databases.payments;
    auto& gateway_database = databases.gateway;

    payment::LateAnswers late_answers(process.loop());
    const bool test_mode = process.test_mode();
    const auto gateway = make_gateway(chosen, gateway_database, process, late_answers, test_mode);
    const auto bank = service_host::made_when_there("database of the test bank", [&] {
        return std::make_unique<payment::TestBank>(gateway_database, process.random(), test_mode,
                                                   runtime::log_event);
    });
    InProcessLock lock(process.clock());
    const auto service = service_host::made_when_there("database", [&] {
        return std::make_unique<payment::PaymentService>(
            database, process.bus(), lock, process.clock(), process.random(), *gateway->gateway,
            *bank,
            payment::PaymentService::Options{.limits = {},
                                             .workers = process.workers(),
                                             .grace = service_host::kGrace,
                                             .report = runtime::log_event,
                                             .tracer = process.tracer()});
    });
    payment::PaymentPort routes(*bank, process.loop(), process.clock(), process.random(),
                                {chosen.webhooks, test_mode},
                                [&](Input input) { service->submit(std::move(input)); });
    runtime::DatabaseTime time(process.clock(), runtime::log_event);
    const runtime::HealthProbe database_probe(service_host::look_at(database, time));
    const runtime::HealthProbe gateway_probe([&] { return gateway->look(); });
    service_host::ServicePort port(
        process.loop(),
        {process.broker_check(),
         {"database", true, [&] { return database_probe.healthy(); }},
         service_host::ServiceProcess::clock_check(time),
         // An external gateway may be unavailable: payments wait for it, nothing else does.
         {"gateway", false, [&] { return gateway->reachable(); }}},
        [&] {
            return http::merged({
                pipeline_metrics(service->pipeline_counters(), service->pipeline_times(),
                                 process.address()),
                process.own_metrics(),
                http::counter_metrics(service->counters()),
                routes.metrics(),
            });
        },
        process.tracer());
    routes.add_routes(port.router());
    process.run(port.lifecycle([&] { service->start(); }, [&] { service->stop(); }));
}

}  // namespace

int main(int argc, char** argv) {
    return service_host::service_main(argc, argv, "payment-service", run, migrate_only);
}
