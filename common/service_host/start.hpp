#pragma once
// The start of a process: waiting for its servers, looking at them later, and what `main` returns.
// Main thread, but for the function that `look_at` returns, which is the probe's.

#include <functional>
#include <string>

#include "common/ports/database.hpp"
#include "common/runtime/database_time.hpp"

namespace viaja::service_host {

/// Calls `work` until it does not throw Unavailable, Conflict, Uncertain or Failed; logs the
/// dependency `what` at once and then every ten seconds. Throws what else `work` throws.
void retry_until_there(const std::string& what, const std::function<void()>& work);

/// Makes an object that connects in its constructor, as `make` returns it (a std::unique_ptr), when
/// `what` is available: for every connection of a start, not only the first.
template <class Make>
auto made_when_there(const std::string& what, Make make) {
    decltype(make()) made;
    retry_until_there(what, [&] { made = make(); });
    return made;
}

/// For a HealthProbe: reads and writes the database, on a connection of its own, and updates `time`
/// from its clock.
std::function<bool()> look_at(Database& database, runtime::DatabaseTime& time);

/// SIGTERM and SIGINT end the process from now on, for while it only waits for its servers there is
/// nothing to end in order. Process 1 of a container would not get them at all without a handler.
void end_at_once_on_signals();

/// Runs the process `service` to its end, for `main` to return: 0, or 1 where `run` threw; then its
/// error is one line on standard error.
int exit_code_of(const std::string& service, const std::function<void()>& run);

}  // namespace viaja::service_host
