#pragma once
// The LockService port on a Redis server (6 or newer): a key for each lock, with an end, and the
// owner as its value.

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/ports/lock.hpp"
#include "common/tls/tls_settings.hpp"

namespace viaja {

class RedisConnection;

struct RedisSettings {
    std::string host = "127.0.0.1";
    int port = 6379;
    std::string user;      ///< none: the default user, with `password`
    std::string password;  ///< none: it asks for no password
    TlsSettings tls;
    std::string prefix = "viaja:lock:";
    /// The longest time a call takes while the server does not answer.
    std::chrono::milliseconds patience = std::chrono::milliseconds(250);
    /// False: `unlock` returns when it is sent, and its answer is taken with the next call's.
    bool waits_for_unlock = true;
    /// After a failure calls throw at once for so long, and up to a quarter more by chance.
    std::chrono::milliseconds pause = std::chrono::milliseconds(1000);
};

/// Any thread; one connection, so that calls take turns: each is one round trip. The first
/// connection is made by the constructor, which never fails: an unreachable server is Unavailable
/// at later calls.
///
/// `try_lock` is one round trip, and `unlock` another if it is waited for. A server that is frozen
/// costs one wait of `patience` in each pause and not one for each call. Where an answer is lost,
/// the keys may be locked: they are freed when the server is back, in front of whatever comes next,
/// so that no session is busy for a whole lease because of it.
class RedisLock : public LockService {
  public:
    explicit RedisLock(RedisSettings settings);
    ~RedisLock() override;

    std::vector<bool> try_lock(std::span<const std::string> keys, const std::string& owner,
                               std::chrono::milliseconds lease) override;
    void unlock(std::span<const std::string> keys, const std::string& owner) noexcept override;

    /// Frees the keys, whichever process holds them. Never throws: leases end by themselves.
    void forget(std::span<const std::string> keys) noexcept;

    /// Whether the server takes locks, for health probes; within a pause it is not asked.
    bool ping() noexcept;

    /// Whether the last call reached the server.
    bool available() const { return available_.load(); }

  private:
    using Moment = std::chrono::steady_clock::time_point;

    /// Keys that `owner` may still hold, because the outcome of a call is unknown.
    struct Leftover {
        std::vector<std::string> keys;
        std::string owner;
        Moment until;  ///< at the latest they end by themselves
    };

    RedisConnection& connection();
    void send_leftovers(RedisConnection& connection);
    std::vector<bool> lock_on(RedisConnection& connection, std::span<const std::string> keys,
                              const std::string& owner, std::chrono::milliseconds lease);
    void unlock_on(RedisConnection& connection, std::span<const std::string> keys,
                   const std::string& owner);
    void unlock_soon(std::span<const std::string> keys, const std::string& owner);
    void remember(std::span<const std::string> keys, const std::string& owner,
                  std::chrono::milliseconds lease);
    void leave_over(Leftover one);
    void answered();
    void failed(const std::exception& error);

    const RedisSettings settings_;
    std::mutex mutex_;  // protects all below but `available_`
    std::unique_ptr<RedisConnection> connection_;
    std::deque<Leftover> leftovers_;
    /// Unlocks since the last answer, at most one a holder; left over if the connection fails.
    std::vector<Leftover> unanswered_;
    std::chrono::milliseconds longest_lease_{0};
    Moment paused_until_{};
    std::string failure_;  ///< that began the pause
    std::atomic<bool> available_ = false;
};

}  // namespace viaja
