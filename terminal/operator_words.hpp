#pragma once
// The words that shells offer behind a task of `viaja ops`. One thread.

#include <string>
#include <vector>

#include "terminal/operator_tasks.hpp"
#include "terminal/server.hpp"

namespace viaja::terminal {

/// What the server has of that kind, in its own order: addresses of suppliers, sessions whose saga
/// is stuck or runs, the holds of `session`, dead letters. Throws Stop where the server does not
/// answer a call within about a second; sessions take two calls.
std::vector<std::string> operator_words(Server& server, OperandKind kind,
                                        const std::string& session);

}  // namespace viaja::terminal
