// The call that an earlier run left without an answer, when the next command comes.

#include "terminal/commands.hpp"
#include "terminal/format.hpp"
#include "terminal/pix_command.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kHoldCall{"Um pedido de reserva", "A hold"};
constexpr Phrase kSwapCall{"Uma troca", "A swap"};
constexpr Phrase kReleaseCall{"O pedido de soltar um item", "The release of an item"};
constexpr Phrase kCancelCall{"O cancelamento da viagem", "The cancellation of the trip"};
constexpr Phrase kCancelItemsCall{"O cancelamento de {} item(ns)",
                                  "The cancellation of {} item(s)"};
constexpr Phrase kPaymentCall{"O pagamento de {}", "The payment of {}"};
constexpr Phrase kIsPending{
    "{} ficou sem resposta: não se sabe se foi feito.\nEste comando não fez nada. Antes: viaja "
    "retomar, que o termina.",
    "{} got no answer: whether it was made is not known.\nThis command did nothing. First: viaja "
    "resume, which ends it."};
constexpr Phrase kRepeating{"O pedido que ficou sem resposta é repetido.",
                            "The call that got no answer is repeated."};

constexpr Phrase kStays{"A viagem fica no servidor como está. Nada foi cobrado agora.",
                        "The trip stays on the server as it is. Nothing was charged now."};
constexpr Phrase kChargedOrNot{"{} ficou sem resposta: não se sabe se foi cobrado ou não.",
                               "{} got no answer: whether it was charged or not is not known."};
constexpr Phrase kMadeOrNot{"{} ficou sem resposta: não se sabe se foi feito.",
                            "{} got no answer: whether it was made is not known."};
constexpr Phrase kTypeWord{"Para deixar esta viagem digite {}:", "To leave this trip type {}:"};
constexpr Phrase kAbandonNeedsYes{
    "Sem terminal não há pergunta: repita com --sim. A viagem continua aqui.",
    "There is no question without a terminal: repeat it with --yes. The trip stays here."};
constexpr Phrase kNotAbandoned{"Não confirmado. A viagem continua aqui.",
                               "Not confirmed. The trip stays here."};
constexpr Phrase kSetAside{"Guardada; ela volta com: viaja retomar {}",
                           "Set aside; it comes back by: viaja resume {}"};
constexpr Phrase kNothingKept{"Deixada: a viagem ainda não tinha sido aberta no servidor.",
                              "Left: the trip had not been opened on the server yet."};

}  // namespace

std::string name_of_call(Language language, const PendingCall& call) {
    switch (call.command) {
        case Command::pay:
            return say(language, kPaymentCall, money_text(language, member(call.body, "amount")));
        case Command::swap:
            return std::string(kSwapCall.in(language));
        case Command::release:
            return std::string(kReleaseCall.in(language));
        case Command::cancel:
            return call.holds.empty() ? std::string(kCancelCall.in(language))
                                      : say(language, kCancelItemsCall, call.holds.size());
        default:
            return std::string(kHoldCall.in(language));
    }
}

void refuse_pending(Client& client) {
    if (!client.pending()) return;
    throw Stop(
        Exit::usage, "call_pending",
        say(client.language(), kIsPending, name_of_call(client.language(), *client.pending())));
}

void refuse_pending_of_others(Client& client, Command command) {
    if (client.pending() && client.pending()->command != command) refuse_pending(client);
}

Exit abandon(Client& client) {
    const auto language = client.language();
    client.require_kept_trip();
    const std::string id = client.trip().id;
    const auto& pending = client.pending();
    if (!pending) {
        client.screen().talk(kStays.in(language));
    } else {
        const Phrase& risk = pending->command == Command::pay ? kChargedOrNot : kMadeOrNot;
        client.screen().talk(say(language, risk, name_of_call(language, *pending)));
    }
    if (!client.arguments().has(Option::yes)) {
        if (!client.screen().asks())
            throw Stop(Exit::usage, "usage", std::string(kAbandonNeedsYes.in(language)));
        const auto word = row_of(Command::abandon).name_in(language);
        if (client.screen().ask(say(language, kTypeWord, word)) != word)
            throw Stop(Exit::usage, "usage", std::string(kNotAbandoned.in(language)));
    }
    client.abandon();
    client.screen().document({{"id", id}});
    client.screen().line(id.empty() ? std::string(kNothingKept.in(language))
                                    : say(language, kSetAside, id));
    return Exit::done;
}

std::optional<Exit> finish_pending(Client& client) {
    if (!client.pending()) return std::nullopt;
    client.screen().talk(kRepeating.in(client.language()));
    const Answer answer = client.finish();
    require_paid(client, answer);
    const Json& within = member(answer.body, "session");
    return client.show(within.is_null() ? answer.body : within, answer.body);
}

std::optional<Exit> finish_same(Client& client, Command command, std::string_view path,
                                const Json& body) {
    if (!client.pending()) return std::nullopt;
    const PendingCall& call = *client.pending();
    if (call.command != command || call.path != path || call.body != body) refuse_pending(client);
    return finish_pending(client);
}

}  // namespace viaja::terminal
