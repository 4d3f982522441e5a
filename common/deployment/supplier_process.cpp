#include "common/deployment/supplier_process.hpp"

#include <memory>

#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/deployment/start.hpp"
#include "common/process/watch.hpp"
#include "common/supplier/operator_routes.hpp"
#include "common/supplier/service.hpp"

namespace viaja::deployment {

void run_supplier(ServiceProcess& process, Database& database, supplier::Inventory& inventory,
                  std::string_view seed_key, bool test_mode) {
    // Commands to a supplier need no lock of sessions: its rows are its own.
    InProcessLock lock(process.clock());
    const auto service = made_when_there("the database", [&] {
        return std::make_unique<supplier::SupplierService>(
            supplier::SupplierService::Ports{database, process.bus(), lock, process.clock(),
                                             process.random(), inventory},
            supplier::SupplierService::Options{.address = process.address(),
                                               .extra_keys = {std::string(seed_key)},
                                               .limits = {},
                                               .grace = kGrace,
                                               .report = process.report(),
                                               .test_mode = test_mode});
    });
    process::DatabaseTime time(process.clock(), process.report());
    const process::Watch watch(look_at(database, time));
    ServicePort port(
        process.loop(),
        {process.broker_check(),
         {"database", true, [&] { return watch.good(); }},
         ServiceProcess::clock_check(time)},
        [&] {
            return process.metrics({{process.address(), service->pipeline_counters()}});
        });
    supplier::add_operator_routes(port.router(), database, process.operator_token());
    process.run(port.lifecycle([&] { service->start(); }, [&] { service->stop(); }));
}

}  // namespace viaja::deployment
