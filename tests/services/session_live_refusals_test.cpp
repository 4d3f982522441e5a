// Who may follow a session, and what a request gets that cannot: all of it before a stream begins.

#include <gtest/gtest.h>

#include "tests/services/event_listener.hpp"

namespace viaja::session {
namespace {

using Kind = EventListener::Kind;
using Headers = EventListener::Headers;

constexpr auto kKinds = {Kind::web_socket, Kind::event_stream};

const Headers kUpgrade = {{"Connection", "Upgrade"},
                          {"Upgrade", "websocket"},
                          {"Sec-WebSocket-Version", "13"},
                          {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};

Headers operator+(Headers headers, const Headers& more) {
    headers.insert(headers.end(), more.begin(), more.end());
    return headers;
}

class LiveRefusals : public testing::Test {
  protected:
    void SetUp() override { replica.open(); }

    HttpAnswer ask(const std::string& query, const Headers& headers) {
        return replica.call("GET", replica.session_path("/events" + query), "", headers);
    }
    Headers bearer() const { return {{"Authorization", "Bearer " + replica.token()}}; }

    SharedParts parts;
    Replica replica{parts, {.streams_max = 1}};
};

TEST_F(LiveRefusals, AWrongTokenAndAnUnknownSessionAreAnsweredAlike) {
    const auto other = "/v1/sessions/0198c0de-0000-7000-8000-000000000001/events";
    const Headers accept = {{"Accept", "text/event-stream"}};
    for (const auto& how : {accept, kUpgrade}) {
        const auto wrong = ask("", how + Headers{{"Authorization", "Bearer wrong"}});
        const auto none = ask("", how);
        const auto unknown = replica.call("GET", other, "", how + bearer());
        const auto malformed = replica.call("GET", "/v1/sessions/no-id/events", "", how + bearer());
        for (const auto& answer : {wrong, none, unknown, malformed}) {
            EXPECT_EQ(answer.status, 404);
            EXPECT_EQ(answer.code(), "not_found");
            EXPECT_EQ(answer.body["detail"], wrong.body["detail"]);
        }
    }
    const auto offered =
        ask("", kUpgrade + Headers{{"Sec-WebSocket-Protocol", "viaja.v1, viaja.token.wrong"}});
    EXPECT_EQ(offered.status, 404);
}

TEST_F(LiveRefusals, ABrowserOffersItsTokenAsASubprotocol) {
    EventListener listener(
        Kind::web_socket, replica.port(), replica.session_path("/events"),
        {{"Sec-WebSocket-Protocol", "viaja.v1, viaja.token." + replica.token()}});
    ASSERT_EQ(listener.status(), 101);
    EXPECT_NE(listener.head().find("Sec-WebSocket-Protocol: viaja.v1\r\n"), std::string::npos);
    EXPECT_EQ(listener.head().find(replica.token()), std::string::npos) << "it is not echoed";
    EXPECT_EQ(listener.next()["session"]["id"], replica.session());
}

TEST_F(LiveRefusals, ATokenInTheUrlIsRefusedAlsoIfItIsRight) {
    for (const auto& how : {bearer(), kUpgrade + bearer()}) {
        const auto answer = ask("?token=" + replica.token(), how);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.code(), "invalid_field");
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/token");
    }
}

TEST_F(LiveRefusals, APlaceThatIsNoneNamesTheField) {
    for (const char* after : {"", "x", "-1", "1.5", "1x", "99999999999", "2"}) {
        const auto answer = ask(std::string("?after=") + after, bearer());
        EXPECT_EQ(answer.status, 400) << after;
        EXPECT_EQ(answer.code(), "invalid_field") << after;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/after") << after;
        const auto resumed = ask("", bearer() + Headers{{"Last-Event-ID", after}});
        EXPECT_EQ(resumed.status, 400) << after;
        EXPECT_EQ(resumed.body["errors"][0]["pointer"], "/Last-Event-ID") << after;
    }
}

TEST_F(LiveRefusals, WhatCannotBeFollowedIsSaid) {
    const auto json = ask("", bearer() + Headers{{"Accept", "application/json"}});
    EXPECT_EQ(json.status, 406);
    EXPECT_EQ(json.code(), "not_acceptable");
    const std::string detail = json.body["detail"];
    EXPECT_NE(detail.find("WebSocket"), std::string::npos);
    EXPECT_NE(detail.find("text/event-stream"), std::string::npos);
    const auto cut = ask("", bearer() + Headers{{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
    EXPECT_EQ(cut.status, 426) << "a proxy has taken the upgrade out";
    auto old = kUpgrade + bearer();
    old[2].second = "8";
    EXPECT_EQ(ask("", old).code(), "upgrade_required");
    const auto chat = ask("", kUpgrade + bearer() + Headers{{"Sec-WebSocket-Protocol", "chat"}});
    EXPECT_EQ(chat.code(), "invalid_field");
    EXPECT_EQ(chat.body["errors"][0]["pointer"], "/Sec-WebSocket-Protocol");
}

TEST_F(LiveRefusals, OneListenerTooManyGetsOverloaded) {
    for (const auto kind : kKinds) {
        {
            EventListener listener(Kind::event_stream, replica);
            listener.next();
            EventListener too_many(kind, replica);
            EXPECT_EQ(too_many.status(), 503);
            EXPECT_NE(too_many.head().find("Retry-After: "), std::string::npos);
        }
        // The place is free once the server has seen that the first one is gone.
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (EventListener(Kind::event_stream, replica).status() != 200) {
            ASSERT_LT(std::chrono::steady_clock::now(), end);
        }
    }
}

TEST_F(LiveRefusals, HeadIsAnsweredWithoutAStream) {
    http::testing::Client client(replica.port());
    const auto head = "HEAD " + replica.session_path("/events") +
                      " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + replica.token() +
                      "\r\n\r\n";
    client.send(head);
    const auto answer = client.receive(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.field("Content-Type"), "text/event-stream");
    client.send(head);
    EXPECT_EQ(client.receive(true).status, 200) << "the connection goes on";
}

}  // namespace
}  // namespace viaja::session
