// `viaja eventos`: tickets of events in a city, numbered for `viaja segurar`.

#include "common/contract/quantity.hpp"
#include "terminal/commands.hpp"
#include "terminal/format.hpp"
#include "terminal/kept_choices.hpp"
#include "terminal/places.hpp"
#include "terminal/search_calls.hpp"
#include "terminal/stop.hpp"
#include "terminal/ticket_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kUnknownCity{"\"{}\" não é uma cidade que se conheça.",
                              "\"{}\" is no city that is known."};
constexpr Phrase kEventsOfDay{"Eventos em {}, {}", "Events in {}, {}"};
constexpr Phrase kEventsOfDays{"Eventos em {}, {} a {}", "Events in {}, {} to {}"};
constexpr Phrase kNoTickets{"Nenhum ingresso nestes dias; até 31 dias de uma vez.",
                            "No tickets on these days; up to 31 days at once."};
constexpr Phrase kEventService{"O serviço de eventos não respondeu; tente de novo.",
                               "The event service did not answer; try again."};

/// Of a city with several airports any one stands for it.
std::string require_city(Client& client, const Json& places, const std::string& text) {
    const auto codes = airports_named(places, text);
    if (!codes.empty()) return codes.front();
    throw Stop(Exit::usage, "usage", say(client.language(), kUnknownCity, printable(text)));
}

std::string heading_of(Language language, const std::string& city, const EventQuery& query) {
    const auto first = day_text(language, query.first);
    if (query.first == query.last) return say(language, kEventsOfDay, city, first);
    return say(language, kEventsOfDays, city, first, day_text(language, query.last));
}

}  // namespace

Exit find_events(Client& client) {
    const Arguments& arguments = client.arguments();
    const auto language = client.language();
    EventQuery query;
    query.tickets = arguments.number(Option::people, 1, kQuantityMax, 1);
    query.limit = arguments.number(Option::limit, 1, 200, 10);
    query.first = require_day(language, arguments.operands[1]);
    query.last =
        arguments.operands.size() > 2 ? require_day(language, arguments.operands[2]) : query.first;
    const Json places = read_places(client);
    query.city = require_city(client, places, arguments.operands[0]);
    const Json answer = search_events(client, query);
    client.screen().document({{"events", answer}});
    client.screen().heading(
        heading_of(language, airport_title(language, places, query.city), query));
    for (const std::string& line : lines_of_tickets(language, answer, 1))
        client.screen().line(line);
    const Json choices = choices_of_tickets(answer, query.tickets);
    keep_choices(client, choices);
    if (!choices.empty()) {
        say_how_to_hold(client);
        return Exit::done;
    }
    const bool silent = !list_at(answer, "missing").empty();
    client.screen().line(std::string((silent ? kEventService : kNoTickets).in(language)));
    return Exit::refused;
}

}  // namespace viaja::terminal
