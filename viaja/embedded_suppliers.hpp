#pragma once
// The suppliers of the one process that has all services, each with a database of its own.

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/contract/topology.hpp"
#include "common/ports/clock.hpp"
#include "common/supplier/inventory.hpp"
#include "common/supplier/program.hpp"
#include "common/supplier/service.hpp"
#include "flight-service/flights.hpp"

namespace viaja {

/// A supplier of which there is one: hotels, events.
struct OneOfItsKind {
    OneOfItsKind(const std::filesystem::path& file, supplier::Program kind, bool test_mode,
                 const Clock& clock)
        : program(std::move(kind)),
          database(file, clock),
          inventory(program.inventory(test_mode)) {}

    const supplier::Program program;
    SqliteDatabase database;
    const std::unique_ptr<supplier::Inventory> inventory;
    std::unique_ptr<supplier::SupplierService> service;
};

/// One carrier: its own database, schedule and queue, so that its failure affects no other carrier.
struct Carrier {
    Carrier(const std::filesystem::path& file, const std::string& code, bool test_mode,
            const Clock& clock)
        : address(topology::flight(code)), database(file, clock), flights(code, test_mode) {}

    const std::string address;
    SqliteDatabase database;
    flight::Flights flights;
    std::unique_ptr<supplier::SupplierService> service;
};

}  // namespace viaja
