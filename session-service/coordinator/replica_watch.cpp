#include "session-service/coordinator/replica_watch.hpp"

#include <exception>
#include <utility>

#include "common/contract/topology.hpp"
#include "common/runtime/log.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

/// Sessions for which requests are sent again at once; those of the others follow when they are
/// due.
constexpr std::size_t kSessionsMax = 1'000;

/// What was asked of late is due again within the pause of a step.
std::vector<SessionId> find_asked(Connection& connection) {
    const auto soon = connection.now() + Limits().resend_step_max;
    return find_due_sessions(connection, soon, kSessionsMax).ids;
}

}  // namespace

ReplicaWatch::ReplicaWatch(const Ports& ports, Servers servers, Coordinator& coordinator,
                           SessionChanges& changes)
    : bus_(ports.bus),
      loop_(ports.loop),
      servers_(std::move(servers)),
      coordinator_(coordinator),
      changes_(changes),
      topic_(topology::session_replica(ports.shard)),
      own_(new_uuid(ports.clock, ports.random)),
      siblings_(own_),
      connection_(ports.database.connect()),
      executor_("takeover") {
    coordinator_.open_own_queue(bus_);
    announcements_ =
        bus_.listen(topic_, [this, alive = alive_](const std::string&, const std::string& body) {
            auto heard = replica_alive_from(body);
            if (!heard) return;
            loop_.post([this, alive, heard = std::move(*heard)] {
                if (*alive) hear(heard);
            });
        });
}

ReplicaWatch::~ReplicaWatch() {
    *alive_ = false;
    announcements_.reset();
}

void ReplicaWatch::start() {
    announce();
    every_ = loop_.call_every(kPeriod, [this] { announce(); });
}

void ReplicaWatch::announce() {
    bus_.announce(topic_, to_text(ReplicaAlive{own_, servers_.connections()}));
}

void ReplicaWatch::stop() {
    every_.cancel();
    bus_.announce(topic_, to_text(ReplicaAlive{.replica = own_, .connections = {}, .ends = true}));
}

void ReplicaWatch::hear(const ReplicaAlive& alive) {
    const auto silent = siblings_.hear(alive);
    // First of all, so that what is asked from now on is answered here.
    coordinator_.take_answers_alone(siblings_.has_silent());
    changes_.set_alone(siblings_.is_alone());
    for (const auto& sibling : silent) {
        executor_.submit([this, sibling] { take_over_from(sibling); });
    }
}

/// The executor's thread.
void ReplicaWatch::take_over_from(const ReplicaAlive& silent) {
    std::string failed;
    try {
        servers_.end_connections(silent.connections);
    } catch (const std::exception& error) {
        failed = error.what();
    }
    try {
        const auto sessions = find_asked(*connection_);
        std::vector<std::string> locks;
        for (const auto& id : sessions)
            locks.push_back(lock_key_of(id));
        servers_.forget_locks(locks);
        coordinator_.ask_again(sessions);
        runtime::log_warning(
            "replica silent, its requests are sent again",
            {{"replica", silent.replica.text()}, {"sessions", std::to_string(sessions.size())}});
    } catch (const std::exception& error) {
        failed = error.what();
    }
    if (failed.empty()) return;
    runtime::log_warning("replica silent, takeover incomplete",
                         {{"replica", silent.replica.text()}, {"error", failed}});
}

}  // namespace viaja::session
