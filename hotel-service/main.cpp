// The hotels' process: room-nights and holds. Any number of replicas.

#include <cstdio>
#include <exception>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/contract/topology.hpp"
#include "common/migrations/migrations.hpp"
#include "common/runtime/log.hpp"
#include "common/service_host/settings.hpp"
#include "common/service_host/start.hpp"
#include "common/service_host/supplier_process.hpp"
#include "common/supplier/migrations.hpp"
#include "hotel-service/catalogue.hpp"
#include "hotel-service/hotels.hpp"

namespace {

using namespace viaja;

void prepare(Database& database, const runtime::Configuration& configuration) {
    const auto folder = configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER);
    service_host::retry_until_there("database", [&] {
        const auto connection = database.connect();
        migrate(*connection, "hotel-service",
                supplier::with_supplier_migrations(hotel::hotel_migrations()));
        hotel::load_demo(*connection, folder,
                         runtime::log_progress("loading the catalogue", "hotels"));
    });
}

void run() {
    const auto configuration = runtime::Configuration::from_environment();
    service_host::ServiceProcess process(configuration, "hotel-service",
                                         std::string(topology::kHotel));
    service_host::warn_about_default_passwords(configuration, false);
    MysqlDatabase database(service_host::mysql_settings(configuration, "viaja_hotel"));
    prepare(database, configuration);

    const bool test_mode = process.test_mode();
    hotel::Hotels hotels(test_mode);
    service_host::run_supplier(process, database, hotels, topology::kLegacyHotels, test_mode);
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
