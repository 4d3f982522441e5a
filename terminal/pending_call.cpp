// The call that an earlier run left without an answer, when the next command comes.

#include "terminal/commands.hpp"
#include "terminal/format.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kHold{"Um pedido de reserva", "A hold"};
constexpr Phrase kSwap{"Uma troca", "A swap"};
constexpr Phrase kRelease{"O pedido de soltar um item", "The release of an item"};
constexpr Phrase kCancellation{"O cancelamento da viagem", "The cancellation of the trip"};
constexpr Phrase kPayment{"O pagamento de {}", "The payment of {}"};
constexpr Phrase kIsPending{
    "{} ficou sem resposta: não se sabe se foi feito.\nEste comando não fez nada. Antes: viaja "
    "retomar, que o termina.",
    "{} got no answer: whether it was made is not known.\nThis command did nothing. First: viaja "
    "resume, which ends it."};
constexpr Phrase kRepeating{"O pedido que ficou sem resposta é repetido.",
                            "The call that got no answer is repeated."};

}  // namespace

std::string name_of_call(Language language, const PendingCall& call) {
    switch (call.command) {
        case Command::pay:
            return say(language, kPayment, money_text(language, member(call.body, "amount")));
        case Command::swap:
            return std::string(kSwap.in(language));
        case Command::release:
            return std::string(kRelease.in(language));
        case Command::cancel:
            return std::string(kCancellation.in(language));
        default:
            return std::string(kHold.in(language));
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

std::optional<Exit> finish_pending(Client& client) {
    if (!client.pending()) return std::nullopt;
    client.screen().talk(kRepeating.in(client.language()));
    const Answer answer = client.finish();
    require_success(client.language(), answer);
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
