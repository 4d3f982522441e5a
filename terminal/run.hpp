#pragma once
// The traveller's commands of the program `viaja`. Called by main() alone, once.

#include <span>
#include <string>

namespace viaja::terminal {

/// Does what the words behind the program's name ask for; returns the exit code.
int run(std::span<const std::string> words);

}  // namespace viaja::terminal
