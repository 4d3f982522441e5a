// `viaja segurar`, `trocar` and `soltar`: what the trip holds.

#include <algorithm>

#include "common/contract/carrier_code.hpp"
#include "common/contract/quantity.hpp"
#include "common/text/whole_number.hpp"
#include "terminal/commands.hpp"
#include "terminal/fares.hpp"
#include "terminal/format.hpp"
#include "terminal/hold_words.hpp"
#include "terminal/offer_lines.hpp"
#include "terminal/places.hpp"
#include "terminal/stop.hpp"
#include "terminal/ticket_lines.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

using Words = std::span<const std::string>;

constexpr Phrase kNoSuchNumber{"A última busca não tem o número {}. Nada foi pedido.",
                               "The last search has no number {}. Nothing was asked for."};
constexpr Phrase kNotUnderstood{
    "\"{}\" não é um número da busca, nem um voo e um dia, um quarto e dois dias, um evento/setor.",
    "\"{}\" is no number of the search, no flight and day, room and two days, or event/section."};
constexpr Phrase kPeopleOfSearch{
    "O número {} já diz para quantas pessoas; --pessoas é da busca. Nada foi pedido.",
    "Number {} says for how many already; --people is of the search. Nothing was asked for."};
constexpr Phrase kNames{"Falta quem viaja: {} vez(es) --nome \"Nome Sobrenome\".",
                        "Who travels is missing: {} time(s) --name \"Given Family\"."};
constexpr Phrase kAskName{"Nome da {}ª pessoa:", "Name of traveller {}:"};
constexpr Phrase kNoSuchItem{"A viagem não tem o item {}. Nada foi pedido; veja: viaja viagem",
                             "The trip has no item {}. Nothing was asked for; see: viaja trip"};
constexpr Phrase kReleaseSure{"Soltar {}? Nada é cobrado.", "Release {}? Nothing is charged."};
constexpr Phrase kNewTrip{"A viagem de antes terminou e foi guardada; esta é uma nova.",
                          "The trip before has ended and was set aside; this is a new one."};

constexpr const char* kHoldsPath = "/holds";

Json holds_body(const Json& items, const Json& replaces) {
    Json body = {{"items", items}};
    if (!replaces.empty()) body["replaces"] = replaces;
    return body;
}

/// Choices of the last search by their numbers.
Json numbered(Client& client, Words words) {
    const Json choices = client.files().load_choices();
    Json chosen = Json::array();
    for (const std::string& word : words) {
        const auto number = whole_number<std::size_t>(word, 1, choices.size());
        if (!number)
            throw Stop(Exit::usage, "usage",
                       say(client.language(), kNoSuchNumber, printable(word)));
        chosen.push_back(choices[*number - 1]);
    }
    return chosen;
}

bool is_number(std::string_view word) {
    return word.size() <= 4 && !word.empty() &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What the words after the command choose. `quantity` counts for a flight or a section that is
/// named itself.
Json chosen(Client& client, Words words, int quantity) {
    const auto day = [&](std::size_t i) { return require_day(client.language(), words[i]); };
    if (std::all_of(words.begin(), words.end(), is_number)) {
        if (client.arguments().has(Option::people))
            throw Stop(Exit::usage, "usage", say(client.language(), kPeopleOfSearch, words[0]));
        return numbered(client, words);
    }
    Json choice = {{"quantity", quantity}};
    if (words.size() == 2 && words[0].size() > 2 && is_carrier_code(words[0].substr(0, 2))) {
        choice["items"] = Json::array({flight_item(words[0].substr(0, 2), words[0], day(1))});
    } else if (words.size() == 3 && !is_number(words[0])) {
        choice["quantity"] = 1;
        choice["items"] = Json::array({room_item(words[0], day(1), day(2))});
    } else if (const auto ticket = ticket_item(words[0]); ticket && words.size() == 1) {
        choice["items"] = Json::array({*ticket});
    } else {
        throw Stop(Exit::usage, "usage",
                   say(client.language(), kNotUnderstood, printable(words[0])));
    }
    return Json::array({choice});
}

/// Tickets need no names.
bool is_for_named_people(const Json& choice) {
    const Json& items = list_at(choice, "items");
    return std::any_of(items.begin(), items.end(),
                       [](const Json& item) { return text_at(item, "type") != "ticket"; });
}

/// How many names are needed.
int people_of(const Json& choices) {
    std::int64_t most = 0;
    for (const Json& choice : choices)
        if (is_for_named_people(choice)) most = std::max(most, number_at(choice, "quantity"));
    return static_cast<int>(most);
}

std::vector<std::string> names_for(Client& client, std::vector<std::string> names, int people) {
    const auto wanted = static_cast<std::size_t>(people);
    if (names.size() < wanted && !client.screen().asks())
        throw Stop(Exit::usage, "usage", say(client.language(), kNames, people));
    while (names.size() < wanted) {
        const auto name = client.screen().ask(say(client.language(), kAskName, names.size() + 1));
        if (!name.empty()) names.push_back(name);
    }
    return names;
}

/// `fare`: of flights for which neither the command nor the search says one.
Json items_of(Client& client, Words words, std::vector<std::string> names,
              const std::string& fare = {}) {
    const int named = std::clamp(static_cast<int>(names.size()), 1, kQuantityMax);
    const Json choices =
        chosen(client, words, client.arguments().number(Option::people, 1, kQuantityMax, named));
    names = names_for(client, std::move(names), people_of(choices));
    Json items = Json::array();
    for (const Json& choice : choices)
        for (const Json& item : with_travellers(client.language(), choice, names))
            items.push_back(item);
    return with_fare(client.arguments(), std::move(items), fare);
}

}  // namespace

std::vector<Json> items_numbered(Client& client, const Json& session, std::string_view text) {
    const auto present = present_holds(session);
    std::vector<Json> found;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto word = text.substr(0, comma);
        const auto number = whole_number<std::size_t>(word, 1, present.size());
        if (!number) {
            refuse_pending(client);  // it may have changed the numbers
            throw Stop(Exit::usage, "usage", say(client.language(), kNoSuchItem, printable(word)));
        }
        found.push_back(present[*number - 1]);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return found;
}

void prepare_trip(Client& client) {
    if (client.has_trip() && client.trip().id.empty()) return;
    if (client.has_trip()) {
        try {
            const auto state = text_at(client.session(), "state");
            if (state == "open" || state == "paying") return;
        } catch (const Stop& stop) {
            if (stop.exit() != Exit::no_trip) throw;
        }
        client.screen().talk(kNewTrip.in(client.language()));
    }
    client.begin_trip();
}

Json with_travellers(Language language, const Json& choice, const std::vector<std::string>& names) {
    const auto quantity = static_cast<std::size_t>(number_at(choice, "quantity"));
    const bool has_names = names.size() >= quantity;
    if (!has_names && is_for_named_people(choice))
        throw Stop(Exit::usage, "usage", say(language, kNames, quantity));
    Json travellers = Json::array();
    for (std::size_t i = 0; has_names && i < quantity; ++i)
        travellers.push_back({{"name", names[i]}});
    Json items = list_at(choice, "items");
    for (Json& item : items) {
        item["quantity"] = quantity;
        if (has_names) item["travellers"] = travellers;
    }
    return items;
}

Exit hold_items(Client& client, Command command, const Json& items, const Json& replaces) {
    const Answer answer = client.perform(command, "POST", kHoldsPath, holds_body(items, replaces));
    require_success(client.language(), answer);
    return client.show(member(answer.body, "session"), answer.body);
}

Exit hold(Client& client) {
    client.refuse_trip_elsewhere();
    refuse_pending_of_others(client, Command::hold);
    const Arguments& arguments = client.arguments();
    const Json items = items_of(client, arguments.operands, arguments.values(Option::name));
    const Json none = Json::array();
    if (const auto exit = finish_same(client, Command::hold, kHoldsPath, holds_body(items, none)))
        return *exit;
    prepare_trip(client);
    return hold_items(client, Command::hold, items, none);
}

Exit swap(Client& client) {
    client.require_trip();
    refuse_pending_of_others(client, Command::swap);
    const Arguments& arguments = client.arguments();
    Json replaces = Json::array();
    std::vector<std::string> names = arguments.values(Option::name);
    const bool named = !names.empty();
    std::string fare;  // that of what is replaced
    const Json session = client.session();
    for (const Json& hold : items_numbered(client, session, arguments.operands.front())) {
        replaces.push_back(text_at(hold, "id"));
        if (fare.empty()) fare = text_at(hold, "fare");
        const Json& travellers = list_at(hold, "travellers");
        if (named || travellers.size() <= names.size()) continue;
        names.clear();
        for (const Json& traveller : travellers)
            names.push_back(text_at(traveller, "name"));
    }
    const Json items =
        items_of(client, Words(arguments.operands).subspan(1), std::move(names), fare);
    if (const auto exit =
            finish_same(client, Command::swap, kHoldsPath, holds_body(items, replaces)))
        return *exit;
    return hold_items(client, Command::swap, items, replaces);
}

Exit release(Client& client) {
    client.require_trip();
    refuse_pending_of_others(client, Command::release);
    const Json session = client.session();
    const auto holds = items_numbered(client, session, client.arguments().operands.front());
    if (holds.size() != 1)
        throw Stop(
            Exit::usage, "usage",
            say(client.language(), kNoSuchItem, printable(client.arguments().operands.front())));
    const std::string path = "/holds/" + text_at(holds.front(), "id");
    if (const auto exit = finish_same(client, Command::release, path, nullptr)) return *exit;
    if (!is_agreed(client, say(client.language(), kReleaseSure,
                               short_title(client.language(), holds.front()))))
        return client.show(session, session);
    const Answer answer = client.perform(Command::release, "DELETE", path, nullptr);
    require_success(client.language(), answer);
    return client.show(answer.body, answer.body);
}

}  // namespace viaja::terminal
