#pragma once
// What operators are shown: services and breakers, sagas, one session, dead letters, units, the
// audit log, changes of a catalogue. Lines of at most 80 columns but for names, reasons and bodies.
// Pure; any thread.

#include "terminal/offer_lines.hpp"

namespace viaja::terminal {

/// Processes by address, then carriers.
Lines lines_of_services(Language language, const Json& answer);
/// One line for each breaker, in their order; those that are not closed say since when, and when
/// they are tried next. `breakers`: a list, of holds or of searches.
Lines lines_of_breakers(Language language, const Json& breakers);
/// A saga in a line, and below it each request that waits: for what, of which service, since when,
/// how often it was sent, when again.
Lines lines_of_sagas(Language language, const Json& answer);
/// The head of a session, its holds, requests, payments and timeline.
Lines lines_of_operator_session(Language language, const Json& session);
/// Each with its state, what is captured, and its booking references.
Lines lines_of_sessions_found(Language language, const Json& answer);
/// Address, id, reason, and the beginning of the text.
Lines lines_of_dead_letters(Language language, const Json& answer);

/// Each unit with its sum, `!` where that is wrong.
Lines lines_of_units(Language language, const Json& answer);
/// What a price or a capacity was, and what it is now; `!` where more is sold than there is.
Lines lines_of_catalogue_change(Language language, const Json& answer);
/// What operators did: when, what, with which outcome, from where; below it to what and why.
Lines lines_of_actions(Language language, const Json& answer);

/// Whether a line says that something is wrong: what needs an operator, a sum that is wrong.
bool is_marked(std::string_view line);

}  // namespace viaja::terminal
