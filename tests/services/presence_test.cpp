// Who was heard on the bus: the announcement, and what is made of it.

#include <gtest/gtest.h>

#include "common/presence/presence.hpp"

namespace viaja {
namespace {

using namespace std::chrono_literals;

const Instant kStart = from_micros(1'800'000'000'000'000);
const Moment kFirst(1'000s);

ServiceAlive service(std::uint8_t number, const std::string& address) {
    Uuid::Bytes bytes{};
    bytes[0] = number;
    return {"flight-service", address, Uuid(bytes), "0.1.0", kStart, "http://127.0.0.1:8081"};
}

TEST(PresenceAnnouncement, ComesBackAsItWasSaid) {
    EXPECT_EQ(service_alive_from(to_text(service(1, "flight.I0"))), service(1, "flight.I0"));
    auto without_http = service(1, "flight.I0");
    without_http.http.clear();
    EXPECT_EQ(service_alive_from(to_text(without_http)), without_http);
}

TEST(PresenceAnnouncement, IsNothingWhenItCannotBeRead) {
    const auto good = to_text(service(1, "flight.I0"));
    for (const char* member : {"service", "address", "instance", "since"}) {
        auto body = good;
        body.replace(body.find(member), 1, "X");
        EXPECT_EQ(service_alive_from(body), std::nullopt) << body;
    }
    for (const char* body : {"", "[]", "7", "{", R"({"service":7})"})
        EXPECT_EQ(service_alive_from(body), std::nullopt) << body;
}

TEST(Presence, ShowsWhoIsAliveAndWhoIsGone) {
    Presence presence;
    presence.hear(service(1, "hotel"), kFirst);
    presence.hear(service(2, "flight.I0"), kFirst);
    presence.hear(service(2, "flight.I0"), kFirst + 20s);
    const auto list = presence.list(kFirst + 31s);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].who.address, "flight.I0");
    EXPECT_TRUE(list[0].alive);
    EXPECT_EQ(list[0].silent_for, 11s);
    EXPECT_FALSE(list[1].alive);
}

TEST(Presence, ForgetsWhoWasNotHeardForLong) {
    Presence presence;
    presence.hear(service(1, "hotel"), kFirst);
    EXPECT_EQ(presence.list(kFirst + 3'599s).size(), 1U);
    EXPECT_TRUE(presence.list(kFirst + 3'600s).empty());
}

TEST(Presence, KeepsABoundedNumberInMind) {
    Presence presence;
    for (int i = 0; i < 2'000; ++i) {
        auto alive = service(1, "hotel");
        Uuid::Bytes bytes{};
        bytes[0] = static_cast<std::uint8_t>(i % 256);
        bytes[1] = static_cast<std::uint8_t>(i / 256);
        alive.instance = Uuid(bytes);
        presence.hear(alive, kFirst + std::chrono::microseconds(i));
    }
    EXPECT_EQ(presence.list(kFirst + 1s).size(), Presence::kInstancesMax);
}

}  // namespace
}  // namespace viaja
