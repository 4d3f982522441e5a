// One carrier's process: its schedule, seats and holds in a database of its own. Any number of
// replicas.

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/contract/carrier_code.hpp"
#include "common/contract/topology.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "common/migrations/migrations.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/log.hpp"
#include "common/service_host/service_main.hpp"
#include "common/service_host/settings.hpp"
#include "common/service_host/start.hpp"
#include "common/service_host/supplier_process.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/price_guarantee.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"
#include "flight-service/import_routes.hpp"
#include "flight-service/schedule_watch.hpp"

namespace {

using namespace viaja;

void prepare(Database& database, const runtime::Configuration& configuration,
             const std::string& carrier) {
    const auto folder = configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER);
    service_host::retry_until_there("database", [&] {
        const auto connection = database.connect();
        migrate(*connection, "flight-service",
                supplier::with_supplier_migrations(flight::flight_migrations()),
                runtime::log_event);
        flight::load_demo(*connection, folder, carrier,
                          runtime::log_progress("loading the catalogue", carrier));
    });
}

MysqlDatabase database_of(const runtime::Configuration& configuration, const std::string& carrier) {
    return MysqlDatabase(
        service_host::mysql_settings(configuration, "viaja_" + flight::database_name(carrier)));
}

void migrate_only(const std::string& carrier) {
    const auto configuration = runtime::Configuration::from_environment();
    auto database = database_of(configuration, carrier);
    prepare(database, configuration, carrier);
}

void run(const std::string& carrier) {
    const auto configuration = runtime::Configuration::from_environment();
    service_host::ServiceProcess process(configuration, "flight-service",
                                         topology::flight(carrier));
    service_host::warn_about_default_passwords(configuration, false);
    auto database = database_of(configuration, carrier);
    prepare(database, configuration, carrier);

    const bool test_mode = process.test_mode();
    flight::Flights flights(carrier, test_mode);
    flights.announce_on(process.bus());
    runtime::HealthProbe schedule_watch(flight::look_at_schedule(
        database, flights.schedule(), [&process](const ScheduleVersion& schedule) {
            process.loop().post([&process, schedule] {
                process.heartbeats().set_schedule(process.address(), schedule);
            });
        }));
    process.heartbeats().when_asked([&schedule_watch] { schedule_watch.look_now(); });
    service_host::run_supplier(process, database, flights, topology::kLegacyFlights, test_mode,
                               supplier::price_guarantee_from(configuration));
}

/// Beside the carrier's processes, which announce the change at once.
void import_routes(const std::string& carrier, const std::string& file) {
    const auto configuration = runtime::Configuration::from_environment();
    service_host::ServiceProcess process(configuration, "flight-service",
                                         topology::flight(carrier));
    // A service that is ended while it starts has done all that it was to do; an import has not.
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    auto database = database_of(configuration, carrier);
    const auto connection =
        service_host::made_when_there("database", [&database] { return database.connect(); });
    const auto result = flight::import_routes(*connection, file, carrier,
                                              runtime::log_progress("importing routes", carrier));
    std::fputs(flight::text_of(result).c_str(), stdout);
    std::fflush(stdout);
    if (result.nothing())
        throw std::runtime_error(file + " has no route of " + carrier + " that can be flown");
    request_heartbeats(process.bus());
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"One carrier of Viaja: its schedule, seats and holds."};
    std::string carrier;
    app.add_option("--carrier", carrier, "the carrier's code, such as I0")->required();
    std::string routes;
    app.add_option("--import-routes", routes,
                   "brings a CSV file with carrier, from, to, distance_km, equipment into the "
                   "carrier's schedule, and ends")
        ->check(CLI::ExistingFile);
    bool only_migrate = false;
    app.add_flag("--migrate", only_migrate, service_host::kMigrateHelp)
        ->excludes("--import-routes");
    CLI11_PARSE(app, argc, argv);
    return service_host::exit_code_of("flight-service", [&] {
        if (!is_carrier_code(carrier)) {
            throw runtime::ConfigurationError("\"" + carrier +
                                              "\" is no carrier's code; it has two of A-Z and 0-9");
        }
        if (only_migrate) {
            service_host::run_migration("flight-service " + topology::flight(carrier),
                                        [&] { migrate_only(carrier); });
        } else if (routes.empty()) {
            run(carrier);
        } else {
            import_routes(carrier, routes);
        }
    });
}
