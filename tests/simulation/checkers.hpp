#pragma once
// The invariants (docs/architecture.md), each checked by a small function on the books of all
// services, the gateway's ledger included. A checker returns what is wrong, in sentences; nothing
// is right.

#include <string>
#include <vector>

#include "session-service/store/store.hpp"
#include "tests/simulation/traveller.hpp"
#include "tests/simulation/world.hpp"

namespace viaja::simulation {

using Complaints = std::vector<std::string>;
using Travellers = std::vector<std::unique_ptr<Traveller>>;

/// Every session, by what its own database says.
session::SessionsById all_sessions(World& world);

/// A hold as its supplier has it.
struct SupplierHold {
    std::string supplier;
    HoldId id;
    SessionId session_id;
    std::string state;
    int attempt = 0;
    std::string claims;
    std::string borrowed;  ///< during a swap, beside the claims
    std::int64_t quantity = 0;
    std::int64_t price = 0;
};
std::vector<SupplierHold> all_supplier_holds(World& world);

/// I1, at any time: no unit has more held and confirmed than it has, and its counters are the sums
/// of its holds.
Complaints check_capacity(World& world);
/// I2 at rest, by the gateway's own ledger: paid is the price of what is confirmed, or nothing; no
/// authorization is open.
Complaints check_money(World& world, const session::SessionsById& sessions);
/// I2: no payment is of another sum than was shown, nor at a price that was no longer guaranteed
/// and not said again for that payment; and each supplier has sold at the price that was paid.
Complaints check_prices(World& world, const Travellers& travellers,
                        const session::SessionsById& sessions);
/// I3 at rest: all holds of a session are confirmed and paid, or none; and no supplier keeps
/// anything for a session that has ended otherwise.
Complaints check_all_or_nothing(World& world, const session::SessionsById& sessions);
/// I4: what was answered as accepted is there.
Complaints check_accepted(const Travellers& travellers, const session::SessionsById& sessions);
/// A hold list was held whole, or nothing of it is kept.
Complaints check_lists(World& world, const session::SessionsById& sessions);
/// I5: every session has come to its end, and nothing is pending.
Complaints check_ended(World& world, const session::SessionsById& sessions);
/// Each service that wanted to be told of a timeout was told if it fired, and only then.
Complaints check_notices(World& world, const session::SessionsById& sessions);
/// I6: one key, one answer.
Complaints check_same_answer(const Travellers& travellers);
/// I7: every refusal names the present state.
Complaints check_refusals(const Travellers& travellers);
/// I8: the state of every row of every service, to compare before and after old messages came
/// again.
std::string fingerprint(World& world);

}  // namespace viaja::simulation
