#pragma once
// An operator's change of the catalogue, whichever way it came: over the bus or at the supplier's
// own port. The thread of the connection.

#include "common/ports/report.hpp"
#include "common/supplier/catalogue_edits.hpp"

namespace viaja::supplier {

/// Makes the change and tells the inventory. Where the inventory lets nothing be changed the
/// problem is "unknown_question". Throws what the connection throws; after Uncertain it may have
/// been made, and can be made again.
ChangeOutcome make_change(Connection& connection, Inventory& inventory,
                          const CatalogueChange& change);

/// For the log: which items, why, and what was refused.
LogEvent event_of_change(const CatalogueChange& change, const std::string& problem);

}  // namespace viaja::supplier
