#include "common/service_host/supplier_process.hpp"

#include <memory>

#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/log.hpp"
#include "common/service_host/start.hpp"
#include "common/supplier/metrics.hpp"
#include "common/supplier/operator_routes.hpp"
#include "common/supplier/service.hpp"

namespace viaja::service_host {

void run_supplier(ServiceProcess& process, Database& database, supplier::Inventory& inventory,
                  std::string_view legacy_key, bool test_mode) {
    // Commands to a supplier need no lock of sessions: its rows are its own.
    InProcessLock lock(process.clock());
    const auto service = made_when_there("database", [&] {
        return std::make_unique<supplier::SupplierService>(
            supplier::SupplierService::Ports{database, process.bus(), lock, process.clock(),
                                             process.random(), inventory},
            supplier::SupplierService::Options{.address = process.address(),
                                               .extra_keys = {std::string(legacy_key)},
                                               .limits = {},
                                               .workers = process.workers(),
                                               .grace = kGrace,
                                               .report = runtime::log_event,
                                               .test_mode = test_mode});
    });
    runtime::DatabaseTime time(process.clock(), runtime::log_event);
    const runtime::HealthProbe watch(look_at(database, time));
    ServicePort port(
        process.loop(),
        {process.broker_check(),
         {"database", true, [&] { return watch.good(); }},
         ServiceProcess::clock_check(time)},
        [&] {
            return http::merged(
                {supplier::supplier_metrics(*service, process.address()), process.bus_metrics()});
        });
    supplier::add_operator_routes(port.router(), database, process.operator_token());
    process.run(port.lifecycle([&] { service->start(); }, [&] { service->stop(); }));
}

}  // namespace viaja::service_host
