#pragma once
// RabbitMQ, MySQL and Redis servers of the test program's own: scripts/servers starts those that
// its CMakeLists.txt names, with the users and rights of ./run --real, when they are first asked
// for. They are killed and removed when the program has ended, however it did. One thread at a
// time.

#include <map>
#include <string>
#include <vector>

#include "tests/ports/fixtures.hpp"
#include "tests/processes/line_process.hpp"

namespace viaja::test {

class TestServers {
  public:
    /// False: the servers are not installed, so that the suite cannot run here.
    static bool are_installed();
    /// Those of this program. Throws std::runtime_error if they do not start.
    static TestServers& instance();

    /// The text that a command of scripts/servers answers; the words leave out the folder. Throws
    /// std::runtime_error with what went wrong.
    std::string command(const std::vector<std::string>& words);

    /// The variables that the process of a service is started with: of "session", "flight.I0",
    /// "hotel", "payment", or of "tests", the administrator.
    std::map<std::string, std::string> environment(const std::string& service);

    /// `server` is "rabbitmq", "mysql" or "redis".
    void disturb(const std::string& server, Disturbance disturbance);
    /// Ends a disturbance.
    void restore(const std::string& server);

  private:
    TestServers();
    std::string read_answer();

    LineProcess program_;
};

}  // namespace viaja::test
