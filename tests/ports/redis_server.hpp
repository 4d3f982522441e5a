#pragma once
// The Redis server of the test program (test_servers.hpp).

#include <string>
#include <vector>

#include "common/adapters/redis/redis_lock.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

class RedisServer {
  public:
    /// The one of this program.
    static RedisServer& instance();

    /// For session-service's user, who may touch the keys of locks and nothing else. Failures are
    /// forgotten at once, so that tests need not wait for the end of a pause.
    RedisSettings settings() const;
    /// Runs a command as the administrator; the answer's text.
    std::string run(const std::vector<std::string>& command);

    void disturb(Disturbance disturbance);
    void restore();

  private:
    RedisServer();

    RedisSettings administrator_;
    RedisSettings session_;
};

}  // namespace viaja::test
