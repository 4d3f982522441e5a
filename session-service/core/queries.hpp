#pragma once
// What can be read from a session without changing it. Pure; any thread.

#include <optional>
#include <vector>

#include "session-service/core/session.hpp"

namespace viaja::session {

/// The price of what is held or sold, but for lists that are undecided; nullopt where the prices
/// are in several currencies, which have no sum.
std::optional<Money> sum_of_prices(const Session& session);
/// The same, and zero where there is no sum: such a session cannot be paid.
Money total(const Session& session);
LegacyState legacy_state(const Session& session);
/// When it begins (messages.hpp), as far as that is known.
Instant begins_at(const Hold& hold);
/// When the first thing that is held or sold begins (messages.hpp), but for lists that are
/// undecided; max where there is none. From then on nothing of the trip is paid, and its traveller
/// cannot cancel it.
Instant begins_at(const Session& session);
/// Null where the session has no such hold.
const Hold* find_hold(const Session& session, const HoldId& id);
Hold* find_hold(Session& session, const HoldId& id);
/// True for what a hold's supplier is asked as a step of a saga or as its undo.
constexpr bool is_of_saga(Command command) {
    return command == Command::confirm || command == Command::unconfirm;
}
/// What is pending at the hold, beside the saga's own request: nullopt, or `hold` (asked), `cancel`
/// or `expire` (releasing), `confirm` (the step of a group), else `unconfirm` (a failed payment is
/// undone). The last two are of the session's present attempt.
std::optional<Command> pending_request(const Session& session, const Hold& hold);
/// True while one of the holds waits for the answer to this command, beside the saga's own request.
bool is_pending_at_a_hold(const Session& session, Command command);
/// Null where the session has no such attempt.
const Payment* find_payment(const Session& session, int attempt);
/// False once the session has tried to pay as often as it may.
bool may_try_to_pay(const Session& session);
/// The hold and those that were asked in one list with it, in the order of the list.
std::vector<const Hold*> asked_together(const Session& session, const Hold& hold);
/// By its supplier, or by the session because it cannot be reached from the flight before.
bool was_refused(const Hold& hold);
/// True while a supplier has still to answer for the hold, or for another one of its list.
bool is_undecided(const Session& session, const Hold& hold);
/// True while others are asked for in its place.
bool is_being_swapped(const Session& session, const HoldId& id);
/// True while the attempt's saga runs, its undo included.
bool is_running(const Session& session, int attempt);
/// True if something came to its end between the two that a request may wait for: a hold was
/// answered or its release was, a Pix has its code, a payment is over, a cancellation is over.
bool has_outcome(const Session& before, const Session& after);

}  // namespace viaja::session
