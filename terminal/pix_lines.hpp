#pragma once
// A payment by Pix as lines for its traveller: the charge while a bank is waited for, what happens
// to it, and why it did not pay the trip. Pure; any thread.

#include <optional>
#include <string>

#include "terminal/json.hpp"
#include "terminal/offer_lines.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// Whether the last payment of the session is one by Pix.
bool is_by_pix(const Json& session);

/// The code to copy; empty unless a bank is waited for.
std::string pix_code(const Json& session);

/// Seconds until the code expires, by the server's clock at the moment of the answer; nothing
/// where no bank is waited for.
std::optional<std::int64_t> seconds_to_pay(const Json& session);

/// What is to be paid and until when, above the code.
Lines lines_above_code(Language language, const Json& session);
/// Behind the code: what becomes of the holds, and in test mode where the bank is played at
/// `address`.
Lines lines_below_code(Language language, const Json& session, const std::string& address);

/// What is waited for; `seconds` as above, at present.
std::string pix_waiting_line(Language language, const Json& session,
                             std::optional<std::int64_t> seconds);

/// What an entry of a payment by Pix means; empty for those that are the same as a card's.
std::string line_of_pix_entry(Language language, const Json& entry);

/// Why the last payment, which was by Pix, paid nothing, where the money is, and what to do.
std::string pix_failure_text(Language language, const Json& session);

}  // namespace viaja::terminal
