#pragma once
// The rows of a supplier: `holds` and `units`, read and written in sets. Functions over the
// connection of the calling thread; errors are those of common/ports/database.hpp.
//
// Lock order of every transaction: holds by ascending id, then units by ascending id.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/money.hpp"
#include "common/ports/database.hpp"
#include "common/supplier/core/hold.hpp"
#include "common/supplier/core/units.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::supplier {

/// A row of `holds`. Before its first command it exists only in memory: state `none`, version 0.
struct HoldRow {
    HoldId id;
    SessionId session_id;
    Hold hold;
    std::vector<Claim> claims;  ///< read back without their capacity: the unit's row has it
    /// During a swap (core/swap.hpp), beside the claims: what the hold borrows, and the two ends.
    std::vector<Claim> borrowed;
    std::optional<HoldId> borrows_from;
    std::optional<HoldId> lent_to;
    int quantity = 0;
    Money price;
    std::string description;
    std::optional<HeldItem> item;  ///< none in rows of versions that did not keep it
    std::string reference;         ///< the booking reference, from the first confirm on
    Instant deadline;
    /// It departs, or its first night is over: never confirmed from then on. None in rows of
    /// versions that did not keep it.
    std::optional<Instant> sale_ends;
    /// Nullopt: not at all. In rows of versions that did not keep it: until the deadline.
    std::optional<Instant> price_guaranteed_until;
    std::int64_t version = 0;  ///< counts the writes; 0: not in the database yet
    Instant created_at;
    Instant updated_at;

    bool operator==(const HoldRow&) const = default;
};

/// Those of the holds that exist, locked.
std::map<HoldId, HoldRow> lock_holds(Connection& connection, const std::set<HoldId>& ids);

/// The holds in state `held` of each of the sessions, without locks; none: no entry.
std::map<SessionId, std::vector<HoldId>> held_by_session(Connection& connection,
                                                         const std::set<SessionId>& sessions);

/// Those of the units that exist, locked.
std::map<std::string, Unit> lock_units(Connection& connection, const std::set<std::string>& ids);

/// Writes the rows, all of them locked before or new. Version 1 is a new row: Conflict where
/// another transaction inserted it first.
void save_holds(Connection& connection, std::span<const HoldRow> rows);

/// The same for units. Conflict where one of the new ones exists already.
void save_units(Connection& connection, std::span<const Unit> fresh, std::span<const Unit> changed);

/// Sets the capacity of every unit of the item: what the catalogue says now is sold, or no more
/// sold, on all of its days. In the transaction under way.
void set_capacity(Connection& connection, const std::string& item, int capacity);

/// The item's units from the day on, by ascending id: the last committed state, and what this
/// transaction wrote.
std::vector<Unit> units_from(Connection& connection, const std::string& item, Date from);

/// Whether some of the item is held or confirmed on `from` or on a later day, by the last committed
/// state. Such an item keeps its meaning: its id is not given to something else.
bool is_taken_from(Connection& connection, const std::string& item, Date from);

/// Units whose id begins with `prefix` and stands behind `after`, by ascending id, at most `limit`:
/// the last committed state. Both are ASCII, and either may be empty.
std::vector<Unit> find_units(Connection& connection, const std::string& prefix,
                             const std::string& after, std::size_t limit);

/// How much of each of the units is held or confirmed by the last committed state; a unit
/// without a claim has no entry. For "seats left".
std::map<std::string, int> taken(Connection& connection, std::span<const std::string> unit_ids);

}  // namespace viaja::supplier
