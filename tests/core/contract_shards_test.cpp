// Which shard a session is of, by its id alone.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "common/contract/session_shard.hpp"
#include "common/contract/topology.hpp"

namespace viaja {
namespace {

Uuid version7() {
    return Uuid::version7(Instant{}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
}

TEST(Shards, TheIdOfShardZeroStaysAsItIs) {
    const auto id = session_in_shard(version7(), 0);
    EXPECT_EQ(id.value, version7());
    EXPECT_EQ(shard_of(id), 0);
    EXPECT_EQ(session_address(id), "session");
}

TEST(Shards, EveryShardIsFoundInTheTextOfItsIds) {
    for (int shard = 1; shard <= kShardMax; ++shard) {
        const auto id = session_in_shard(version7(), shard);
        const auto read = SessionId::parse(id.text());
        ASSERT_TRUE(read);
        ASSERT_EQ(shard_of(*read), shard);
        ASSERT_EQ(session_address(*read), "session." + std::to_string(shard));
    }
}

TEST(Shards, TheThirdGroupOfDigitsIsWhatAnEntranceReads) {
    const auto text = session_in_shard(version7(), 0x12a).text();
    EXPECT_EQ(text.substr(14, 4), "812a");
    EXPECT_EQ(text.substr(19), version7().text().substr(19)) << "what is random stays";
}

TEST(Shards, OtherVersionsAreOfShardZero) {
    EXPECT_EQ(shard_of(*SessionId::parse("0198c0de-0000-4003-8003-000000000001")), 0);
    EXPECT_EQ(shard_of(*SessionId::parse("00000000-0000-0000-0000-000000000000")), 0);
}

TEST(Shards, ThereAreNoOthers) {
    EXPECT_THROW(session_in_shard(version7(), -1), Bug);
    EXPECT_THROW(session_in_shard(version7(), kShardMax + 1), Bug);
}

TEST(Shards, AddressesOfShardsAreServices) {
    EXPECT_EQ(topology::session(0), "session");
    EXPECT_EQ(topology::session(12), "session.12");
    for (const char* good : {"session", "session.1", "session.12"})
        EXPECT_TRUE(topology::is_service(good)) << good;
    for (const char* bad : {"session.", "session.0", "session.01", "session.-1", "session.a",
                            "session.1.2", "sessions", "session.dead"})
        EXPECT_FALSE(topology::is_service(bad)) << bad;
    EXPECT_EQ(topology::session_events(0), "session.changed");
    EXPECT_EQ(topology::session_replica(3), "session.3.replica");
}

}  // namespace
}  // namespace viaja
