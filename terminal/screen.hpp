#pragma once
// Where `viaja` writes and asks: results on the output, talk on the error output, one line that is
// drawn anew while something is waited for. In a pipe, with ACCESSIBLE and at a terminal that
// cannot draw anew only finished lines come. Whatever it shows is made printable here, so that no
// text of a server steers the terminal. One thread.

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/arguments.hpp"
#include "terminal/json.hpp"

namespace viaja::terminal {

struct ScreenSettings {
    Language language = Language::english;
    bool json = false;
    bool quiet = false;
    bool colours = false;
    bool accessible = false;  ///< finished lines only
    bool asks = false;        ///< input and output are a terminal, and nothing forbids questions
};

/// By the options, the environment and the terminal.
ScreenSettings screen_settings(const Arguments& arguments);

class Screen {
  public:
    explicit Screen(const ScreenSettings& settings) : settings_(settings) {}

    Language language() const { return settings_.language; }
    bool json() const { return settings_.json; }
    bool asks() const { return settings_.asks; }

    /// A line of the result, for people; nothing with --json.
    void line(std::string_view text);
    /// The same in bold, or in red where it says that something is wrong.
    void heading(std::string_view text);
    void alarm(std::string_view text);
    /// On the error output, in red.
    void failure(std::string_view text);
    /// What is said beside the result, such as the next command.
    void talk(std::string_view text);
    /// A picture of block characters, white on black whatever the terminal's colours are; nothing
    /// where there is no terminal with colours, or it does not fit into it as a whole.
    void picture(const std::vector<std::string>& lines);
    /// With --json, the one document or one of a stream of them.
    void document(const Json& json);

    /// Replaces the line that says what is waited for. In a pipe nothing is shown; with ACCESSIBLE
    /// a finished line every 30 seconds.
    void status(std::string_view text);
    void clear_status();

    /// What is typed behind the question, without blanks around it. `clock`, if it is given, says
    /// the line above the question, which is drawn anew each second. Throws Stop with Exit::stopped
    /// at the end of the input and after Ctrl-C.
    std::string ask(std::string_view question, const std::function<std::string()>& clock = {});
    /// The same without showing what is typed.
    std::string ask_hidden(std::string_view question);
    /// A line of the input without a question, and without showing it where it is typed; empty at
    /// the end of the input and after Ctrl-C.
    std::string read_input_hidden();
    /// True for yes alone; asks again until it is one of the two. Enter alone is no answer.
    bool confirm(std::string_view question, const std::function<std::string()>& clock = {});

  private:
    std::string read_line(const std::function<std::string()>& clock);
    void coloured(std::string_view code, std::string_view text);

    ScreenSettings settings_;
    bool has_status_ = false;
    std::string unread_;
    std::chrono::steady_clock::time_point next_spoken_status_{};
};

}  // namespace viaja::terminal
