#pragma once
// What is waited for while a session is followed: one line, of which a countdown runs on between
// the server's answers, and before it, once, the charge of a Pix. One thread.

#include <chrono>
#include <optional>

#include "terminal/json.hpp"
#include "terminal/screen.hpp"

namespace viaja::terminal {

class Waiting {
  public:
    explicit Waiting(Screen& screen) : screen_(screen) {}

    /// The session as it has become; `address` is that of the server. Shows its charge if there is
    /// a new one.
    void take(const Json& session, const std::string& address);
    /// Draws the line as of now.
    void draw();
    /// The same if it has a countdown.
    void tick();

  private:
    void show_charge(const std::string& address);

    Screen& screen_;
    Json session_;
    std::string shown_code_;
    std::optional<std::chrono::steady_clock::time_point> pay_until_;
};

}  // namespace viaja::terminal
