#include "viaja/embedded_suppliers.hpp"

#include <algorithm>
#include <ranges>
#include <system_error>
#include <utility>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/contract/topology.hpp"
#include "common/runtime/log.hpp"
#include "common/supplier/metrics.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/program.hpp"
#include "common/supplier/service.hpp"
#include "event-service/events.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"
#include "flight-service/schedule_watch.hpp"
#include "hotel-service/hotels.hpp"
#include "viaja/import_notice.hpp"
#include "viaja/prepared_database.hpp"

namespace viaja {

struct EmbeddedSupplier {
    EmbeddedSupplier(const std::filesystem::path& file, const Clock& clock, std::string its_name,
                     std::string its_address, std::unique_ptr<supplier::Inventory> goods)
        : name(std::move(its_name)),
          address(std::move(its_address)),
          database(file, clock),
          inventory(std::move(goods)) {}

    const std::string name;  ///< "hotel-service"
    const std::string address;
    SqliteDatabase database;
    const std::unique_ptr<supplier::Inventory> inventory;
    flight::SchedulePages* schedule = nullptr;  ///< of a carrier, in its inventory
    std::unique_ptr<supplier::SupplierService> service;
};

void prepare_carrier(SqliteDatabase& database, const std::string& carrier,
                     const std::filesystem::path& catalogue) {
    prepare(database, "flight-service",
            supplier::with_supplier_migrations(flight::flight_migrations()),
            [&](Connection& connection) {
                flight::load_demo(connection, catalogue, carrier,
                                  runtime::log_progress("loading the catalogue", carrier));
            });
}

EmbeddedSuppliers::EmbeddedSuppliers(const EmbeddedSettings& settings, const Ports& ports,
                                     Options options)
    : settings_(settings), ports_(ports), options_(std::move(options)) {
    make_carriers();
    make_others();
}

EmbeddedSuppliers::~EmbeddedSuppliers() = default;

void EmbeddedSuppliers::make_carriers() {
    for (const auto& code : settings_.carriers) {
        auto flights = std::make_unique<flight::Flights>(code, settings_.test_mode);
        flights->announce_on(ports_.bus);
        auto* schedule = &flights->schedule();
        const auto& carrier = suppliers_.emplace_back(std::make_unique<EmbeddedSupplier>(
            database_file(settings_.data, flight::database_name(code)), ports_.clock,
            "flight-service", topology::flight(code), std::move(flights)));
        carrier->schedule = schedule;
        prepare_carrier(carrier->database, code, settings_.catalogue);
        make_service(topology::kLegacyFlights);
    }
}

void EmbeddedSuppliers::make_others() {
    for (const auto& program : {hotel::program(), event::program()}) {
        const auto& other = suppliers_.emplace_back(std::make_unique<EmbeddedSupplier>(
            database_file(settings_.data, program.address), ports_.clock, program.service,
            program.address, program.inventory(settings_.test_mode)));
        prepare(other->database, program.service,
                supplier::with_supplier_migrations(program.migrations),
                [&](Connection& connection) {
                    program.load(connection, settings_.catalogue,
                                 runtime::log_progress("loading the catalogue", program.goods));
                });
        make_service(program.legacy_key);
    }
}

void EmbeddedSuppliers::make_service(std::string_view legacy_key) {
    auto& made = *suppliers_.back();
    supplier::SupplierService::Options options{.address = made.address,
                                               .limits = {},
                                               .grace = options_.grace,
                                               .report = options_.report_of(made.address),
                                               .tracer = options_.tracer_of(made.address),
                                               .test_mode = settings_.test_mode,
                                               .price_guarantee = settings_.price_guarantee,
                                               .retention = settings_.retention};
    if (!legacy_key.empty()) options.extra_keys = {std::string(legacy_key)};
    made.service = std::make_unique<supplier::SupplierService>(
        supplier::SupplierService::Ports{made.database, ports_.bus, ports_.lock, ports_.clock,
                                         ports_.random, *made.inventory},
        std::move(options));
}

std::map<std::string, Database*> EmbeddedSuppliers::databases() {
    std::map<std::string, Database*> databases;
    for (const auto& supplier : suppliers_)
        databases[supplier->address] = &supplier->database;
    return databases;
}

std::vector<std::vector<http::Metric>> EmbeddedSuppliers::metrics() const {
    std::vector<std::vector<http::Metric>> metrics;
    for (const auto& one : suppliers_)
        metrics.push_back(supplier::supplier_metrics(*one->service, one->address));
    return metrics;
}

void EmbeddedSuppliers::add_heartbeats() {
    for (const auto& supplier : suppliers_)
        ports_.heartbeats.add(supplier->name, supplier->address);
}

void EmbeddedSuppliers::start() {
    for (const auto& supplier : suppliers_)
        supplier->service->start();
}

/// One thread for all carriers: an import is another process.
void EmbeddedSuppliers::watch_schedules() {
    std::vector<std::function<bool()>> looks;
    for (const auto& supplier : suppliers_) {
        if (!supplier->schedule) continue;
        looks.push_back(flight::look_at_schedule(
            supplier->database, *supplier->schedule,
            [this, address = supplier->address](const ScheduleVersion& schedule) {
                ports_.loop.post([=, this] { ports_.heartbeats.set_schedule(address, schedule); });
            }));
    }
    schedules_probe_ = std::make_unique<runtime::HealthProbe>([looks = std::move(looks)] {
        return std::ranges::count_if(looks, [](const auto& look) { return look(); }) ==
               std::ssize(looks);
    });
    try {
        import_watch_ = std::make_unique<runtime::FileWatch>(
            ports_.loop, import_notice(settings_.data), [this] { schedules_probe_->look_now(); });
    } catch (const std::system_error& error) {
        // The machine has no watch left to give; the look each second finds imports too.
        runtime::log_event({.severity = Severity::warning,
                            .event = "imports are found within a second, not at once",
                            .fields = {{"error", error.what()}}});
    }
}

void EmbeddedSuppliers::stop() {
    import_watch_.reset();
    schedules_probe_.reset();
    for (const auto& supplier : suppliers_ | std::views::reverse)
        supplier->service->stop();
}

}  // namespace viaja
