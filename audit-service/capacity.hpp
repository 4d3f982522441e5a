#pragma once
// The first invariant of docs/saga.md, of one supplier's database: no unit is sold more often than
// there is of it, and its counters are the sums of its holds. A catalogue that was lowered below
// what is sold shows here too. Reads only. One thread, that of the audit.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/ports/database.hpp"

namespace viaja::audit {

struct CapacityFindings {
    std::vector<std::string> oversold;          ///< ids of units with less than nothing left
    std::vector<std::string> wrong_sums;        ///< units whose counters differ from their holds
    std::map<std::string, std::int64_t> holds;  ///< by state
};

/// Counters and holds are read by one statement, so from one moment: what is sold meanwhile is
/// never taken for an error. The connection is in no transaction. Throws what it throws.
CapacityFindings audit_capacity(Connection& connection);

}  // namespace viaja::audit
