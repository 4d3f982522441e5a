// The hotels' process: room-nights and holds. Any number of replicas.

#include <cstdio>
#include <exception>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/contract/topology.hpp"
#include "common/deployment/settings.hpp"
#include "common/deployment/start.hpp"
#include "common/deployment/supplier_process.hpp"
#include "common/migrations/migrations.hpp"
#include "common/process/log.hpp"
#include "common/supplier/migrations.hpp"
#include "hotel-service/catalogue.hpp"
#include "hotel-service/hotels.hpp"

namespace {

using namespace viaja;

void prepare(Database& database, const process::Configuration& configuration) {
    const auto folder = configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER);
    deployment::retry_until_there("the database", [&] {
        const auto connection = database.connect();
        migrate(*connection, "hotel-service",
                supplier::with_supplier_migrations(hotel::hotel_migrations()));
        hotel::load_demo(*connection, folder,
                         process::log_progress("loading the catalogue", "hotels"));
    });
}

void run() {
    const auto configuration = process::Configuration::from_environment();
    deployment::ServiceProcess process(configuration, "hotel-service",
                                       std::string(topology::kHotel));
    deployment::warn_about_default_passwords(configuration, false);
    MysqlDatabase database(deployment::mysql_settings(configuration, "viaja_hotel"));
    prepare(database, configuration);

    const bool test_mode = process.test_mode();
    hotel::Hotels hotels(test_mode);
    deployment::run_supplier(process, database, hotels, topology::kSeedHotels, test_mode);
}

}  // namespace

int main() {
    try {
        run();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "hotel-service: %s\n", error.what());
        return 1;
    }
}
