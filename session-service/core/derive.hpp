#pragma once
// What follows from a session's row: the messages that are due. Whatever is pending is sent when it
// becomes pending and again until it is answered; the row keeps when. When the session is due again
// says due.hpp. Pure; any thread.

#include <string>
#include <vector>

#include "common/contract/messages.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// The messages that are due; sets when each is sent again, and `needs_attention`.
std::vector<SupplierCommand> derive_supplier_commands(Session& session, Instant now,
                                                      const Rules& rules);
std::vector<PaymentCommand> derive_payment_commands(Session& session, Instant now,
                                                    const Rules& rules);
struct AddressedTimeoutNotice {
    std::string address;
    TimeoutNotice message;
};
std::vector<AddressedTimeoutNotice> derive_timeout_notices(Session& session, Instant now,
                                                           const Rules& rules);

/// True if the two differ at most in when payment is asked whether the bank has paid. That is not
/// shown and makes no version of the session: a traveller may stop what was seen to wait.
bool differ_only_by_asks_of_bank(const Session& before, const Session& after);

}  // namespace viaja::session
