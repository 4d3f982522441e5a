#include "session-service/coordinator/session_changes.hpp"

#include <string>
#include <utility>

#include "common/contract/topology.hpp"
#include "session-service/coordinator/events.hpp"

namespace viaja::session {

SessionChanges::SessionChanges(runtime::Loop& loop, Bus& bus, int shard)
    : loop_(loop), bus_(bus), topic_(topology::session_events(shard)) {}

void SessionChanges::listen(Listener listener) {
    *listener_ = std::move(listener);
}

void SessionChanges::publish(const std::vector<Changed>& changed, Instant now) {
    Committed committed;
    std::vector<SessionChanged> events;
    for (const auto& [session, has_outcome] : changed) {
        if (!has_outcome) continue;
        events.push_back({session->id, session->version});
        committed.with_outcome.push_back({session, {}, now});
    }
    committed.watched = watched_.among(changed);
    if (events.empty() && committed.watched.empty()) return;
    // Before the announcement, which comes back to this replica too: a request that is answered
    // because of it must find what the listener has outdated.
    loop_.post([listener = listener_, committed = std::move(committed)] {
        if (*listener) (*listener)(committed);
    });
    if (!events.empty() && !alone_) bus_.announce(topic_, to_text(events));
}

}  // namespace viaja::session
