#include "common/service_host/supplier_process.hpp"

#include <memory>

#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/mysql/mysql_database.hpp"
#include "common/migrations/migrations.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/log.hpp"
#include "common/service_host/service_main.hpp"
#include "common/service_host/settings.hpp"
#include "common/service_host/start.hpp"
#include "common/supplier/metrics.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/operator_routes.hpp"
#include "common/supplier/price_guarantee.hpp"
#include "common/supplier/service.hpp"

namespace viaja::service_host {
namespace {

std::vector<std::string> extra_keys(std::string_view legacy_key) {
    if (legacy_key.empty()) return {};
    return {std::string(legacy_key)};
}

void prepare(Database& database, const runtime::Configuration& configuration,
             const supplier::Program& program) {
    const auto folder = configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER);
    retry_until_there("database", [&] {
        const auto connection = database.connect();
        migrate(*connection, program.service,
                supplier::with_supplier_migrations(program.migrations), runtime::log_event);
        program.load(*connection, folder,
                     runtime::log_progress("loading the catalogue", program.goods));
    });
}

MysqlDatabase database_of(const runtime::Configuration& configuration,
                          const supplier::Program& program) {
    return MysqlDatabase(mysql_settings(configuration, "viaja_" + program.address));
}

void migrate_only(const supplier::Program& program) {
    const auto configuration = runtime::Configuration::from_environment();
    auto database = database_of(configuration, program);
    prepare(database, configuration, program);
}

void run(const supplier::Program& program) {
    const auto configuration = runtime::Configuration::from_environment();
    ServiceProcess process(configuration, program.service, program.address);
    warn_about_default_passwords(configuration, false);
    auto database = database_of(configuration, program);
    prepare(database, configuration, program);
    const auto inventory = program.inventory(process.test_mode());
    run_supplier(process, database, *inventory, program.legacy_key, process.test_mode(),
                 supplier::price_guarantee_from(configuration));
}

}  // namespace

void run_supplier(ServiceProcess& process, Database& database, supplier::Inventory& inventory,
                  std::string_view legacy_key, bool test_mode,
                  std::optional<Duration> price_guarantee) {
    // Commands to a supplier need no lock of sessions: its rows are its own.
    InProcessLock lock(process.clock());
    const auto service = made_when_there("database", [&] {
        return std::make_unique<supplier::SupplierService>(
            supplier::SupplierService::Ports{database, process.bus(), lock, process.clock(),
                                             process.random(), inventory},
            supplier::SupplierService::Options{.address = process.address(),
                                               .extra_keys = extra_keys(legacy_key),
                                               .limits = {},
                                               .workers = process.workers(),
                                               .grace = kGrace,
                                               .report = runtime::log_event,
                                               .tracer = process.tracer(),
                                               .test_mode = test_mode,
                                               .price_guarantee = price_guarantee,
                                               .retention = process.retention()});
    });
    runtime::DatabaseTime time(process.clock(), runtime::log_event);
    const runtime::HealthProbe database_probe(look_at(database, time));
    ServicePort port(
        process.loop(),
        {process.broker_check(),
         {"database", true, [&] { return database_probe.healthy(); }},
         ServiceProcess::clock_check(time)},
        [&] {
            return http::merged(
                {supplier::supplier_metrics(*service, process.address()), process.own_metrics()});
        },
        process.tracer());
    supplier::add_operator_routes(
        port.router(), {database, inventory, process.address(), process.operator_token()});
    process.run(port.lifecycle([&] { service->start(); }, [&] { service->stop(); }));
}

int supplier_main(int argc, char** argv, const supplier::Program& program) {
    return service_main(
        argc, argv, program.service, [&] { run(program); }, [&] { migrate_only(program); });
}

}  // namespace viaja::service_host
