#include "terminal/run.hpp"

#include <cstdio>
#include <cstdlib>

#include "common/text/json_text.hpp"
#include "terminal/commands.hpp"
#include "terminal/format.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/operator_command.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

/// The first of the variables that is set, as POSIX reads them.
Language preferred_language() {
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* const value = std::getenv(variable);
        if (value != nullptr && *value != '\0') return language_of_locale(value);
    }
    return Language::english;
}

Exit run_command(Client& client) {
    switch (*client.arguments().command) {
        case Command::search:
            return search(client);
        case Command::events:
            return find_events(client);
        case Command::hold:
            return hold(client);
        case Command::trip:
            return show_trip(client);
        case Command::swap:
            return swap(client);
        case Command::release:
            return release(client);
        case Command::pay:
            return pay(client);
        case Command::resume:
            return resume(client);
        case Command::code:
            return make_code(client);
        case Command::cancel:
            return cancel(client);
        case Command::buy:
            return buy(client);
        case Command::abandon:
            return abandon(client);
        case Command::ops:
            break;  // needs no trip, see below
    }
    return Exit::fault;
}

bool asks_for_json(std::span<const std::string> words) {
    return std::find(words.begin(), words.end(), "--json") != words.end();
}

Exit fail(const Stop& stop, bool json) {
    if (json) {
        const Json body = stop.body().is_object()
                              ? stop.body()
                              : Json{{"code", stop.code()}, {"detail", stop.what()}};
        const auto text = json_text(body);
        std::printf("%s\n", text.c_str());
    }
    std::fprintf(stderr, "%s\n", printable_lines(stop.what()).c_str());
    return stop.exit();
}

}  // namespace

int run(std::span<const std::string> words) {
    install_signals();
    try {
        const Arguments arguments = parse_arguments(words, preferred_language());
        if (!arguments.command || arguments.has(Option::help)) {
            const auto text = help_text(arguments.language, arguments.command);
            std::fputs(text.c_str(), arguments.has(Option::help) ? stdout : stderr);
            return static_cast<int>(arguments.has(Option::help) ? Exit::done : Exit::usage);
        }
        if (arguments.command == Command::ops) return static_cast<int>(operate(arguments));
        Client client(arguments);
        if (arguments.command != Command::search && arguments.command != Command::trip)
            client.lock();
        return static_cast<int>(run_command(client));
    } catch (const Stop& stop) {
        return static_cast<int>(fail(stop, asks_for_json(words)));
    } catch (const std::exception& error) {
        return static_cast<int>(
            fail(Stop(Exit::fault, "fault", std::string("viaja: ") + error.what()),
                 asks_for_json(words)));
    }
}

}  // namespace viaja::terminal
