#pragma once
// The rows of a supplier: `holds` and `units`, read and written in sets. Functions over the
// connection of the calling thread; errors are those of common/ports/database.hpp.
//
// Order of locks, the same for everybody: holds by ascending id, then units by ascending id.

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
    SessionId session;
    Hold hold;
    std::vector<Claim> claims;  ///< read back without their capacity: the unit's row has it
    int quantity = 0;
    Money price;
    std::string description;
    std::optional<HeldItem> item;  ///< none in rows of versions that did not keep it
    std::string reference;         ///< the booking reference, from the first confirm on
    Behaviour behaviour = Behaviour::normal;
    Instant deadline;
    int undo_asks = 0;                        ///< for Behaviour::undo_fails_three_times
    std::optional<Instant> confirm_asked_at;  ///< for Behaviour::confirms_after_8_s
    std::int64_t version = 0;                 ///< counts the writes; 0: not in the database yet
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
/// somebody else was first.
void save_holds(Connection& connection, std::span<const HoldRow> rows);

/// The same for units. Conflict where one of the new ones exists already.
void save_units(Connection& connection, std::span<const Unit> fresh, std::span<const Unit> changed);

/// Units whose id begins with `prefix` and stands behind `after`, by ascending id, at most `limit`:
/// the last committed state. Both are ASCII, and either may be empty.
std::vector<Unit> find_units(Connection& connection, const std::string& prefix,
                             const std::string& after, std::size_t limit);

/// How much of each of the units is held or confirmed by the last committed state; a unit that
/// nobody has claimed yet has no entry. For "seats left".
std::map<std::string, int> taken(Connection& connection, std::span<const std::string> unit_ids);

}  // namespace viaja::supplier
