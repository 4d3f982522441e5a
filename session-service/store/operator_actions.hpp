#pragma once
// What operators did: one row an action, written in the transaction of its effect, or before an
// effect that is outside of the database. Rows are never removed. Errors are those of
// common/ports/database.hpp.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/time.hpp"
#include "common/ports/database.hpp"

namespace viaja::session {

struct OperatorAction {
    Uuid id;             ///< that of a later action is greater
    Instant at;          ///< by the database's clock
    std::string action;  ///< "retry", "give_up", "write_off", "requeue", "drop", "set_prices", …
    std::optional<SessionId> session_id;
    std::optional<HoldId> hold;
    std::string letter;  ///< the id of a dead letter, "hotel~…"; empty: the action is of a session
    std::string reason;  ///< as the operator gave it; may be empty
    std::string client;  ///< the address that it came from
    std::string token;   ///< names the token without showing it; empty: none was required
    std::string request_id;
    std::string outcome;  ///< "accepted", the code of the refusal, or kActionBegun
    std::string detail;   ///< why it was refused, or what of a catalogue was to be changed
    bool operator==(const OperatorAction&) const = default;
};

/// The outcome of an action whose effect is outside of the database, until it is known. A row that
/// keeps it: the process or the database stopped meanwhile, and it may have been done.
constexpr std::string_view kActionBegun = "begun";

/// Of a repeated id the last one stands.
void save_operator_actions(Connection& connection, std::span<const OperatorAction> actions);

/// The newest first, at most `limit`: those older than the action `after`, of one session where it
/// is given.
std::vector<OperatorAction> find_operator_actions(Connection& connection,
                                                  const std::optional<SessionId>& session_id,
                                                  const std::optional<Uuid>& after,
                                                  std::size_t limit);

}  // namespace viaja::session
