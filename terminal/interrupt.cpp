#include "terminal/interrupt.hpp"

#include <poll.h>

#include <csignal>

namespace viaja::terminal {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void on_interrupt(int) {
    interrupted = 1;
}

}  // namespace

void install_signals() {
    struct sigaction action = {};
    action.sa_handler = on_interrupt;  // without SA_RESTART, so that a read at the terminal ends
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

bool is_interrupted() {
    return interrupted != 0;
}

void pause_for(std::chrono::milliseconds time) {
    if (!is_interrupted()) poll(nullptr, 0, static_cast<int>(time.count()));
}

}  // namespace viaja::terminal
