#pragma once
// The calls of the API that a task of `viaja ops` makes, and the same calls as text for curl. Pure;
// any thread.

#include <string>
#include <vector>

#include "terminal/arguments.hpp"
#include "terminal/http.hpp"
#include "terminal/operator_tasks.hpp"

namespace viaja::terminal {

/// One behind the other; Stop with Exit::usage for an operand that is no price or number. The
/// operands are those of `viaja ops`, of which the first is the task.
std::vector<Request> requests_of(const OperatorTaskRow& task, const Arguments& arguments);

/// A command of a shell that makes the call at that address. With `with_token` it sends the shell's
/// own VIAJA_OPERATOR_TOKEN, so that no token stands in the text.
std::string curl_command(const std::string& address, const Request& request, bool with_token);

}  // namespace viaja::terminal
