#pragma once
// Questions to the search. They change nothing. One thread.

#include <string>

#include "terminal/client.hpp"

namespace viaja::terminal {

struct FlightQuery {
    std::string from;
    std::string to;
    std::string date;
    int people = 1;
    bool direct = false;
    std::string sort = "best";
    int limit = 10;
};

struct StayQuery {
    std::string near;
    std::string check_in;
    std::string check_out;
    int guests = 1;  ///< in one room
    int limit = 10;
};

struct EventQuery {
    std::string city;  ///< the code of one of its airports
    std::string first;
    std::string last;
    int tickets = 1;  ///< of one section
    int limit = 10;
};

/// The bodies of the answers; throw Stop for problems.
Json search_flights(Client& client, const FlightQuery& query);
Json search_stays(Client& client, const StayQuery& query);
Json search_events(Client& client, const EventQuery& query);
Json read_calendar(Client& client, const std::string& from, const std::string& to,
                   const std::string& month, int people);
Json read_nights(Client& client, const std::string& near, const std::string& month, int guests);
Json read_places(Client& client);

}  // namespace viaja::terminal
