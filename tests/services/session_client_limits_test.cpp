// What one client, and one session, may do at once.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/http/held_by_client.hpp"
#include "session-service/settings.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const Instant kStart = from_micros(1'800'000'000'000'000);
const Rules kRules;

SessionId session_id(std::uint8_t number) {
    Uuid::Bytes bytes{};
    bytes[0] = number;
    return SessionId{Uuid(bytes)};
}

/// A session that asks for so many seats.
Session session_with(std::uint8_t number, int seats) {
    auto session = open_session(session_id(number), "hash", kStart, kRules);
    AskHold ask;
    ask.request.item = FlightItem{"I0", "I01370", parse_date("2027-02-01").value()};
    ask.request.quantity = seats;
    decide(session, ask, kStart, kRules);
    return session;
}

void expect_too_many(const HttpAnswer& answer) {
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.code(), "too_many_requests");
    EXPECT_EQ(answer.body["side_effects"], "none");
    EXPECT_GE(std::stoi(answer.headers.at("Retry-After")), 1);
}

TEST(HeldByClient, WhatIsAskedForCountsAtOnceAndWhatIsHeldUntilTheSessionsEnd) {
    HeldByClient held(5, 10);
    EXPECT_EQ(held.ask("a", 3, kStart), std::nullopt);
    EXPECT_NE(held.ask("a", 3, kStart), std::nullopt) << "although nothing is decided yet";
    const auto session = session_with(1, 3);
    held.decided("a", 3, &session);
    EXPECT_EQ(held.ask("a", 3, kStart), Duration(600s));
    EXPECT_EQ(held.ask("b", 5, kStart), std::nullopt) << "each client for itself";
    EXPECT_EQ(held.ask("a", 2, kStart), std::nullopt);
    held.decided("a", 2, nullptr);
    EXPECT_EQ(held.ask("a", 2, kStart), std::nullopt) << "the last one was refused";
    held.decided("a", 2, nullptr);
    EXPECT_EQ(held.ask("a", 5, kStart + 600s), std::nullopt) << "the session is over";
}

TEST(HeldByClient, WhatIsDroppedOrPaidCountsNoLonger) {
    HeldByClient held(3, 10);
    auto session = session_with(1, 3);
    held.ask("a", 3, kStart);
    held.decided("a", 3, &session);
    EXPECT_TRUE(held.counts(session.id));
    decide(session, DropHold{session.holds[0].id}, kStart, kRules);
    held.changed(session);
    EXPECT_FALSE(held.counts(session.id));
    EXPECT_EQ(held.ask("a", 3, kStart), std::nullopt);
    auto paid = session_with(2, 3);
    held.decided("a", 3, &paid);
    paid.state = SessionState::confirmed;
    held.changed(paid);
    EXPECT_EQ(held.ask("a", 3, kStart), std::nullopt);
}

TEST(HeldByClient, AtTheLimitAHoldCanStillBeSwapped) {
    HeldByClient held(3, 10);
    const auto session = session_with(1, 3);
    held.ask("a", 3, kStart);
    held.decided("a", 3, &session);
    const HeldByClient::Replaced replaced{session.id, {session.holds[0].id}};
    EXPECT_EQ(held.ask("a", 3, kStart, replaced), std::nullopt);
    held.decided("a", 3, &session);
    EXPECT_NE(held.ask("a", 4, kStart, replaced), std::nullopt) << "but not for more";
    EXPECT_NE(held.ask("a", 1, kStart, HeldByClient::Replaced{session_id(2), {}}), std::nullopt)
        << "a hold that is not the client's frees nothing";
}

TEST(HeldByClient, SomeAreForgottenWhereThereAreTooManyClients) {
    HeldByClient held(1, 2);
    for (const char* client : {"a", "b", "c", "d"}) {
        const auto session = session_with(static_cast<std::uint8_t>(*client), 1);
        EXPECT_EQ(held.ask(client, 1, kStart), std::nullopt);
        held.decided(client, 1, &session);
    }
    EXPECT_NE(held.ask("d", 1, kStart), std::nullopt);
}

TEST(ClientLimits, AClientOpensSoManySessionsInAMinute) {
    SharedParts parts;
    Replica replica(parts, {.clients = {.sessions_per_minute = 2}});
    EXPECT_EQ(replica.call("POST", "/v1/sessions").status, 201);
    EXPECT_EQ(replica.call("POST", "/sessoes/nova").status, 200);
    expect_too_many(replica.call("POST", "/v1/sessions"));
    expect_too_many(replica.call("POST", "/sessoes/nova"));
}

TEST(ClientLimits, AClientHoldsSoManySeatsInAllItsSessions) {
    SharedParts parts;
    Replica replica(parts, {.clients = {.held_max = 2}});
    replica.open();
    ASSERT_EQ(replica.ask_for_a_flight("", "first").status, 201);
    const auto first = replica.session_path();
    const auto token = replica.token();
    replica.open();
    ASSERT_EQ(replica.ask_for_a_flight().status, 201);
    const auto refused = replica.ask_for_a_flight();
    expect_too_many(refused);
    EXPECT_EQ(refused.body["detail"],
              "At most 2 seats, rooms and tickets may be held from one address without being paid. "
              "Pay for "
              "some, drop some, or wait until a session has expired.");
    EXPECT_EQ(replica.as_traveller("GET", replica.session_path()).body["holds"].size(), 1U);
    EXPECT_EQ(replica.call("DELETE", first, "", {{"Authorization", "Bearer " + token}}).status,
              200);
    EXPECT_EQ(replica.ask_for_a_flight().status, 201) << "the other session gave its seat back";
}

TEST(ClientLimits, ARepeatedHoldIsAnsweredAsBefore) {
    SharedParts parts;
    Replica replica(parts, {.clients = {.held_max = 1}});
    replica.open();
    const auto asked = replica.ask_for_a_flight("", "the-key");
    ASSERT_EQ(asked.status, 201);
    const auto again = replica.ask_for_a_flight("", "the-key");
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body["id"], asked.body["id"]);
    expect_too_many(replica.ask_for_a_flight("", "another-key"));
}

TEST(ClientLimits, WhatAnotherReplicaSoldCountsNoLonger) {
    SharedParts parts;
    Replica replica(parts, {.clients = {.held_max = 1}});
    Replica other(parts);
    replica.open_and_hold();
    const std::vector<std::pair<std::string, std::string>> headers = {
        {"Authorization", "Bearer " + replica.token()},
        {"Idempotency-Key", "pay"},
        {"Prefer", "wait=10"}};
    const auto paid = other.call(
        "POST", replica.session_path("/payments"),
        R"({"method":"card","token":"tok_ok","amount":{"amount":1000,"currency":"BRL"}})", headers);
    ASSERT_EQ(paid.body["state"], "confirmed");
    replica.open();
    HttpAnswer asked;
    for (int tries = 0; tries < 1'000 && asked.status != 201; ++tries)
        asked = replica.ask_for_a_flight();
    EXPECT_EQ(asked.status, 201);
}

TEST(ClientLimits, AClientGuessesSoOftenInAMinute) {
    SharedParts parts;
    Replica replica(parts, {.clients = {.wrong_tokens_per_minute = 3}});
    replica.open_and_hold();
    const auto path = replica.session_path();
    const std::vector<std::pair<std::string, std::string>> foreign = {
        {"Authorization", "Bearer " + std::string(43, 'x')}, {"Idempotency-Key", "k"}};
    EXPECT_EQ(replica.as_traveller("DELETE", path + "/holds/" + replica.session()).status, 404)
        << "no such hold is no wrong token";
    EXPECT_EQ(replica.call("GET", path, "", foreign).status, 404);
    EXPECT_EQ(replica.call("DELETE", path, "", foreign).status, 404);
    EXPECT_EQ(replica
                  .call("PUT", "/sessoes/" + replica.session() + "/estado",
                        R"({"novoEstado":"CANCELADA"})")
                  .status,
              404);
    expect_too_many(replica.call("GET", path, "", foreign));
    expect_too_many(replica.call("GET", path + "/events", "", foreign));
    expect_too_many(replica.call("GET", path + "/timeline", "", foreign));
}

TEST(ClientLimits, UnlimitedNetworksAreNotCounted) {
    SharedParts parts;
    Replica replica(parts,
                    {.clients = clients_from(runtime::Configuration(
                         {{"VIAJA_SESSIONS_PER_MINUTE", "1"}, {"VIAJA_HELD_PER_ADDRESS", "1"}}))});
    for (int number = 0; number < 3; ++number) {
        replica.open_and_hold();
        EXPECT_FALSE(replica.hold().empty());
    }
}

TEST(ClientLimits, TheAddressBehindATrustedProxyCounts) {
    SharedParts parts;
    Replica replica(
        parts,
        {.clients = clients_from(runtime::Configuration(
             {{"VIAJA_SESSIONS_PER_MINUTE", "1"}, {"VIAJA_TRUSTED_PROXIES", "127.0.0.0/8"}}))});
    const auto open_from = [&](const char* address) {
        return replica.call("POST", "/v1/sessions", "", {{"X-Forwarded-For", address}});
    };
    EXPECT_EQ(open_from("203.0.113.1").status, 201);
    EXPECT_EQ(open_from("203.0.113.2").status, 201);
    expect_too_many(open_from("203.0.113.1"));
    expect_too_many(open_from("198.51.100.9, 203.0.113.2"));
}

TEST(ClientLimits, WhatIsNoNetworkEndsTheStart) {
    for (const char* name : {"VIAJA_TRUSTED_PROXIES", "VIAJA_UNLIMITED_NETWORKS"}) {
        const auto read = [&](const char* value) {
            runtime::Configuration::Variables variables;
            variables[name] = value;
            clients_from(runtime::Configuration(std::move(variables)));
        };
        EXPECT_THROW(read("10.0.0.0/40"), runtime::ConfigurationError);
        EXPECT_NO_THROW(read("none"));
    }
}

TEST(SessionLimits, ASessionHasSoManyRequestsWithKeys) {
    SharedParts parts;
    Replica replica(parts, {.keyed_requests_max = 3});
    replica.open();
    const auto asked = replica.ask_for_a_flight("", "one");
    EXPECT_EQ(asked.status, 201);
    EXPECT_EQ(replica.ask_for_a_flight("", "two").status, 201);
    EXPECT_EQ(replica.ask_for_a_flight("", "three").status, 201);
    const auto refused = replica.ask_for_a_flight("", "four");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "invalid_state");
    EXPECT_EQ(replica.ask_for_a_flight("", "one").body["id"], asked.body["id"]);
    EXPECT_EQ(replica.cancel_trip().status, 200) << "giving back stays possible";
}

}  // namespace
}  // namespace viaja::session
