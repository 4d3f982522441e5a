// The call that pays, and what is asked where a price has changed meanwhile.

#include "terminal/commands.hpp"
#include "terminal/format.hpp"
#include "terminal/price_lines.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kHoldAndPay{"Reservar pelo preço atual e pagar {}?",
                             "Hold at the current price and pay {}?"};
constexpr Phrase kNotTaken{"Nada foi cobrado. A reserva continua como está.",
                           "Nothing was charged. It stays held as it is."};

bool is_refused_for_prices(const Answer& answer) {
    return text_at(answer.body, "code") == "price_changed";
}

/// Shows what has changed. True if a person agrees to pay the new total; what was agreed to before,
/// by --yes too, was another sum.
bool agrees_to_new_prices(Client& client, const Json& session, const Json& problem) {
    const auto language = client.language();
    for (const std::string& line : lines_of_new_prices(language, session, problem))
        client.screen().talk(line);
    if (!is_still_sold(problem) || !client.screen().asks()) return false;
    const auto total = money_text(language, member(problem, "current_total"));
    if (client.screen().confirm(say(language, kHoldAndPay, total))) return true;
    client.screen().talk(kNotTaken.in(language));
    return false;
}

/// The session with the same held at the current prices. Throws Stop where one of it is refused.
Json hold_at_new_prices(Client& client, const Json& session, const Json& problem) {
    const Answer answer =
        client.perform(Command::swap, "POST", "/holds", holds_at_new_prices(session, problem));
    require_success(client.language(), answer);
    return member(answer.body, "session");
}

}  // namespace

Answer ask_to_pay(Client& client, Json session, Json body) {
    for (;;) {
        body["amount"] = member(session, "total");
        const Answer answer = client.perform(Command::pay, "POST", "/payments", body);
        if (!is_refused_for_prices(answer) || !agrees_to_new_prices(client, session, answer.body)) {
            return answer;
        }
        session = hold_at_new_prices(client, session, answer.body);
        const bool as_agreed = member(session, "total") == member(answer.body, "current_total");
        if (!as_agreed && !client.screen().confirm(payment_question(client.language(), session))) {
            return answer;
        }
    }
}

}  // namespace viaja::terminal
