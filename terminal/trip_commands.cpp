// `viaja viagem`, `pagar`, `retomar`, `codigo` and `cancelar`.

#include <cstdlib>

#include "common/text/json_text.hpp"
#include "common/text/percent.hpp"
#include "terminal/commands.hpp"
#include "terminal/fares.hpp"
#include "terminal/format.hpp"
#include "terminal/pix_command.hpp"
#include "terminal/stop.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr const char* kPaymentsPath = "/payments";
constexpr const char* kCancellationsPath = "/cancellations";

constexpr Phrase kNeedsCard{"Falta o cartão: --token, ou VIAJA_CARD_TOKEN.",
                            "The card is missing: --token, or VIAJA_CARD_TOKEN."};
constexpr Phrase kPixHasNoCard{"Um Pix não tem cartão: --pix ou --token, e não os dois.",
                               "A Pix has no card: --pix or --token, not both."};
constexpr Phrase kAskCard{"Cartão (não aparece ao digitar):", "Card (not shown while you type):"};
constexpr Phrase kNeedsYes{"Sem terminal não há pergunta: repita com --sim.",
                           "There is no question without a terminal: repeat it with --yes."};
constexpr Phrase kPaySure{"Pagar {}?", "Pay {}?"};
constexpr Phrase kNotPaid{"Nada foi pedido nem cobrado.", "Nothing was asked for or charged."};
constexpr Phrase kQuoted{"{}: voltam {} de {}.", "{}: {} of {} come back."};
constexpr Phrase kRule{"  ({})", "  ({})"};
constexpr Phrase kCancelItemsSure{"Cancelar só isto e receber {} de volta? O resto fica.",
                                  "Cancel only this and get {} back? The rest stays."};
constexpr Phrase kNotPaidYet{
    "Esta viagem não foi paga; um item só se solta: viaja soltar {}. Nada foi feito.",
    "This trip is not paid; a single item is released: viaja release {}. Nothing was done."};
constexpr Phrase kCancelPaidSure{"Cancelar a viagem inteira e receber {} de volta?",
                                 "Cancel the whole trip and get {} back?"};
constexpr Phrase kCancelSure{"Desistir e soltar tudo? Nada foi cobrado.",
                             "Give up and release everything? Nothing was charged."};
constexpr Phrase kCode{"Digite em outro aparelho até {}: viaja retomar {}",
                       "Type on another device before {}: viaja resume {}"};
constexpr Phrase kBack{"Você voltou: nada se perdeu.", "You are back: nothing was lost."};
constexpr Phrase kFinishFirst{
    "A viagem daqui tem um pedido sem resposta. Antes: viaja retomar, sem código.",
    "The trip here has a call without an answer. First: viaja resume, without a code."};
constexpr Phrase kWrongCode{
    "Este código não vale: já foi usado, passou do prazo ou tem uma letra trocada.",
    "This code does not work: it was used, has expired or has a wrong letter."};

/// The card's token by the options, else by the environment; empty where neither names one. Never
/// printed. "-" is read from the input.
std::string card_named(Client& client) {
    if (!client.arguments().has(Option::token)) {
        const char* const configured = std::getenv("VIAJA_CARD_TOKEN");
        return configured != nullptr ? configured : "";
    }
    const std::string card = client.arguments().value(Option::token);
    if (card != "-") return card;
    if (client.screen().asks()) return client.screen().ask_hidden(kAskCard.in(client.language()));
    return client.screen().read_input_hidden();
}

/// The same, else asked for.
std::string card_of(Client& client, std::string card) {
    if (card.empty() && client.screen().asks())
        card = client.screen().ask_hidden(kAskCard.in(client.language()));
    if (card.empty())
        throw Stop(Exit::usage, "usage", std::string(kNeedsCard.in(client.language())));
    return card;
}

/// A payment that was begun elsewhere: its outcome, by the session alone.
Exit show_outcome(Client& client, const Json& session) {
    refuse_unpaid_pix(client.language(), session);
    const Json& payment = member(session, "payment");
    const auto failure = text_at(payment, "failure");
    if (text_at(session, "state") != "open" || failure.empty())
        return client.show(session, session);
    Json problem = {{"code", failure == "unavailable" ? "payment_undone" : failure}};
    if (member(payment, "decline_code").is_string())
        problem["decline_code"] = member(payment, "decline_code");
    throw Stop(failure == "payment_declined" ? Exit::declined : Exit::refused,
               text_at(problem, "code"), problem_text(client.language(), problem), session);
}

/// Follows what runs until it is decided or the time for waiting is over, and shows it; `session`
/// is how it was before.
Exit follow_outcome(Client& client, const Json& session) {
    const Json last = client.follow(Client::Shown::latest_attempt, is_settled, session);
    return show_outcome(client, last.is_null() ? session : last);
}

/// A code as it is sent: an entrance with shards reads its end.
std::string code_as_sent(std::string_view typed) {
    std::string code(typed);
    std::erase_if(code, [](char c) { return c == ' ' || c == '-'; });
    return code;
}

/// Makes the trip of the code, or the one that was set aside under the id, the present one.
void take_named(Client& client, const std::string& name) {
    if (client.bring_back(name)) return;
    const Answer answer = client.server().call(
        client.bounded({"POST", "/v1/codes/" + percent_encoded(code_as_sent(name)), {}, "{}"}));
    if (answer.status == 404 || answer.status == kWrongShard)
        throw Stop(Exit::no_trip, text_at(answer.body, "code"),
                   std::string(kWrongCode.in(client.language())), answer.body);
    client.server().require_members(require_success(client.language(), answer), {"id", "token"});
    client.take_trip(text_at(answer.body, "id"), text_at(answer.body, "token"));
}

/// What comes back of these holds, of all where there is none; nothing is cancelled by asking.
Json quote_of_cancellation(Client& client, const std::vector<std::string>& holds) {
    const Json body = holds.empty() ? Json::object() : Json{{"holds", holds}};
    const Answer answer =
        client.server().call({"POST",
                              "/v1/sessions/" + client.trip().id + std::string(kCancellationsPath),
                              {},
                              json_text(body)});
    client.server().require_members(require_success(client.language(), answer),
                                    {"id", "refund", "items"});
    return answer.body;
}

void say_quote(Client& client, const Json& session, const Json& quote) {
    for (const Json& item : list_at(quote, "items")) {
        client.screen().talk(say(client.language(), kQuoted,
                                 printable(text_at(item, "description")),
                                 money_text(client.language(), member(item, "refund")),
                                 money_text(client.language(), member(item, "price"))));
        for (const Json& hold : list_at(session, "holds")) {
            if (text_at(hold, "id") != text_at(item, "hold")) continue;
            const auto rule = rule_of_refund(client.language(), hold, item);
            if (!rule.empty()) client.screen().talk(say(client.language(), kRule, rule));
        }
    }
}

/// The holds that the command names; none for the whole trip.
std::vector<std::string> holds_to_cancel(Client& client) {
    std::vector<std::string> ids;
    const auto& operands = client.arguments().operands;
    if (operands.empty()) return ids;
    const Json session = client.session();
    for (const Json& hold : items_numbered(client, session, operands.front()))
        ids.push_back(text_at(hold, "id"));
    const auto state = text_at(session, "state");
    if (!client.pending() && state == "open")
        throw Stop(Exit::usage, "usage",
                   say(client.language(), kNotPaidYet, printable(operands.front())));
    return ids;
}

}  // namespace

std::string payment_question(Language language, const Json& session) {
    return say(language, kPaySure, money_text(language, member(session, "total")));
}

bool is_agreed(Client& client, const std::string& question) {
    if (client.arguments().has(Option::yes)) return true;
    if (!client.screen().asks())
        throw Stop(Exit::usage, "usage", std::string(kNeedsYes.in(client.language())));
    return client.screen().confirm(question);
}

Exit show_trip(Client& client) {
    if (!client.arguments().has(Option::follow)) {
        const Json session = client.session();
        return client.show(session, session);
    }
    client.require_trip();
    const auto has_ended = [](const Json& session) {
        const auto state = text_at(session, "state");
        return state == "confirmed" || state == "expired" || state == "cancelled";
    };
    const Json last = client.follow(Client::Shown::all, has_ended);
    if (last.is_null() || !has_ended(last)) return Exit::open;
    for (const std::string& line : lines_of_trip(client.language(), last))
        client.screen().line(line);
    return exit_of_session(last);
}

Exit pay_with(Client& client, const Json& session, const std::string& card) {
    const Answer answer = ask_to_pay(client, session, {{"method", "card"}, {"token", card}});
    require_success(client.language(), answer);
    return client.show(answer.body, answer.body);
}

Exit pay(Client& client) {
    client.require_trip();
    refuse_pending_of_others(client, Command::pay);
    const bool by_pix = client.arguments().has(Option::pix);
    if (client.arguments().has(Option::stop)) return stop_pix(client);
    if (by_pix && client.arguments().has(Option::token))
        throw Stop(Exit::usage, "usage", std::string(kPixHasNoCard.in(client.language())));
    const std::string named = by_pix ? std::string() : card_named(client);
    if (client.pending()) {
        Json body = client.pending()->body;  // its amount was agreed to
        body["method"] = by_pix ? "pix" : "card";
        body.erase("token");
        if (!by_pix) body["token"] = named;
        return *finish_same(client, Command::pay, kPaymentsPath, body);
    }
    const Json session = client.session();
    const auto state = text_at(session, "state");
    if (state == "confirmed" || state == "expired") return client.show(session, session);
    if (state == "paying") return follow_outcome(client, session);
    if (client.screen().asks())
        for (const std::string& line : lines_of_trip(client.language(), session))
            client.screen().line(line);
    if (by_pix) return pay_by_pix(client, session);
    const std::string card = card_of(client, named);
    if (!is_agreed(client, payment_question(client.language(), session))) {
        client.screen().line(kNotPaid.in(client.language()));
        return Exit::done;
    }
    return pay_with(client, session, card);
}

Exit resume(Client& client) {
    if (!client.arguments().operands.empty()) {
        if (client.has_trip() && client.trip().pending)
            throw Stop(Exit::usage, "usage", std::string(kFinishFirst.in(client.language())));
        client.require_space();
        take_named(client, client.arguments().operands.front());
    }
    client.require_trip();
    if (const auto exit = finish_pending(client)) return *exit;
    const Json session = client.session();
    client.screen().talk(kBack.in(client.language()));
    if (is_settled(session)) return client.show(session, session);
    return follow_outcome(client, session);
}

Exit make_code(Client& client) {
    client.require_trip();
    const Answer answer =
        client.server().call({"POST", "/v1/sessions/" + client.trip().id + "/codes", {}, "{}"});
    client.server().require_members(require_success(client.language(), answer),
                                    {"code", "expires_at"});
    client.screen().document(answer.body);
    client.screen().line(say(client.language(), kCode,
                             local_clock(text_at(answer.body, "expires_at")),
                             printable(text_at(answer.body, "code"))));
    return Exit::done;
}

Exit cancel(Client& client) {
    client.require_trip();
    refuse_pending_of_others(client, Command::cancel);
    const auto holds = holds_to_cancel(client);
    if (client.pending() && client.pending()->holds != holds) refuse_pending(client);
    if (const auto exit = finish_pending(client)) return *exit;
    const Json before = client.session();
    const auto state = text_at(before, "state");
    if (state == "cancelled" || state == "expired") return client.show(before, before);
    if (state == "cancelling") return follow_outcome(client, before);
    const Json quote = quote_of_cancellation(client, holds);
    // Read behind the quote: a payment that came before it is seen, one that came later ends it.
    const Json session = client.session();
    const bool is_paid = text_at(session, "state") == "confirmed";
    if (is_paid) say_quote(client, session, quote);
    const auto refund = money_text(client.language(), member(quote, "refund"));
    const Phrase& paid_question = holds.empty() ? kCancelPaidSure : kCancelItemsSure;
    if (!is_agreed(client, is_paid ? say(client.language(), paid_question, refund)
                                   : std::string(kCancelSure.in(client.language()))))
        return client.show(session, session);
    const auto path = std::string(kCancellationsPath) + "/" + text_at(quote, "id") + "/confirm";
    const Answer answer = client.perform(Command::cancel, "POST", path, Json::object(), holds);
    require_success(client.language(), answer);
    return client.show(answer.body, answer.body);
}

}  // namespace viaja::terminal
