#pragma once
// RabbitMQ, MySQL and Redis with the users and rights of ./run --real: scripts/servers starts them
// for the test program alone when they are first asked for, and they are gone with it.

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "common/runtime/configuration.hpp"
#include "tests/ports/temporary_folder.hpp"

namespace viaja::test {

class RealServers {
  public:
    /// False: the tests that need them cannot run here.
    static bool are_installed();
    /// The ones of this program. The main thread calls it first.
    static RealServers& instance();

    /// The variables that the process of a service is started with: of "session", "flight.I0",
    /// "hotel", "payment", or of "tests", who may do anything. Main thread.
    runtime::Configuration environment(const std::string& service) const;

  private:
    struct Close {
        void operator()(std::FILE* pipe) const { pclose(pipe); }
    };

    RealServers();
    ~RealServers();

    /// Runs scripts/servers; what it wrote. Throws std::runtime_error with that if it fails.
    std::string run(const std::string& command, const std::vector<std::string>& arguments) const;

    TemporaryFolder folder_;
    /// Ends the servers when the program is gone, however it went: then this pipe closes.
    std::unique_ptr<std::FILE, Close> guardian_;
};

}  // namespace viaja::test
