#pragma once
// What the numbers of a search stand for, kept for the command that holds them. One thread.

#include "terminal/client.hpp"

namespace viaja::terminal {

/// Keeps the choices; where the disk does not take them, says that only names can be used.
void keep_choices(Client& client, const Json& choices);

/// How a number is held.
void say_how_to_hold(Client& client);

}  // namespace viaja::terminal
