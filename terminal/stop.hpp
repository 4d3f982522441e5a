#pragma once
// The end of a command before its result: thrown where it is found, printed in run.cpp alone.

#include <stdexcept>
#include <string>

#include "terminal/exit_code.hpp"
#include "terminal/json.hpp"

namespace viaja::terminal {

class Stop : public std::runtime_error {
  public:
    /// `text` is for people; `body` is what `--json` prints: the server's problem, or null, which
    /// becomes one made of `code` and the text.
    Stop(Exit exit, std::string code, const std::string& text, Json body = nullptr)
        : std::runtime_error(text), exit_(exit), code_(std::move(code)), body_(std::move(body)) {}

    Exit exit() const { return exit_; }
    const std::string& code() const { return code_; }
    const Json& body() const { return body_; }

  private:
    Exit exit_;
    std::string code_;
    Json body_;
};

}  // namespace viaja::terminal
