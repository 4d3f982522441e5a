#pragma once
// A session as lines for its traveller: what it holds, its clock, each thing that happens to it and
// how it ended. Pure; any thread.

#include <optional>
#include <string>

#include "terminal/json.hpp"
#include "terminal/offer_lines.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// Holds that count: neither refused nor given up.
std::vector<Json> present_holds(const Json& session);

/// Seconds until the holds end, by the server's clock at the moment of the answer; nothing where no
/// clock runs.
std::optional<std::int64_t> seconds_left(const Json& session);
/// The same, as a sentence; `prices_stand` as long.
std::string clock_sentence(Language language, std::int64_t seconds, bool prices_stand);

/// The whole trip: its state in one sentence, its items by number, its total.
Lines lines_of_trip(Language language, const Json& session);

/// What an entry of the timeline means; empty for those that say nothing to a traveller.
std::string line_of_entry(Language language, const Json& entry, const Json& session);

/// What a payment or a cancellation waits for; empty where nothing is waited for.
std::string waiting_line(Language language, const Json& session);

/// Whether the session is decided: neither paying nor cancelling, no hold asked.
bool is_settled(const Json& session);

/// A problem of the server: what happened, whether anything was charged, what to do.
std::string problem_text(Language language, const Json& problem);

}  // namespace viaja::terminal
