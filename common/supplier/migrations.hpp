#pragma once
// The schema of a supplier's database, in order. Run by the process at its start, before the
// service is made (common/migrations). Numbers 1 to 100; a kind of supplier that keeps tables of
// its own in the same database numbers them from 101.

#include <span>
#include <vector>

#include "common/migrations/migrations.hpp"

namespace viaja::supplier {

std::span<const Migration> supplier_migrations();
/// Those and the tables of one kind of supplier: all of its database's migrations.
std::vector<Migration> with_supplier_migrations(std::span<const Migration> catalogue);

}  // namespace viaja::supplier
