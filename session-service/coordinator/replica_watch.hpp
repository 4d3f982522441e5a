#pragma once
// Replicas of session-service watch each other. Each announces itself several times a second;
// when one falls silent, killed or frozen, the others free what it may hold, the connections on
// which it decides and the locks of sessions, and ask again what is pending, for answers to queues
// of their own: the broker goes on giving a frozen process its share of the common queue. A replica
// that hears of no other one announces no outcomes (session_changes.hpp).
//
// None of that is needed for correctness, and a replica that only seemed silent is not harmed: its
// transactions are rolled back and decided again, and a request that is asked twice is answered
// twice.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "common/runtime/loop.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/coordinator/session_changes.hpp"
#include "session-service/coordinator/sibling_replicas.hpp"

namespace viaja::session {

/// Loop thread, as its construction and destruction.
class ReplicaWatch {
  public:
    static constexpr std::chrono::milliseconds kPeriod{75};

    /// All of them outlive it.
    struct Ports {
        runtime::Loop& loop;
        Bus& bus;
        Database& database;
        const Clock& clock;
        Random& random;
        /// Of this replica and of those that it watches.
        int shard = 0;
    };
    /// What the adapters of this process can do about another one.
    struct Servers {
        /// The database's numbers of the connections on which this process decides.
        std::function<std::vector<std::int64_t>()> connections;
        /// Ends those of another replica. May throw Unavailable.
        std::function<void(std::span<const std::int64_t>)> end_connections;
        /// Frees these keys of the lock server, whichever process holds them.
        std::function<void(std::span<const std::string>)> forget_locks;
    };

    /// Throws Unavailable where the database or the bus cannot be reached.
    ReplicaWatch(const Ports& ports, Servers servers, Coordinator& coordinator,
                 SessionChanges& changes);
    ~ReplicaWatch();
    ReplicaWatch(const ReplicaWatch&) = delete;
    ReplicaWatch& operator=(const ReplicaWatch&) = delete;

    void start();
    /// Tells the others that this replica ends.
    void stop();

  private:
    void announce();
    void hear(const ReplicaAlive& alive);
    void take_over_from(const ReplicaAlive& silent);

    Bus& bus_;
    runtime::Loop& loop_;
    const Servers servers_;
    Coordinator& coordinator_;
    SessionChanges& changes_;
    const std::string topic_;
    const Uuid own_;
    SiblingReplicas siblings_;
    const std::unique_ptr<Connection> connection_;  ///< of the executor's thread
    runtime::BlockingExecutor executor_;
    runtime::TimerHandle every_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::unique_ptr<Consumer> announcements_;
};

}  // namespace viaja::session
