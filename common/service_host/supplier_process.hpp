#pragma once
// What a supplier's process does once its catalogue is there; flights and hotels differ only in
// their inventory.

#include "common/ports/database.hpp"
#include "common/service_host/service_process.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::service_host {

/// Works at the process's address, bound also to the first version's key, until SIGTERM or SIGINT.
/// `test_mode`: test items misbehave. Throws http::ListenFailed.
void run_supplier(ServiceProcess& process, Database& database, supplier::Inventory& inventory,
                  std::string_view legacy_key, bool test_mode);

}  // namespace viaja::service_host
