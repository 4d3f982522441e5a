#pragma once
// Sessions are spread over shards: each has an address, a database and replicas of session-service
// of its own (docs/scaling.md, "Shards"). Shard 0 is the one that there is without shards. A
// session's id says which is its own, so that whatever has the id, an entrance or a supplier, finds
// it without asking. Values; any thread.

#include <string>

#include "common/contract/ids.hpp"

namespace viaja {

/// What two letters of a code for another device can say.
inline constexpr int kShardMax = 0x3ff;

/// `id`, of version 7, as the id of a session of this shard. For shard 0 as it is; for others in
/// version 8 of RFC 9562, whose third group of digits is then "8" and the shard: "8003".
SessionId session_in_shard(const Uuid& id, int shard);
int shard_of(const SessionId& id);

/// The address of the coordinators that have the session: "session", or "session.3".
std::string session_address(const SessionId& id);

}  // namespace viaja
