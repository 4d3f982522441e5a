#include "terminal/search_calls.hpp"

#include "common/text/percent.hpp"

namespace viaja::terminal {

namespace {

/// The body of the answer, which must have a list of this name.
Json ask(Client& client, std::string_view list, const std::string& path) {
    const Answer answer = client.server().call({"GET", path});
    return client.server().require_members(require_success(client.language(), answer), {list}).body;
}

/// For what the server gives without a limit of its own, in its order.
Json limited(Json answer, int limit) {
    const auto most = static_cast<std::size_t>(limit);
    if (Json& offers = answer["offers"]; offers.is_array() && offers.size() > most) {
        offers.erase(offers.begin() + limit, offers.end());
        answer["more"] = true;
    }
    return answer;
}

}  // namespace

Json search_flights(Client& client, const FlightQuery& query) {
    return ask(client, "offers",
               fmt::format("/v1/flights/search?from={}&to={}&date={}&passengers={}&sort={}"
                           "&max_segments={}&limit={}",
                           percent_encoded(query.from), percent_encoded(query.to),
                           percent_encoded(query.date), query.people, percent_encoded(query.sort),
                           query.direct ? 1 : 4, query.limit));
}

Json search_stays(Client& client, const StayQuery& query) {
    return limited(ask(client, "offers",
                       fmt::format("/v1/hotels/search?near={}&check_in={}&check_out={}&guests={}",
                                   percent_encoded(query.near), percent_encoded(query.check_in),
                                   percent_encoded(query.check_out), query.guests)),
                   query.limit);
}

Json search_events(Client& client, const EventQuery& query) {
    return limited(ask(client, "offers",
                       fmt::format("/v1/events/search?city={}&date={}&until={}&quantity={}",
                                   percent_encoded(query.city), percent_encoded(query.first),
                                   percent_encoded(query.last), query.tickets)),
                   query.limit);
}

Json read_calendar(Client& client, const std::string& from, const std::string& to,
                   const std::string& month, int people) {
    return ask(
        client, "days",
        fmt::format("/v1/flights/calendar?from={}&to={}&month={}&passengers={}",
                    percent_encoded(from), percent_encoded(to), percent_encoded(month), people));
}

Json read_nights(Client& client, const std::string& near, const std::string& month, int guests) {
    return ask(client, "days",
               fmt::format("/v1/hotels/calendar?near={}&month={}&guests={}", percent_encoded(near),
                           percent_encoded(month), guests));
}

Json read_places(Client& client) {
    return ask(client, "airports", "/v1/places");
}

}  // namespace viaja::terminal
