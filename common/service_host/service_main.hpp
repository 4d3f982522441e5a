#pragma once
// What `main` of a service does with its command line: serve, or with --migrate only bring its
// database to its schema, as a job before an upgrade does. A service does so at its start in any
// case; the job makes it known before the first replica is replaced whether that succeeds.

#include <functional>
#include <string>

namespace viaja::service_host {

constexpr const char* kMigrateHelp =
    "brings the database to the schema and catalogue of this program, and ends";

/// For a program without options of its own; returns what `main` returns.
int service_main(int argc, char** argv, const std::string& service,
                 const std::function<void()>& serve, const std::function<void()>& migrate);

/// Runs `migrate`, which waits for its database, under the log name `name`. SIGTERM and SIGINT end
/// the process at once: the next start goes on with what was interrupted.
void run_migration(const std::string& name, const std::function<void()>& migrate);

}  // namespace viaja::service_host
