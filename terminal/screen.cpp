#include "terminal/screen.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "common/text/blanks.hpp"
#include "common/text/json_text.hpp"
#include "terminal/format.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/stop.hpp"
#include "terminal/yes_or_no.hpp"

namespace viaja::terminal {

namespace {

constexpr std::chrono::seconds kSpokenStatusEvery{30};
constexpr std::size_t kLineMax = 1024;
constexpr int kClockMs = 1000;

bool is_set(const char* variable) {
    const char* const value = std::getenv(variable);
    return value != nullptr && *value != '\0' && std::string_view(value) != "0";
}

void print(std::FILE* file, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), file);
    std::fflush(file);
}

/// What is typed is not shown, until the end of this object.
class Hidden {
  public:
    Hidden() {
        known_ = tcgetattr(STDIN_FILENO, &before_) == 0;
        termios now = before_;
        now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &now);
    }
    ~Hidden() {
        if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;

  private:
    termios before_{};
    bool known_ = false;
};

[[noreturn]] void stop_asking(Language language) {
    static constexpr Phrase kStopped{
        "Parado aqui. O que está reservado continua no servidor; siga com: viaja retomar",
        "Stopped here. What you hold stays on the server; go on with: viaja resume"};
    throw Stop(Exit::stopped, "stopped", std::string(kStopped.in(language)));
}

}  // namespace

ScreenSettings screen_settings(const Arguments& arguments) {
    ScreenSettings settings;
    settings.language = arguments.language;
    settings.json = arguments.has(Option::json);
    settings.quiet = arguments.has(Option::quiet);
    const char* const kind = std::getenv("TERM");
    const bool draws_anew = kind != nullptr && std::string_view(kind) != "dumb";
    settings.accessible = is_set("ACCESSIBLE") || !draws_anew;
    const bool terminal = isatty(STDOUT_FILENO) == 1;
    settings.colours =
        terminal && !is_set("NO_COLOR") && !arguments.has(Option::no_color) && !settings.accessible;
    settings.asks = terminal && isatty(STDIN_FILENO) == 1 && !settings.json;
    return settings;
}

void Screen::coloured(std::string_view code, std::string_view text) {
    if (settings_.json) return;
    clear_status();
    if (settings_.colours) {
        print(stdout, fmt::format("\033[{}m{}\033[0m\n", code, printable(text)));
    } else {
        print(stdout, printable(text) + '\n');
    }
}

void Screen::line(std::string_view text) {
    if (settings_.json) return;
    clear_status();
    print(stdout, printable(text) + '\n');
}

void Screen::heading(std::string_view text) {
    coloured("1", text);
}

void Screen::alarm(std::string_view text) {
    coloured("31", text);
}

void Screen::failure(std::string_view text) {
    if (settings_.json) return;
    clear_status();
    const bool colours = settings_.colours && isatty(STDERR_FILENO) == 1;
    const std::string clean = printable_lines(text);
    print(stderr, colours ? fmt::format("\033[31m{}\033[0m\n", clean) : clean + '\n');
}

void Screen::talk(std::string_view text) {
    if (settings_.quiet || settings_.json) return;
    clear_status();
    print(stderr, printable_lines(text) + '\n');
}

void Screen::picture(const std::vector<std::string>& lines) {
    winsize size{};
    if (!settings_.colours || settings_.json || lines.empty()) return;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return;
    if (size.ws_col < columns_of(lines.front()) || size.ws_row <= lines.size()) return;
    clear_status();
    for (const std::string& line : lines)
        print(stdout, fmt::format("\033[38;5;231;48;5;16m{}\033[0m\n", line));
}

void Screen::document(const Json& json) {
    if (settings_.json) print(stdout, json_text(json) + '\n');
}

void Screen::status(std::string_view text) {
    if (settings_.json || settings_.quiet || text.empty() || isatty(STDOUT_FILENO) != 1) return;
    if (settings_.accessible) {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_spoken_status_) return;
        next_spoken_status_ = now + kSpokenStatusEvery;
        print(stdout, printable(text) + '\n');
        return;
    }
    clear_status();
    print(stdout, fitted(printable(text), 79));
    has_status_ = true;
}

void Screen::clear_status() {
    if (!has_status_) return;
    print(stdout, "\r\033[K");
    has_status_ = false;
}

std::string Screen::read_line(const std::function<std::string()>& clock) {
    for (;;) {
        if (const auto end = unread_.find('\n'); end != std::string::npos) {
            const std::string line = unread_.substr(0, end);
            unread_.erase(0, end + 1);
            return std::string(trimmed(line, kJsonBlanks));
        }
        pollfd input{STDIN_FILENO, POLLIN, 0};
        const int ready = poll(&input, 1, clock ? kClockMs : -1);
        if (is_interrupted()) stop_asking(language());
        if (ready == 0 && clock) print(stdout, fmt::format("\0337\033[1A\r\033[K{}\0338", clock()));
        if (ready <= 0) continue;
        char bytes[256];
        const ssize_t read = ::read(STDIN_FILENO, bytes, sizeof(bytes));
        if (read <= 0) stop_asking(language());
        unread_.append(bytes, static_cast<std::size_t>(read));
        if (unread_.size() > kLineMax) unread_.clear();
    }
}

std::string Screen::ask(std::string_view question, const std::function<std::string()>& clock) {
    clear_status();
    if (clock) print(stdout, clock() + '\n');
    print(stdout, printable(question) + ' ');
    return read_line(settings_.accessible ? nullptr : clock);
}

std::string Screen::ask_hidden(std::string_view question) {
    clear_status();
    print(stdout, printable(question) + ' ');
    std::string answer;
    {
        const Hidden hidden;
        answer = read_line({});
    }
    print(stdout, "\n");
    return answer;
}

std::string Screen::read_input_hidden() {
    const Hidden hidden;
    std::string line;
    std::getline(std::cin, line);
    return std::string(trimmed(line, kJsonBlanks));
}

bool Screen::confirm(std::string_view question, const std::function<std::string()>& clock) {
    static constexpr Phrase kChoice{"(S/N)", "(Y/N)"};
    for (;;) {
        const auto answer = ask(fmt::format("{} {}", question, kChoice.in(language())), clock);
        if (const auto yes = yes_or_no(answer)) return *yes;
    }
}

}  // namespace viaja::terminal
