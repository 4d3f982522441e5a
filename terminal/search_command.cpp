// `viaja buscar`: flights, flights back and rooms, numbered for `viaja segurar`.

#include <algorithm>
#include <map>

#include "common/contract/quantity.hpp"
#include "terminal/commands.hpp"
#include "terminal/fares.hpp"
#include "terminal/format.hpp"
#include "terminal/kept_choices.hpp"
#include "terminal/offer_lines.hpp"
#include "terminal/places.hpp"
#include "terminal/search_calls.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kUnknownPlace{"\"{}\" não é um aeroporto nem uma cidade que se conheça.",
                               "\"{}\" is neither an airport nor a city that is known."};
constexpr Phrase kManyPlaces{"\"{}\" tem mais de um aeroporto; diga um: {}",
                             "\"{}\" has more than one airport; name one: {}"};
constexpr Phrase kWrongOrder{"\"{}\" não é uma ordem; há {}", "\"{}\" is no order; there are {}"};
constexpr Phrase kHotelNeeds{"Para --hotel falta --volta ou --noites.",
                             "--hotel needs --return or --nights."};
constexpr Phrase kWay{"{} → {}, {}", "{} → {}, {}"};
constexpr Phrase kStay{"Quartos perto de {}, {} a {}", "Rooms near {}, {} to {}"};
constexpr Phrase kRoomsByNight{"Quartos perto de {}, por noite", "Rooms near {}, by night"};
constexpr Phrase kNoFlightOnDay{
    "Nada livre neste dia. Veja o mês: viaja buscar {} {} {}",
    "Nothing is free on this day. See the month: viaja search {} {} {}"};
constexpr Phrase kNoRooms{"Nenhum quarto livre nestas noites.", "No room is free on these nights."};
constexpr Phrase kLightPrices{
    "Preços na tarifa light: se cancelar, nada volta. Outras: --tarifa plus ou --tarifa flex",
    "Prices in the fare light: cancelled, nothing comes back. Others: --fare plus or --fare flex"};

std::string require_place(Client& client, const Json& places, const std::string& text) {
    const auto codes = airports_named(places, text);
    if (codes.size() == 1) return codes.front();
    if (codes.empty())
        throw Stop(Exit::usage, "usage", say(client.language(), kUnknownPlace, printable(text)));
    throw Stop(Exit::usage, "usage",
               say(client.language(), kManyPlaces, printable(text), fmt::join(codes, ", ")));
}

std::string require_order(const Arguments& arguments) {
    static const std::map<std::string, std::string> orders = {
        {"best", "best"},        {"melhor", "best"},         {"price", "price"},
        {"preco", "price"},      {"preço", "price"},         {"duration", "duration"},
        {"duracao", "duration"}, {"duração", "duration"},    {"stops", "stops"},
        {"paradas", "stops"},    {"departure", "departure"}, {"hora", "departure"}};
    if (!arguments.has(Option::sort)) return "best";
    const auto found = orders.find(arguments.value(Option::sort));
    if (found != orders.end()) return found->second;
    throw Stop(Exit::usage, "usage",
               say(arguments.language, kWrongOrder, printable(arguments.value(Option::sort)),
                   row_of(Option::sort).description.in(arguments.language)));
}

bool is_month(std::string_view text) {
    return text.size() == 7 && text[4] == '-' && parse_date(std::string(text) + "-01").has_value();
}

/// Numbers go on over all lists of one search.
class Listing {
  public:
    Listing(Client& client, const Json& places, std::string fare)
        : client_(client), places_(places), fare_(std::move(fare)) {}

    void flights(const FlightQuery& query, const char* name) {
        const Json answer = search_flights(client_, query);
        const auto language = client_.language();
        client_.screen().heading(say(language, kWay, airport_title(language, places_, query.from),
                                     airport_title(language, places_, query.to),
                                     day_text(language, query.date)));
        Lines lines = lines_of_flights(language, answer, choices_.size() + 1, fare_);
        has_light_prices_ = has_light_prices_ || (!lines.empty() && fare_.empty());
        if (lines.empty())
            lines.push_back(
                say(language, kNoFlightOnDay, query.from, query.to, query.date.substr(0, 7)));
        add(name, answer, lines, choices_of_flights(answer, query.people, fare_));
    }

    void stays(const StayQuery& query) {
        const Json answer = search_stays(client_, query);
        const auto language = client_.language();
        client_.screen().heading(say(language, kStay, airport_title(language, places_, query.near),
                                     day_text(language, query.check_in),
                                     day_text(language, query.check_out)));
        Lines lines = lines_of_stays(language, answer, choices_.size() + 1);
        if (lines.empty()) lines.emplace_back(kNoRooms.in(language));
        add("stays", answer, lines, choices_of_stays(answer, query.check_in, query.check_out));
    }

    /// Keeps what the numbers stand for.
    Exit finish() {
        client_.screen().document(document_);
        keep_choices(client_, choices_);
        if (has_light_prices_) client_.screen().talk(kLightPrices.in(client_.language()));
        if (every_list_has_something_) say_how_to_hold(client_);
        return every_list_has_something_ ? Exit::done : Exit::refused;
    }

  private:
    void add(const char* name, const Json& answer, const Lines& lines, const Json& choices) {
        for (const std::string& line : lines)
            client_.screen().line(line);
        for (const std::string& line : lines_of_missing(client_.language(), answer, places_))
            client_.screen().line(line);
        every_list_has_something_ = every_list_has_something_ && !choices.empty();
        choices_.insert(choices_.end(), choices.begin(), choices.end());
        document_[name] = answer;
    }

    Client& client_;
    const Json& places_;
    const std::string fare_;
    bool has_light_prices_ = false;
    Json choices_ = Json::array();
    Json document_ = Json::object();
    bool every_list_has_something_ = true;
};

bool has_price(const Json& calendar) {
    const Json& days = list_at(calendar, "days");
    return std::any_of(days.begin(), days.end(),
                       [](const Json& day) { return !member(day, "price").is_null(); });
}

/// The document is that of the flights, with that of the rooms in it where those are asked for.
Exit show_month(Client& client, const Json& places, const FlightQuery& query) {
    const auto language = client.language();
    Json document = read_calendar(client, query.from, query.to, query.date, query.people);
    Lines lines = lines_of_calendar(language, document);
    bool any = has_price(document);
    if (client.arguments().has(Option::hotel)) {
        const Json rooms = read_nights(client, query.to, query.date, query.people);
        lines.push_back(say(language, kRoomsByNight, airport_title(language, places, query.to)));
        const Lines nights = lines_of_nights(language, rooms);
        lines.insert(lines.end(), nights.begin(), nights.end());
        const Lines missing = lines_of_missing(language, rooms, places);
        lines.insert(lines.end(), missing.begin(), missing.end());
        any = any && has_price(rooms);
        document["stays"] = rooms;
    }
    client.screen().document(document);
    for (const std::string& line : lines)
        client.screen().line(line);
    return any ? Exit::done : Exit::refused;
}

}  // namespace

Exit search(Client& client) {
    const Arguments& arguments = client.arguments();
    const auto language = client.language();
    const std::string order = require_order(arguments);
    const std::string fare = fare_named(arguments);
    const int people = arguments.number(Option::people, 1, kQuantityMax, 1);
    const int limit = arguments.number(Option::limit, 1, 200, 10);
    const int nights = arguments.number(Option::nights, 1, 30, 0);
    const bool with_back = arguments.has(Option::back);
    const std::string& when = arguments.operands[2];
    if (arguments.has(Option::hotel) && !is_month(when) && !with_back && nights == 0)
        throw Stop(Exit::usage, "usage", std::string(kHotelNeeds.in(language)));
    const std::string day = is_month(when) ? when : require_day(language, when);
    const std::string back =
        with_back ? require_day(language, arguments.value(Option::back)) : std::string();

    const Json places = read_places(client);
    const FlightQuery way{require_place(client, places, arguments.operands[0]),
                          require_place(client, places, arguments.operands[1]),
                          day,
                          people,
                          arguments.has(Option::direct),
                          order,
                          limit};
    if (is_month(when)) return show_month(client, places, way);
    Listing listing(client, places, fare);
    listing.flights(way, "outward");
    if (with_back) {
        FlightQuery return_way = way;
        std::swap(return_way.from, return_way.to);
        return_way.date = back;
        listing.flights(return_way, "return");
    }
    if (arguments.has(Option::hotel) || nights > 0) {
        const auto leaves = nights > 0 ? iso_date(plus_days(*parse_date(day), nights)) : back;
        listing.stays({way.to, day, leaves, people, limit});
    }
    return listing.finish();
}

}  // namespace viaja::terminal
