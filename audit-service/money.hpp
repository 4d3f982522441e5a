#pragma once
// The second invariant of docs/saga.md: a traveller has paid what the confirmed trip costs, and
// nothing for any other session; no authorization stays open. Compares the sessions with what
// payment-service and the gateway have on their books. Reads only. One thread, that of the audit.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/ports/database.hpp"

namespace viaja::audit {

/// Connections in no transaction.
struct MoneyBooks {
    Connection& sessions;
    Connection& payments;
    Connection& gateway;
    int shard = 0;  ///< of the sessions; what belongs to those of others is passed over
};

struct MoneyFindings {
    /// Ids of sessions, by what disagrees with them.
    std::vector<std::string> payments;             ///< payment-service keeps another amount
    std::vector<std::string> gateway;              ///< the gateway keeps another amount
    std::vector<std::string> authorizations;       ///< the gateway has an authorization open
    std::vector<std::string> unknown;              ///< money of the last week, and no such session
    std::map<std::string, std::int64_t> sessions;  ///< by state
    std::int64_t running = 0;                      ///< sagas
    std::int64_t stuck = 0;                        ///< sessions that need an operator
    Duration oldest_request{0};  ///< for so long the oldest request of a saga is unanswered
};

/// Called between two pages of sessions; false: stop here.
using GoOn = std::function<bool()>;

/// A session counts as wrong only if it was at rest, and did not change, from before the other
/// books were read until after. No result where `go_on` said so. Throws what connections throw.
std::optional<MoneyFindings> audit_money(const MoneyBooks& books, const GoOn& go_on);

}  // namespace viaja::audit
