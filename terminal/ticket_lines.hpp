#pragma once
// Tickets of events as lines of at most 80 columns, and what their numbers stand for. Pure; any
// thread.

#include <optional>

#include "terminal/offer_lines.hpp"

namespace viaja::terminal {

/// The name of the event of an offer or of a hold's item; `id` where it has none.
std::string event_name(Language language, const Json& item, const std::string& id);

/// Each section of a TicketOffers: its number, start, event, section, price and what is left.
Lines lines_of_tickets(Language language, const Json& answer, std::size_t first_number);

/// As choices_of_stays.
Json choices_of_tickets(const Json& answer, int quantity);

/// "evt_rec/PISTA" as an item of a request for holds; nullopt where that names no section.
std::optional<Json> ticket_item(std::string_view text);

}  // namespace viaja::terminal
