#include "terminal/kept_choices.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kHoldNext{"Para reservar: viaja segurar NÚMERO… --nome \"Nome Sobrenome\"",
                           "To hold: viaja hold NUMBER… --name \"Given Family\""};
constexpr Phrase kListNotKept{
    "Aviso: a lista não pôde ser guardada ({}); segure pelo número do voo.",
    "Warning: the list could not be kept ({}); hold by the flight's number."};

}  // namespace

void keep_choices(Client& client, const Json& choices) {
    if (const auto error = client.files().save_choices(choices))
        client.screen().talk(say(client.language(), kListNotKept, *error));
}

void say_how_to_hold(Client& client) {
    client.screen().talk(kHoldNext.in(client.language()));
}

}  // namespace viaja::terminal
