// Which requests become a WebSocket, and what is answered to the others.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "common/http/handshake.hpp"
#include "tests/http/client.hpp"
#include "tests/http/stream_drive.hpp"

namespace viaja::http::testing {
namespace {

constexpr const char* kKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
constexpr const char* kVersion = "Sec-WebSocket-Version: 13\r\n";
constexpr const char* kAsks = "Connection: Upgrade\r\nUpgrade: websocket\r\n";

struct Case {
    const char* name;
    std::string request;
    int status;
    const char* code = "";
};

std::string with(const std::string& lines) {
    return get("/live", lines);
}

std::vector<Case> good_requests() {
    const std::string rest = std::string(kVersion) + kKey;
    return {
        {"as browsers send it", with(kAsks + rest), 101},
        {"names and tokens in other cases",
         with("CONNECTION: UPGRADE\r\nupgrade: WebSocket\r\nsec-websocket-version: 13\r\n"
              "SEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
         101},
        {"tokens in lists",
         with("Connection: keep-alive,  Upgrade\r\nUpgrade: h2c , websocket\r\n" + rest), 101},
        {"lists over several fields",
         with("Connection: keep-alive\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + rest),
         101},
        {"empty elements in lists",
         with("Connection: , ,Upgrade,\r\nUpgrade:,websocket\r\n" + rest), 101},
        {"extensions, which are not used",
         with(kAsks + rest +
              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"),
         101},
        {"subprotocols that are unknown", with(kAsks + rest + "Sec-WebSocket-Protocol: chat\r\n"),
         101},
        {"an origin", with(kAsks + rest + "Origin: http://elsewhere.example\r\n"), 101},
        {"a body of no bytes", with(kAsks + rest + "Content-Length: 0\r\n"), 101},
        {"a key with every kind of digit",
         with(std::string(kAsks) + kVersion + "Sec-WebSocket-Key: +/09AZaz+/09AZaz+/09AA==\r\n"),
         101},
    };
}

std::vector<Case> bad_requests() {
    const std::string rest = std::string(kVersion) + kKey;
    const std::string asks = std::string(kAsks) + kVersion;
    const auto key = [&](const std::string& value) {
        return with(asks + "Sec-WebSocket-Key: " + value + "\r\n");
    };
    const auto version = [&](const std::string& lines) { return with(kAsks + lines + kKey); };
    return {
        {"no upgrade at all", with(""), 426, "upgrade_required"},
        {"Connection without the token", with("Upgrade: websocket\r\n" + rest), 426,
         "upgrade_required"},
        {"Connection that also closes",
         with("Connection: Upgrade, close\r\nUpgrade: websocket\r\n" + rest), 426,
         "upgrade_required"},
        {"a token that only begins so",
         with("Connection: Upgrades\r\nUpgrade: websocket\r\n" + rest), 426, "upgrade_required"},
        {"Upgrade to something else", with("Connection: Upgrade\r\nUpgrade: h2c\r\n" + rest), 426,
         "upgrade_required"},
        {"Upgrade with a version", with("Connection: Upgrade\r\nUpgrade: websocket/13\r\n" + rest),
         426, "upgrade_required"},
        {"HTTP/1.0", "GET /live HTTP/1.0\r\nHost: a\r\n" + std::string(kAsks) + rest + "\r\n", 426,
         "upgrade_required"},
        {"version 12", version("Sec-WebSocket-Version: 12\r\n"), 426, "upgrade_required"},
        {"version 8", version("Sec-WebSocket-Version: 8\r\n"), 426, "upgrade_required"},
        {"version 013", version("Sec-WebSocket-Version: 013\r\n"), 426, "upgrade_required"},
        {"no version", version(""), 426, "upgrade_required"},
        {"two versions", version("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8\r\n"), 426,
         "upgrade_required"},
        {"POST", post("/live", "", kAsks + rest), 400, "malformed_request"},
        {"a body", get("/live", kAsks + rest + "Content-Length: 2\r\n") + "ab", 400,
         "malformed_request"},
        {"a chunked body",
         get("/live", kAsks + rest + "Transfer-Encoding: chunked\r\n") + "2\r\nab\r\n0\r\n\r\n",
         400, "malformed_request"},
        {"no key", with(asks), 400, "malformed_request"},
        {"two keys", with(asks + kKey + kKey), 400, "malformed_request"},
        {"a key of 15 bytes", key("dGhlIHNhbXBsZSBub25j"), 400, "malformed_request"},
        {"a key of 17 bytes", key("dGhlIHNhbXBsZSBub25jZSE="), 400, "malformed_request"},
        {"a key of 18 bytes", key("dGhlIHNhbXBsZSBub25jZSEh"), 400, "malformed_request"},
        {"a key that is no base64", key("dGhlIHNhbXBsZSBub25j*Q=="), 400, "malformed_request"},
        {"a key without padding", key("dGhlIHNhbXBsZSBub25jZQ"), 400, "malformed_request"},
        {"a key in base64url", key("-_09AZaz-_09AZaz-_09AA=="), 400, "malformed_request"},
        {"an empty key", key(""), 400, "malformed_request"},
    };
}

std::vector<Case> all_requests() {
    auto all = good_requests();
    for (const Case& bad : bad_requests())
        all.push_back(bad);
    return all;
}

Response answer_to(const Request& request) {
    if (auto refusal = refuse_unless_web_socket(request)) return std::move(*refusal);
    return web_socket_response(request, std::make_shared<WebSocket>(StreamHandlers{}));
}

void check(const Case& tried, const Answer& answer) {
    EXPECT_EQ(answer.status, tried.status) << tried.name;
    if (tried.status != 101) {
        ASSERT_EQ(nlohmann::json::parse(answer.body).at("code"), tried.code) << tried.name;
    }
    if (tried.status == 426) {
        EXPECT_EQ(answer.field("Sec-WebSocket-Version"), "13") << tried.name;
        EXPECT_EQ(answer.field("Upgrade"), "websocket") << tried.name;
    }
}

TEST(Handshake, DecidesEachRequestWholeAndByteByByte) {
    for (const Case& tried : all_requests()) {
        for (const std::size_t piece : {std::size_t{100'000}, std::size_t{1}}) {
            Drive drive;
            drive.receive_in_pieces(tried.request, piece);
            ASSERT_EQ(drive.requests.size(), 1U) << tried.name;
            drive.respond(0, answer_to(drive.requests[0].request));
            check(tried, drive.only_answer());
            EXPECT_EQ(drive.connection->taken_over(), tried.status == 101) << tried.name;
        }
    }
}

TEST(Handshake, DecidesEachRequestOverASocket) {
    RunningServer running(
        [](const Request& request, const Respond& respond) { respond(answer_to(request)); });
    for (const Case& tried : all_requests()) {
        Client client(running.port());
        client.send(tried.request);
        check(tried, client.receive());
    }
}

TEST(Handshake, AnswersWithTheAcceptKeyOfTheStandard) {
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    Drive drive;
    drive.receive(upgrade("/live"));
    drive.respond(0, answer_to(drive.requests[0].request));
    const Answer answer = drive.only_answer();
    EXPECT_EQ(answer.field("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(answer.field("Upgrade"), "websocket");
    EXPECT_EQ(answer.field("Connection"), "Upgrade");
    EXPECT_EQ(answer.field("Content-Type"), std::nullopt);
    EXPECT_EQ(answer.field("Content-Length"), std::nullopt);
    EXPECT_EQ(answer.field("Sec-WebSocket-Protocol"), std::nullopt);
    EXPECT_NE(answer.field("X-Request-Id"), std::nullopt);
}

struct Offer {
    std::string lines;
    std::string token;
    bool chosen;
};

TEST(Handshake, ChoosesItsSubprotocolAndReadsTheTokenBesideIt) {
    const std::vector<Offer> offers = {
        {"", "", false},
        {"Sec-WebSocket-Protocol: viaja.v1\r\n", "", true},
        {"Sec-WebSocket-Protocol: viaja.v1, viaja.token.a_-9\r\n", "a_-9", true},
        {"Sec-WebSocket-Protocol: viaja.token.a\r\nSec-WebSocket-Protocol: viaja.v1\r\n", "a",
         true},
        {"Sec-WebSocket-Protocol: viaja.token.a,viaja.token.b\r\n", "", false},
        {"Sec-WebSocket-Protocol: Viaja.V1, VIAJA.TOKEN.a\r\n", "", false},
        {"Sec-WebSocket-Protocol: viaja.v10, viaja.token.\r\n", "", false},
        {"Sec-WebSocket-Protocol: viaja.v1, viaja.token.a\r\nAuthorization: Bearer b\r\n", "b",
         true},
        {"Authorization: Bearer b\r\n", "b", false},
        {"Sec-WebSocket-Protocol: viaja.token.a\r\nAuthorization: Basic eA==\r\n", "", false},
    };
    for (const Offer& offer : offers) {
        Drive drive;
        drive.receive(upgrade("/live", offer.lines));
        ASSERT_EQ(drive.requests.size(), 1U) << offer.lines;
        EXPECT_EQ(stream_token_of(drive.requests[0].request), offer.token) << offer.lines;
        drive.respond(0, answer_to(drive.requests[0].request));
        const auto protocol = drive.only_answer().field("Sec-WebSocket-Protocol");
        EXPECT_EQ(protocol.value_or(""), offer.chosen ? "viaja.v1" : "") << offer.lines;
    }
}

}  // namespace
}  // namespace viaja::http::testing
