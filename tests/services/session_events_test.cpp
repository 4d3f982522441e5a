// What replicas tell each other, and who is woken by it.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "session-service/coordinator/events.hpp"
#include "tests/services/session_http_world.hpp"
#include "tests/services/unreliable_database.hpp"

namespace viaja::session {
namespace {

const SessionId kOne = SessionId::parse("0198c0de-0000-7000-8000-000000000001").value();
const SessionId kTwo = SessionId::parse("0198c0de-0000-7000-8000-000000000002").value();
using Events = std::vector<SessionChanged>;

TEST(SessionEvents, ABatchIsOneBodyAndComesBack) {
    const Events events = {{kOne, 7}, {kTwo, 1}};
    EXPECT_EQ(sessions_changed_from(to_text(events)), events);
}

TEST(SessionEvents, ASingleObjectIsUnderstood) {
    EXPECT_EQ(sessions_changed_from(R"({"session":")" + kOne.text() + R"(","version":3})"),
              (Events{{kOne, 3}}));
}

TEST(SessionEvents, WhatCannotBeReadIsLeftOut) {
    for (const char* body : {"", "7", "null", "[", "[[]]", "[7,null,\"x\"]", "{}",
                             R"({"session":"x","version":1})", R"([{"version":1}])"}) {
        EXPECT_EQ(sessions_changed_from(body), Events{}) << body;
    }
    const auto mixed = R"([{"session":7},{"session":")" + kTwo.text() + R"(","version":2}])";
    EXPECT_EQ(sessions_changed_from(mixed), (Events{{kTwo, 2}}));
}

TEST(SessionEvents, OnlyOutcomesAreAnnounced) {
    SharedParts parts;
    std::mutex mutex;
    std::condition_variable heard_more;
    std::vector<std::int64_t> versions;
    const auto listener =
        parts.bus.listen("session.changed", [&](const std::string&, const std::string& body) {
            const std::lock_guard guard(mutex);
            for (const auto& event : sessions_changed_from(body))
                versions.push_back(event.version);
            heard_more.notify_all();
        });
    Replica replica(parts);
    replica.open_and_hold();
    ASSERT_EQ(replica.pay("wait=10").status, 200);
    ASSERT_EQ(replica.cancel_trip().status, 200);
    const auto last = replica.as_traveller("GET", replica.session_path()).body["version"];
    std::unique_lock lock(mutex);
    // The last change is announced after it was answered.
    EXPECT_TRUE(heard_more.wait_for(lock, std::chrono::seconds(30),
                                    [&] { return !versions.empty() && versions.back() == last; }));
    EXPECT_TRUE(std::ranges::is_sorted(versions));
    // Held, confirmed, cancelled; and given back, where the refund came in a later batch.
    EXPECT_GE(versions.size(), 3U);
    EXPECT_LE(versions.size(), 4U);
}

TEST(SessionEvents, ARequestIsWokenByAnotherReplica) {
    SharedParts parts;
    Replica decides(parts);
    Replica waits(parts, {.other_coordinator = &decides.coordinator()});
    waits.open_and_hold();
    EXPECT_FALSE(waits.hold().empty());
    const auto paid = waits.pay("wait=10");
    EXPECT_EQ(paid.status, 200);
    EXPECT_EQ(paid.body["state"], "confirmed");
}

TEST(SessionEvents, AReadThatFailsIsMadeAgainForARequestThatWaits) {
    SharedParts parts;
    test::UnreliableDatabase unreliable(parts.database);
    Replica decides(parts);
    Replica waits(parts,
                  {.other_coordinator = &decides.coordinator(), .database_of_reads = &unreliable});
    unreliable.finds_to_fail = 1;
    waits.open_and_hold();
    EXPECT_FALSE(waits.hold().empty());
    EXPECT_EQ(unreliable.finds_to_fail, 0) << "this test has met no failure";
    unreliable.finds_to_fail = 3;
    // The client gives up long before this wait is over.
    const auto paid = waits.pay("wait=30");
    EXPECT_EQ(paid.status, 200);
    EXPECT_EQ(paid.body["state"], "confirmed");
    EXPECT_EQ(unreliable.finds_to_fail, 0);
    const auto path = waits.path_of_confirmation();
    unreliable.finds_to_fail = 2;
    const auto cancelled = waits.as_traveller("POST", path, "{}", "wait=30");
    EXPECT_EQ(cancelled.status, 200);
    EXPECT_EQ(cancelled.body["state"], "cancelled");
    EXPECT_EQ(unreliable.finds_to_fail, 0);
}

TEST(SessionEvents, WhenTheNewsIsLostTheEndOfTheWaitFindsTheOutcome) {
    SharedParts parts;
    InProcessBus silent(parts.clock, parts.random);
    Replica decides(parts);
    Replica waits(parts, {.bus_of_events = &silent, .other_coordinator = &decides.coordinator()});
    decides.open_and_hold();
    const auto opened = waits.call("POST", "/v1/sessions");
    EXPECT_EQ(opened.status, 201);
    const auto held = waits.call(
        "POST", "/v1/sessions/" + opened.body["id"].get<std::string>() + "/holds",
        R"({"type":"flight","carrier":"I0","flight":"I01370","date":"2027-02-01","quantity":1,)"
        R"("travellers":[{"name":"Ana Souza"}]})",
        {{"Authorization", "Bearer " + opened.body["token"].get<std::string>()},
         {"Idempotency-Key", "one"},
         {"Prefer", "wait=1"}});
    EXPECT_EQ(held.status, 201);
    EXPECT_EQ(held.body["state"], "held");
}

}  // namespace
}  // namespace viaja::session
