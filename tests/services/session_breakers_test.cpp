// A supplier that does not answer: after some holds in vain the next ones are refused at once, and
// a probe finds it again.

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include "common/contract/topology.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "tests/services/session_http_world.hpp"
#include "tests/services/unreliable_database.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr const char* kStay =
    R"({"type":"room","room_type_id":"htl_rec01_std","check_in":"2027-02-01",)"
    R"("check_out":"2027-02-03","quantity":1,"travellers":[{"name":"Ana Souza"}]})";

class SessionBreakers : public ::testing::Test {
  protected:
    json breaker(const std::string& address) {
        const auto answer = replica_.call("GET", "/v1/operator/breakers");
        EXPECT_EQ(answer.status, 200);
        for (const auto& one : answer.body["breakers"])
            if (one["address"] == address) return one;
        return {};
    }
    bool has_sample(const std::string& metric, const std::string& address) {
        const auto line = "\n" + metric + "{address=\"" + address + "\"} ";
        return replica_.call("GET", "/metrics").text.find(line) != std::string::npos;
    }
    /// Looks for twenty seconds at the most, each time by a request.
    bool comes_to(const std::string& address, const std::string& state) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (std::chrono::steady_clock::now() < deadline) {
            if (breaker(address)["state"] == state) return true;
        }
        return false;
    }
    /// Holds that wait long enough for the supplier's answer, and in vain.
    void ask_in_vain(int holds) {
        std::vector<std::future<HttpAnswer>> waiting;
        for (int number = 0; number < holds; ++number) {
            waiting.push_back(std::async(std::launch::async, [this, number] {
                return replica_.ask_for_a_flight("wait=2", "in-vain-" + std::to_string(number));
            }));
        }
        for (auto& one : waiting)
            EXPECT_EQ(one.get().status, 202);
    }
    void announce(std::string_view topic, const std::string& text) {
        parts_.bus.announce(std::string(topic), text);
    }
    ServiceAlive new_process(const std::string& address) {
        return {.service = "flight-service",
                .address = address,
                .instance = new_uuid(parts_.clock, parts_.random),
                .version = "1",
                .since = parts_.clock.now(),
                .http = {}};
    }
    /// What the session shows of its holds.
    std::size_t holds() {
        return replica_.as_traveller("GET", replica_.session_path()).body["holds"].size();
    }

    SharedParts parts_;
    Replica replica_{parts_};
};

TEST_F(SessionBreakers, RefuseHoldsAtOnceUntilAProbeIsAnswered) {
    replica_.open();
    EXPECT_EQ(breaker("flight.I0"),
              (json{{"address", "flight.I0"}, {"state", "closed"}, {"gone", false}}));
    parts_.partner.mute(Command::hold);
    ask_in_vain(SupplierBreakers::kSilencesMax - 1);
    EXPECT_EQ(breaker("flight.I0")["state"], "closed");
    ask_in_vain(SupplierBreakers::kSilencesMax);
    ASSERT_TRUE(comes_to("flight.I0", "open")) << "once a probe is unanswered too";

    const auto refused = replica_.ask_for_a_flight("", "later");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.code(), "supplier_unavailable");
    EXPECT_EQ(refused.body["side_effects"], "none");
    EXPECT_EQ(refused.body["session_state"], "open");
    EXPECT_TRUE(refused.headers.contains("Retry-After"));
    EXPECT_EQ(holds(), static_cast<std::size_t>(SupplierBreakers::kSilencesMax));
    EXPECT_NE(breaker("flight.I0")["state"], "closed");
    EXPECT_TRUE(breaker("flight.I0").contains("since"));
    EXPECT_TRUE(breaker("flight.I0").contains("next_probe"));
    EXPECT_TRUE(has_sample("viaja_hold_breaker_since_seconds", "flight.I0"));
    EXPECT_TRUE(has_sample("viaja_hold_breaker_next_probe_seconds", "flight.I0"));
    EXPECT_EQ(breaker("hotel")["state"], "closed");
    EXPECT_FALSE(has_sample("viaja_hold_breaker_since_seconds", "hotel"));
    EXPECT_FALSE(has_sample("viaja_hold_breaker_next_probe_seconds", "hotel"));
    EXPECT_EQ(replica_.as_traveller("POST", replica_.session_path("/holds"), kStay, "respond-async")
                  .status,
              202)
        << "other suppliers are asked as ever";
    EXPECT_EQ(replica_.ask_for_a_flight("", "in-vain-0").code(), "request_in_progress")
        << "what was asked already keeps its answer";
    EXPECT_TRUE(replica_.has_metric(R"(viaja_hold_refusals_total{address="flight.I0"} 1)"));

    parts_.partner.say_yes(Command::hold);
    EXPECT_TRUE(comes_to("flight.I0", "closed"));
    EXPECT_EQ(replica_.ask_for_a_flight("", "later").status, 201) << "nothing was kept";
}

TEST_F(SessionBreakers, StayClosedWhileProbesAreAnswered) {
    replica_.open();
    parts_.partner.mute(Command::hold);
    parts_.partner.answers_probes = true;
    ask_in_vain(SupplierBreakers::kSilencesMax);
    EXPECT_TRUE(replica_.has_metric(R"(viaja_hold_probes_total{address="flight.I0"} 1)"));
    EXPECT_EQ(replica_.ask_for_a_flight("wait=2", "later").status, 202)
        << "it is asked as ever, for longer than a probe is waited for";
    EXPECT_EQ(breaker("flight.I0")["state"], "closed");
}

TEST_F(SessionBreakers, CountOneSilenceForTheHoldsOfARequest) {
    replica_.open();
    parts_.partner.mute(Command::hold);
    json items = json::array();
    for (const char* date : {"2027-02-01", "2027-02-03", "2027-02-05"}) {
        json item = json::parse(kStay);
        item["check_in"] = date;
        item["check_out"] = "2027-02-07";
        items.push_back(std::move(item));
    }
    ASSERT_EQ(replica_
                  .as_traveller("POST", replica_.session_path("/holds"),
                                json{{"items", items}}.dump(), "wait=2")
                  .status,
              202);
    EXPECT_EQ(breaker("hotel")["state"], "closed");
    EXPECT_TRUE(replica_.has_metric(R"(viaja_hold_silences_total{address="hotel"} 1)"));
}

TEST_F(SessionBreakers, CountNoSilenceWhereTheSessionCannotBeRead) {
    test::UnreliableDatabase unreadable(parts_.database);
    Replica::Wishes wishes;
    wishes.database_of_reads = &unreadable;
    Replica replica(parts_, wishes);
    replica.open();
    parts_.partner.mute(Command::hold);
    unreadable.finds_to_fail = 1'000'000;
    EXPECT_EQ(replica.ask_for_a_flight("wait=2").status, 202);
    EXPECT_TRUE(replica.has_metric(R"(viaja_hold_silences_total{address="flight.I0"} 0)"));
    unreadable.finds_to_fail = 0;
    EXPECT_EQ(replica.ask_for_a_flight("wait=2").status, 202);
    EXPECT_TRUE(replica.has_metric(R"(viaja_hold_silences_total{address="flight.I0"} 1)"));
}

TEST_F(SessionBreakers, RefuseWhatASupplierIsAskedWhoseProcessesAreGone) {
    replica_.open();
    const ServiceAlive alive = new_process("flight.I0");
    announce(topology::kServiceAlive, to_text(alive));
    announce(topology::kServiceGone, to_text(ServiceGone{alive.address, alive.instance}));
    ASSERT_TRUE(comes_to("flight.I0", "open"));
    EXPECT_EQ(breaker("flight.I0")["gone"], true);
    EXPECT_EQ(replica_.ask_for_a_flight().code(), "supplier_unavailable");
    EXPECT_EQ(holds(), 0U);
    announce(topology::kServiceAlive, to_text(alive));
    ASSERT_TRUE(comes_to("flight.I0", "closed"));
    EXPECT_EQ(replica_.ask_for_a_flight().status, 201);
}

TEST_F(SessionBreakers, SendNoProbeToASupplierWhoseProcessesAreGone) {
    replica_.open();
    EXPECT_EQ(breaker("event")["state"], "closed") << "shown before it is asked anything";
    parts_.partner.mute(Command::hold);
    const ServiceAlive alive = new_process("flight.I0");
    announce(topology::kServiceAlive, to_text(alive));
    ask_in_vain(SupplierBreakers::kSilencesMax);
    announce(topology::kServiceGone, to_text(ServiceGone{alive.address, alive.instance}));
    EXPECT_FALSE(breaker("flight.I0").contains("next_probe"));
    for (int hold = 0; hold < SupplierBreakers::kSilencesMax; ++hold) {
        EXPECT_EQ(
            replica_.as_traveller("POST", replica_.session_path("/holds"), kStay, "wait=2").status,
            202);
    }
    ASSERT_TRUE(comes_to("hotel", "half_open"));
    EXPECT_TRUE(replica_.has_metric(R"(viaja_hold_probes_total{address="hotel"} 2)"));
    EXPECT_TRUE(replica_.has_metric(R"(viaja_hold_probes_total{address="flight.I0"} 1)"))
        << "the one that was sent while a process was alive";
    parts_.partner.say_yes(Command::hold);
    announce(topology::kServiceAlive, to_text(alive));
    EXPECT_TRUE(comes_to("flight.I0", "closed"));
}

/// Is unavailable while a test says so, and counts how often that was seen.
class BrokenBus : public InProcessBus {
  public:
    using InProcessBus::InProcessBus;
    bool available() const override {
        if (!works) ++refusals;
        return works;
    }
    std::atomic<bool> works = true;
    mutable std::atomic<int> refusals = 0;
};

TEST(SessionHeartbeats, AreAskedForAgainAfterAnOutageOfTheBus) {
    SharedParts parts;
    BrokenBus bus(parts.clock, parts.random);
    std::atomic<int> asked = 0;
    const auto listener = bus.listen(std::string(topology::kServiceWho),
                                     [&](const std::string&, const std::string&) { ++asked; });
    const Replica replica(parts, {.bus_of_events = &bus});
    const auto eventually = [](const std::function<bool()>& condition) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!condition() && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        return condition();
    };
    bus.works = false;
    ASSERT_TRUE(eventually([&] { return bus.refusals > 0; }));
    const int before = asked;
    bus.works = true;
    EXPECT_TRUE(eventually([&] { return asked > before; }));
}

}  // namespace
}  // namespace viaja::session
