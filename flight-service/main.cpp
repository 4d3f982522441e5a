// One carrier's process: its schedule, seats and holds in a database of its own. Any number of
// replicas.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/contract/carrier_code.hpp"
#include "common/contract/topology.hpp"
#include "common/deployment/settings.hpp"
#include "common/deployment/start.hpp"
#include "common/deployment/supplier_process.hpp"
#include "common/migrations/migrations.hpp"
#include "common/process/log.hpp"
#include "common/supplier/migrations.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"

namespace {

using namespace viaja;

void prepare(Database& database, const process::Configuration& configuration,
             const std::string& carrier) {
    const auto folder = configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER);
    deployment::retry_until_there("the database", [&] {
        const auto connection = database.connect();
        migrate(*connection, "flight-service",
                supplier::with_supplier_migrations(flight::flight_migrations()));
        flight::load_demo(*connection, folder, carrier,
                          process::log_progress("loading the catalogue", carrier));
    });
}

void run(const std::string& carrier) {
    const auto configuration = process::Configuration::from_environment();
    deployment::ServiceProcess process(configuration, "flight-service", topology::flight(carrier));
    deployment::warn_about_default_passwords(configuration, false);
    MysqlDatabase database(
        deployment::mysql_settings(configuration, "viaja_" + flight::database_name(carrier)));
    prepare(database, configuration, carrier);

    const bool test_mode = process.test_mode();
    flight::Flights flights(carrier, test_mode);
    deployment::run_supplier(process, database, flights, topology::kSeedFlights, test_mode);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"One carrier of Viaja: its schedule, seats and holds."};
    std::string carrier;
    app.add_option("--carrier", carrier, "the carrier's code, such as I0")->required();
    CLI11_PARSE(app, argc, argv);
    try {
        if (!is_carrier_code(carrier)) {
            throw process::ConfigurationError("\"" + carrier +
                                              "\" is no carrier's code; it has two of A-Z and 0-9");
        }
        run(carrier);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "flight-service: %s\n", error.what());
        return 1;
    }
}
