#pragma once
// `viaja ops topo`: a whole screen that follows the server. One thread of its own asks, so that
// keys are answered while the server is silent.

#include <string>
#include <vector>

#include "terminal/arguments.hpp"
#include "terminal/exit_code.hpp"

namespace viaja::terminal {

/// Throws Stop with Exit::usage where there is no terminal to draw on.
void require_whole_screen(const Arguments& arguments);

/// Until it is ended by q or Ctrl-C. Throws Stop as above.
Exit watch_topo(const Arguments& arguments, std::vector<std::string> addresses,
                const std::string& token);

}  // namespace viaja::terminal
