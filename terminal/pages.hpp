#pragma once
// What shells and `man` know about `viaja`, made from the table of commands. Pure; any thread.

#include <string>

#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// Scripts that complete commands and options under all their names.
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

/// roff in UTF-8, with the macros of man(7).
std::string manual_page(Language language);

}  // namespace viaja::terminal
