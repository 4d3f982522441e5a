#pragma once
// Ctrl-C, and waiting that it ends. A signal only sets a flag: calls under way look at it. Any
// thread may ask; only run() installs.

#include <chrono>

namespace viaja::terminal {

/// SIGINT and SIGTERM set the flag; SIGPIPE and SIGXFSZ become errors of the write that meets them.
void install_signals();
bool is_interrupted();
/// Until the time has passed or a signal came.
void pause_for(std::chrono::milliseconds time);

}  // namespace viaja::terminal
