// `viaja comprar`: consult, reserve, confirm, as questions and answers.

#include "terminal/commands.hpp"
#include "terminal/dialogue.hpp"
#include "terminal/format.hpp"
#include "terminal/offer_lines.hpp"
#include "terminal/pix_command.hpp"
#include "terminal/places.hpp"
#include "terminal/price_lines.hpp"
#include "terminal/search_calls.hpp"
#include "terminal/stop.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kNeedsTerminal{
    "comprar faz perguntas e precisa de um terminal; em scripts: viaja buscar, segurar e pagar",
    "buy asks questions and needs a terminal; in scripts: viaja search, hold and pay"};
constexpr Phrase kGoOn{"Há uma viagem reservada. Ir direto ao pagamento?",
                       "A trip is held already. Go straight to the payment?"};
constexpr Phrase kAskCardOrLater{
    "Cartão, ou a palavra pix (não aparece ao digitar; Enter: pagar depois):",
    "Card, or the word pix (not shown while you type; Enter: pay later):"};
constexpr std::string_view kPixWord = "pix";
constexpr Phrase kLater{"Nada foi cobrado. A reserva continua; para pagar: viaja pagar",
                        "Nothing was charged. It stays held; to pay: viaja pay"};
constexpr Phrase kNothingDone{"Nada foi reservado nem cobrado.", "Nothing was held or charged."};
constexpr Phrase kOver{"O tempo acabou; a reserva foi desfeita. Nada foi cobrado.",
                       "Time ran out; the hold was released. Nothing was charged."};

/// The clock above a question: it runs on between the answers of the server.
std::function<std::string()> countdown_of(Language language, const Json& session) {
    const auto left = seconds_left(session);
    if (!left) return {};
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(*left);
    return [language, end, stand = prices_stand(session)] {
        const auto rest =
            std::chrono::duration_cast<std::chrono::seconds>(end - std::chrono::steady_clock::now())
                .count();
        return rest > 0 ? clock_sentence(language, rest, stand) : std::string(kOver.in(language));
    };
}

Json show_flights(Client& client, const FlightQuery& query) {
    const Json answer = search_flights(client, query);
    for (const std::string& line : lines_of_flights(client.language(), answer, 1))
        client.screen().line(line);
    return choices_of_flights(answer, query.people);
}

Json show_stays(Client& client, const StayQuery& query) {
    const Json answer = search_stays(client, query);
    for (const std::string& line : lines_of_stays(client.language(), answer, 1))
        client.screen().line(line);
    return choices_of_stays(answer, query.check_in, query.check_out);
}

void show_chosen(Client& client, const Dialogue& dialogue) {
    std::int64_t total = 0;
    Json price;
    for (const Json& choice : dialogue.chosen()) {
        price = member(choice, "price");
        total += number_at(price, "amount");
        client.screen().line("  " + fitted(text_at(choice, "title"), 46) +
                             right_aligned(money_text(client.language(), price), 14));
    }
    price["amount"] = total;
    client.screen().heading("  " + fitted("Total", 46) +
                            right_aligned(money_text(client.language(), price), 14));
}

/// Does what the dialogue asks for, and tells it what came of it.
Reaction act(Client& client, Dialogue& dialogue, Act what) {
    const FlightQuery way{dialogue.from(), dialogue.to(), dialogue.date(), dialogue.people()};
    switch (what) {
        case Act::search_outward:
            return dialogue.found(show_flights(client, way));
        case Act::search_inward:
            return dialogue.found(
                show_flights(client, {way.to, way.from, dialogue.back(), way.people}));
        case Act::search_stays:
            return dialogue.found(show_stays(client, {dialogue.to(), dialogue.check_in(),
                                                      dialogue.check_out(), dialogue.people()}));
        case Act::ask:
        case Act::hold:
        case Act::give_up:
            break;
    }
    if (dialogue.stage() == Stage::fare)
        for (const std::string& line : dialogue.lines_of_fares())
            client.screen().line(line);
    if (dialogue.stage() == Stage::sure) show_chosen(client, dialogue);
    return dialogue.answer(client.screen().ask(dialogue.question()));
}

Json chosen_items(Client& client, const Dialogue& dialogue) {
    Json items = Json::array();
    for (const Json& choice : dialogue.chosen())
        for (const Json& item : with_travellers(client.language(), choice, dialogue.names()))
            items.push_back(item);
    return items;
}

/// True when something is held; false when the traveller gave up.
bool choose_and_hold(Client& client) {
    Dialogue dialogue(client.language(), read_places(client),
                      local_day(std::chrono::system_clock::now()));
    Reaction reaction;
    while (reaction.act != Act::hold) {
        if (reaction.act == Act::give_up) return false;
        reaction = act(client, dialogue, reaction.act);
        if (!reaction.remark.empty()) client.screen().line(reaction.remark);
    }
    prepare_trip(client);
    hold_items(client, Command::hold, chosen_items(client, dialogue), Json::array());
    return true;
}

/// Asks for a card until one is accepted or the traveller wants to pay later.
Exit pay_by_asking(Client& client) {
    for (;;) {
        const Json session = client.session();
        if (text_at(session, "state") != "open") return client.show(session, session);
        const std::string card = client.screen().ask_hidden(kAskCardOrLater.in(client.language()));
        const bool by_pix = card == kPixWord;
        if (card.empty() || !client.screen().confirm(payment_question(client.language(), session),
                                                     countdown_of(client.language(), session))) {
            client.screen().line(kLater.in(client.language()));
            return Exit::done;
        }
        try {
            return by_pix ? pay_by_pix(client, session) : pay_with(client, session, card);
        } catch (const Stop& stop) {
            if (stop.exit() != Exit::declined && stop.exit() != Exit::refused) throw;
            client.screen().failure(stop.what());
        }
    }
}

}  // namespace

Exit buy(Client& client) {
    if (!client.screen().asks())
        throw Stop(Exit::usage, "usage", std::string(kNeedsTerminal.in(client.language())));
    client.refuse_trip_elsewhere();
    refuse_pending(client);
    if (client.has_trip()) {
        Json session;
        try {
            session = client.session();
        } catch (const Stop& stop) {
            if (stop.exit() != Exit::no_trip) throw;
        }
        const bool is_held = text_at(session, "state") == "open" && !present_holds(session).empty();
        if (is_held) client.show(session, session);
        if (is_held && client.screen().confirm(kGoOn.in(client.language()),
                                               countdown_of(client.language(), session)))
            return pay_by_asking(client);
    }
    for (;;) {
        try {
            if (!choose_and_hold(client)) {
                client.screen().line(kNothingDone.in(client.language()));
                return Exit::done;
            }
            return pay_by_asking(client);
        } catch (const Stop& stop) {
            if (stop.exit() != Exit::refused) throw;
            client.screen().failure(stop.what());
        }
    }
}

}  // namespace viaja::terminal
