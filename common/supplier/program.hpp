#pragma once
// A supplier of which there is one: what its process and `viaja all` have to know of it beside its
// Inventory. A value; any thread.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/migrations/migrations.hpp"
#include "common/ports/database.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::supplier {

struct Program {
    using Progress = std::function<void(std::size_t done, std::size_t total)>;

    std::string service;     ///< "hotel-service"
    std::string address;     ///< "hotel", also the name of its database behind "viaja_"
    std::string legacy_key;  ///< of the first version of the system; empty: it had none
    std::string goods;       ///< for logs: "hotels"
    /// Of its catalogue; those of every supplier are not among them.
    std::vector<Migration> migrations;
    /// Brings the database to the state of the files in the folder; called at every start.
    std::function<void(Connection&, const std::filesystem::path& folder, const Progress&)> load;
    std::function<std::unique_ptr<Inventory>(bool test_mode)> inventory;
};

}  // namespace viaja::supplier
