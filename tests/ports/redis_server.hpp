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
    /// forgotten at once, so that tests need not wait for the end of a pause. Its patience is that
    /// of a machine on which everything waits for its turn: a slow answer is no frozen server.
    RedisSettings settings() const;
    /// As at its start: not disturbed, empty, its memory without limit. For the beginning of each
    /// test, since one that failed leaves the server as it was then.
    void start_afresh();
    /// Runs a command as the administrator; the answer's text.
    std::string run(const std::vector<std::string>& command);
    /// From now on, as the administrator.
    void show_certificate(const TlsSettings& tls) { administrator_.tls = tls; }

    void disturb(Disturbance disturbance);
    void restore();

  private:
    RedisServer();

    bool disturbed_ = false;
    RedisSettings administrator_;
    RedisSettings session_;
};

}  // namespace viaja::test
