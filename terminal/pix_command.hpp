#pragma once
// `viaja pagar --pix` and `--desistir`, and what both faces of a payment share. One thread.

#include "terminal/client.hpp"

namespace viaja::terminal {

/// Has a charge made for the total that the session has, shows it, and waits until it is paid,
/// given up or over, as long as that takes unless --wait says otherwise. With --json it waits for
/// the charge alone. Nothing is asked: to have a charge takes no money.
Exit pay_by_pix(Client& client, const Json& session);

/// Gives up the charge that a bank is waited for; what was paid of it comes back.
Exit stop_pix(Client& client);

/// As require_success; what became of a Pix is told from the session, since a problem says only
/// that it did not pay the trip.
const Answer& require_paid(Client& client, const Answer& answer);

/// Throws the Stop of a last payment by Pix that paid nothing; nothing else is thrown.
void refuse_unpaid_pix(Language language, const Json& session);

}  // namespace viaja::terminal
