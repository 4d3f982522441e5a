#pragma once
// `viaja ops`: what operators see and do. It keeps nothing. One thread.

#include "terminal/arguments.hpp"
#include "terminal/exit_code.hpp"

namespace viaja::terminal {

/// The first operand says what; without one the overview. Reads where the server lets it; a change
/// needs VIAJA_OPERATOR_TOKEN, and names what it is made to before. Throws Stop.
Exit operate(const Arguments& arguments);

}  // namespace viaja::terminal
