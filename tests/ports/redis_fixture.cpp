// The lock's suite on Redis.

#include <thread>

#include "tests/ports/fixtures.hpp"
#include "tests/ports/redis_server.hpp"

namespace viaja::test {

namespace {

class RedisFixture : public LockFixture {
  public:
    RedisFixture() { server_.start_afresh(); }

    std::shared_ptr<LockService> service() override {
        return std::make_shared<RedisLock>(server_.settings());
    }
    /// A lease that begins now ends after those that were taken before.
    void let_pass(std::chrono::milliseconds lease) override {
        const std::vector<std::string> key{"the fixture's own"};
        RedisLock lock(server_.settings());
        lock.try_lock(key, "before", lease);
        while (!lock.try_lock(key, "after", lease)[0])
            std::this_thread::yield();
    }
    std::optional<std::string> cannot(Disturbance) const override { return std::nullopt; }
    void disturb(Disturbance disturbance) override { server_.disturb(disturbance); }
    void restore() override { server_.restore(); }

  private:
    RedisServer& server_ = RedisServer::instance();
};

}  // namespace

std::vector<Factory<LockFixture>> lock_factories() {
    return {{"Redis", [] { return std::make_unique<RedisFixture>(); }}};
}

}  // namespace viaja::test
