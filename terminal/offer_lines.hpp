#pragma once
// Answers of the search as lines of at most 80 columns, and the numbers by which they are chosen.
// Pure; any thread.

#include <string>
#include <vector>

#include "terminal/json.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

using Lines = std::vector<std::string>;

/// Names of carriers by their code, of GET /v1/places; a code without a name stands for itself.
std::string carrier_name(const Json& places, const std::string& code);

/// Each route of a FlightOffers: its number, local times, duration, stops and price; below a route
/// with connections its flights and layovers.
Lines lines_of_flights(Language language, const Json& answer, std::size_t first_number,
                       std::string_view fare = {});
Lines lines_of_stays(Language language, const Json& answer, std::size_t first_number);
/// The days of a FlightCalendar, the lowest price marked.
Lines lines_of_calendar(Language language, const Json& answer);
/// The same of a HotelCalendar: the lowest price of a room for each night.
Lines lines_of_nights(Language language, const Json& answer);
/// Names the suppliers that did not answer; empty where all did.
Lines lines_of_missing(Language language, const Json& answer, const Json& places);

/// What is asked for, as a request for holds has it, but for quantity and travellers.
Json flight_item(const std::string& carrier, const std::string& flight, const std::string& date);
Json room_item(const std::string& room, const std::string& check_in, const std::string& check_out);

/// What a number stands for: `{"items": […], "quantity", "price", "title"}`, the items as above.
Json choices_of_flights(const Json& answer, int people, std::string_view fare = {});
Json choices_of_stays(const Json& answer, const std::string& check_in,
                      const std::string& check_out);

/// "I01370 GRU–REC" or "8G2210 + J03104 GRU–REC" of an offer of flights.
std::string title_of_flights(const Json& offer);

}  // namespace viaja::terminal
