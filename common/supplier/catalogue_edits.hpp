#pragma once
// What operators change of a catalogue while the supplier is at work: prices and capacities. A
// change is written into the catalogue's own rows, from which every replica reads, and beside them
// into `catalogue_edits`, so that a later load of the catalogue's files keeps it.
//
// Functions over the connection of the calling thread; errors are those of
// common/ports/database.hpp. Lock order: the catalogue's rows, their edits, units.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/catalogue_change.hpp"
#include "common/ports/database.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::supplier {

/// Where a catalogue keeps what operators may change. The table's first column is the item's id.
struct EditableTable {
    const Table* table = nullptr;
    std::string_view price;     ///< its column: centavos of one, 1 to kBasePriceMax
    std::string_view capacity;  ///< likewise: 1 to `capacity_max`
    int capacity_max = 0;
    std::function<bool(const Values& row)> is_for_sale;
    /// In each transaction that changed rows, behind them.
    std::function<void(Connection&)> at_change = {};
};

struct ChangeOutcome {
    /// Empty, or why nothing was changed: "unknown_item" (also for what is not for sale),
    /// "invalid_value", "overtaken" (a later change stands), "too_late" (surely kClockSkewMax after
    /// it was asked for; it can no longer happen).
    std::string problem;
    CatalogueChanged changed = {};
    std::vector<UnitLeft> few_left = {};  ///< for Inventory::few_left
    Instant at = {};                      ///< by the database's clock, where it was made
};

/// One transaction, tried again on a Conflict. A change without a time is the latest of all.
ChangeOutcome change_catalogue(Connection& connection, const EditableTable& editable,
                               const CatalogueChange& change);

/// Puts what operators changed into rows of the table that are about to be written, in the same
/// transaction, in which they are locked. For the load of a file.
std::function<void(Connection&, std::span<Values> rows)> keep_edits(const EditableTable& editable);

/// The same for an import that says the capacities of its items anew: what operators made of these
/// ends, and prices stay.
std::function<void(Connection&, std::span<Values> rows)> keep_edited_prices(
    const EditableTable& editable);

/// Sets the capacity of every unit of each item to what the item's row in the catalogue says.
/// Transactions of its own.
void set_capacities(Connection& connection, const EditableTable& editable,
                    std::span<const std::string> items);

}  // namespace viaja::supplier
