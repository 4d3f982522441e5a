#pragma once
// What a supplier's process does; flights, hotels and events differ in their catalogue and their
// inventory.

#include <optional>
#include <string_view>

#include "common/ports/database.hpp"
#include "common/service_host/service_process.hpp"
#include "common/supplier/inventory.hpp"
#include "common/supplier/program.hpp"

namespace viaja::service_host {

/// Works once its catalogue is there, at the process's address, bound also to the first version's
/// key unless that is empty, until SIGTERM or SIGINT. `test_mode`: test items misbehave;
/// `price_guarantee` as in SupplierService::Options. Throws http::ListenFailed.
void run_supplier(ServiceProcess& process, Database& database, supplier::Inventory& inventory,
                  std::string_view legacy_key, bool test_mode,
                  std::optional<Duration> price_guarantee);

/// The whole process, with the settings of the environment: what `main` returns.
int supplier_main(int argc, char** argv, const supplier::Program& program);

}  // namespace viaja::service_host
