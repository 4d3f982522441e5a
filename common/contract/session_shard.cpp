#include "common/contract/session_shard.hpp"

#include "common/contract/check.hpp"
#include "common/contract/topology.hpp"

namespace viaja {
namespace {

// The version is the first digit of the third group, the shard the other three.
constexpr std::size_t kVersionByte = 6;
constexpr std::uint8_t kSharded = 0x80;

}  // namespace

SessionId session_in_shard(const Uuid& id, int shard) {
    check(shard >= 0 && shard <= kShardMax, "there is no such shard");
    if (shard == 0) return SessionId{id};
    auto bytes = id.bytes();
    bytes[kVersionByte] = static_cast<std::uint8_t>(kSharded | shard >> 8);
    bytes[kVersionByte + 1] = static_cast<std::uint8_t>(shard & 0xff);
    return SessionId{Uuid(bytes)};
}

int shard_of(const SessionId& id) {
    const auto& bytes = id.value.bytes();
    const bool sharded = (bytes[kVersionByte] & 0xf0) == kSharded;
    return sharded ? (bytes[kVersionByte] & 0x0f) << 8 | bytes[kVersionByte + 1] : 0;
}

std::string session_address(const SessionId& id) {
    return topology::session(shard_of(id));
}

}  // namespace viaja
