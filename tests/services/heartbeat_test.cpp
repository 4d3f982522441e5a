// Who was heard on the bus: the announcement, and what is made of it.

#include <gtest/gtest.h>

#include "common/heartbeat/heartbeat_registry.hpp"

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
    auto carrier = service(1, "flight.I0");
    carrier.schedule = ScheduleVersion{"3f9ac2d1e07b4c55", 560};
    EXPECT_EQ(service_alive_from(to_text(carrier)), carrier);
}

TEST(PresenceAnnouncement, LosesAScheduleThatCannotBeReadAndNothingElse) {
    auto carrier = service(1, "flight.I0");
    carrier.schedule = ScheduleVersion{"v", 560};
    const auto good = to_text(carrier);
    const std::string schedule = R"({"flights":560,"version":"v"})";
    ASSERT_NE(good.find(schedule), std::string::npos);
    for (const std::string bad :
         {R"(7)", R"({})", R"({"flights":560})", R"({"version":"v"})",
          R"({"flights":-1,"version":"v"})", R"({"flights":1e99,"version":"v"})",
          R"({"flights":2000000,"version":"v"})", R"({"flights":"560","version":"v"})",
          R"({"flights":560,"version":""})", R"({"flights":560,"version":7})"}) {
        auto body = good;
        body.replace(body.find(schedule), schedule.size(), bad);
        EXPECT_EQ(service_alive_from(body), service(1, "flight.I0")) << bad;
    }
    carrier.schedule->version = std::string(65, 'v');
    EXPECT_EQ(service_alive_from(to_text(carrier)), service(1, "flight.I0"));
}

TEST(PresenceAnnouncement, OfAnEndComesBackAsItWasSaid) {
    const ServiceGone gone{"flight.I0", service(1, "").instance};
    EXPECT_EQ(service_gone_from(to_text(gone)), gone);
    for (const char* body : {"", "[]", "7", "{", R"({"address":"flight.I0"})",
                             R"({"address":7,"instance":"0198c0de-0000-7000-8000-000000000005"})",
                             R"({"address":"flight.I0","instance":"5"})"})
        EXPECT_EQ(service_gone_from(body), std::nullopt) << body;
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

TEST(HeartbeatRegistry, ShowsWhichProcessesAreAliveAndWhichAreGone) {
    HeartbeatRegistry heartbeats;
    heartbeats.hear(service(1, "hotel"), kFirst);
    heartbeats.hear(service(2, "flight.I0"), kFirst);
    heartbeats.hear(service(2, "flight.I0"), kFirst + 20s);
    const auto list = heartbeats.list(kFirst + 31s);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].heartbeat.address, "flight.I0");
    EXPECT_TRUE(list[0].alive);
    EXPECT_EQ(list[0].silent_for, 11s);
    EXPECT_FALSE(list[1].alive);
}

TEST(HeartbeatRegistry, ShowsAnEndedProcessAsGoneAtOnceUntilItAnnouncesItselfAgain) {
    HeartbeatRegistry heartbeats;
    heartbeats.hear(service(1, "hotel"), kFirst);
    heartbeats.hear(ServiceGone{"hotel", service(1, "").instance});
    heartbeats.hear(ServiceGone{"hotel", service(2, "").instance});
    ASSERT_EQ(heartbeats.list(kFirst + 1s).size(), 1U);
    EXPECT_FALSE(heartbeats.list(kFirst + 1s)[0].alive);
    heartbeats.hear(service(1, "hotel"), kFirst + 2s);
    EXPECT_TRUE(heartbeats.list(kFirst + 3s)[0].alive);
}

TEST(HeartbeatRegistry, AnAddressIsGoneWhenEachOfItsProcessesIs) {
    HeartbeatRegistry heartbeats;
    EXPECT_EQ(heartbeats.gone_for("hotel", kFirst), std::nullopt) << "never heard";
    heartbeats.hear(service(1, "hotel"), kFirst);
    heartbeats.hear(service(2, "hotel"), kFirst + 10s);
    heartbeats.hear(service(3, "flight.I0"), kFirst);
    EXPECT_EQ(heartbeats.gone_for("hotel", kFirst + 39s), std::nullopt);
    EXPECT_EQ(heartbeats.gone_for("hotel", kFirst + 40s), std::optional<Duration>(30s));
    heartbeats.hear(service(1, "hotel"), kFirst + 41s);
    EXPECT_EQ(heartbeats.gone_for("hotel", kFirst + 41s), std::nullopt);
    heartbeats.hear(ServiceGone{"hotel", service(1, "").instance});
    EXPECT_EQ(heartbeats.gone_for("hotel", kFirst + 42s), std::optional<Duration>(1s));
}

TEST(HeartbeatRegistry, ForgetsAProcessThatWasSilentForLong) {
    HeartbeatRegistry heartbeats;
    heartbeats.hear(service(1, "hotel"), kFirst);
    EXPECT_EQ(heartbeats.list(kFirst + 3'599s).size(), 1U);
    EXPECT_TRUE(heartbeats.list(kFirst + 3'600s).empty());
}

TEST(HeartbeatRegistry, KeepsABoundedNumberInMind) {
    HeartbeatRegistry heartbeats;
    for (int i = 0; i < 2'000; ++i) {
        auto alive = service(1, "hotel");
        Uuid::Bytes bytes{};
        bytes[0] = static_cast<std::uint8_t>(i % 256);
        bytes[1] = static_cast<std::uint8_t>(i / 256);
        alive.instance = Uuid(bytes);
        heartbeats.hear(alive, kFirst + std::chrono::microseconds(i));
    }
    EXPECT_EQ(heartbeats.list(kFirst + 1s).size(), HeartbeatRegistry::kInstancesMax);
}

}  // namespace
}  // namespace viaja
