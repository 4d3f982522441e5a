#include "common/service_host/start.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <exception>
#include <mutex>
#include <optional>

#include "common/migrations/migrations.hpp"
#include "common/ports/errors.hpp"
#include "common/runtime/database_look.hpp"
#include "common/runtime/log.hpp"

namespace viaja::service_host {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{2'000};
constexpr std::chrono::seconds kReportEvery{10};

/// A pause that nothing can end early: at the start there is nothing else to do, and a signal ends
/// the process.
void pause(milliseconds length) {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock guard(mutex);
    never.wait_for(guard, length, [] { return false; });
}

}  // namespace

void retry_until_there(const std::string& what, const std::function<void()>& work) {
    auto length = kFirstPause;
    std::optional<steady_clock::time_point> reported;
    const auto started = steady_clock::now();
    for (;;) {
        std::string problem;
        try {
            work();
            if (reported) {
                const auto waited = steady_clock::now() - started;
                const auto waited_ms = std::chrono::duration_cast<milliseconds>(waited).count();
                runtime::log_info("dependency ready",
                                  {{"name", what}, {"waited_ms", std::to_string(waited_ms)}});
            }
            return;
        } catch (const Unavailable& error) {
            problem = error.what();
        } catch (const Conflict& error) {
            problem = error.what();
        } catch (const Uncertain& error) {
            problem = error.what();
        } catch (const Failed& error) {
            problem = error.what();
        }
        const auto now = steady_clock::now();
        if (!reported || now - *reported >= kReportEvery) {
            runtime::log_warning("waiting for dependency", {{"name", what}, {"error", problem}});
            reported = now;
        }
        pause(length);
        length = std::min(2 * length, kLongestPause);
    }
}

std::function<bool()> look_at(Database& database, runtime::DatabaseTime& time) {
    return runtime::look_at(database, prove_writable, time);
}

void end_at_once_on_signals() {
    const auto end = [](int) { _exit(0); };
    std::signal(SIGTERM, end);
    std::signal(SIGINT, end);
}

int exit_code_of(const std::string& service, const std::function<void()>& run) {
    try {
        run();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", service.c_str(), error.what());
        return 1;
    }
}

}  // namespace viaja::service_host
