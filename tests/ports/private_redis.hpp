#pragma once
// A Redis server of the test program's own, started when first asked for, gone with the program.

#include <memory>
#include <string>
#include <vector>

#include "common/adapters/redis/redis_lock.hpp"
#include "tests/ports/child_process.hpp"
#include "tests/ports/fixtures.hpp"
#include "tests/ports/temporary_folder.hpp"

namespace viaja::test {

class PrivateRedis {
  public:
    /// The one of this program. The main thread calls it first.
    static PrivateRedis& instance();

    /// For a user who may touch the keys of locks and nothing else. Failures are forgotten at once,
    /// so that tests need not wait for the end of a pause.
    RedisSettings settings() const;
    /// Runs a command as a user who may do everything; the answer's text.
    std::string run(const std::vector<std::string>& command);

    void disturb(Disturbance disturbance);
    void restore();

  private:
    PrivateRedis();
    void start();

    TemporaryFolder folder_;
    const int port_ = free_port();
    std::unique_ptr<ChildProcess> process_;
};

}  // namespace viaja::test
