// End to end over real sockets: too many connections, slow clients, clients that do not read.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <nlohmann/json.hpp>

#include "tests/http/client.hpp"
#include "tests/http/drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

void echo(const Request& request, const Respond& respond) {
    respond(text_response(200, request.target));
}

TEST(ServerLimits, OneConnectionTooManyGetsOverloaded) {
    ServerOptions options;
    options.connections_max = 2;
    RunningServer running(echo, options);
    std::optional<Client> first(std::in_place, running.port());
    Client second(running.port());
    running.await_connections(2);
    {
        Client third(running.port());
        const Answer answer = third.receive();
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(nlohmann::json::parse(answer.body).at("code"), "overloaded");
        EXPECT_NE(answer.field("Retry-After"), std::nullopt);
        EXPECT_TRUE(answer.closes());
        EXPECT_TRUE(third.sees_end());
    }
    first.reset();
    running.await_connections(1);
    Client fourth(running.port());
    fourth.send(get("/room-again"));
    EXPECT_EQ(fourth.receive().body, "/room-again");
}

TEST(ServerLimits, ASlowClientIs408AndItsConnectionEnds) {
    ServerOptions options;
    options.limits.header_timeout = 100ms;
    RunningServer running(echo, options);
    Client slow(running.port());
    slow.send("GET / HTTP/1.1\r\nHo");
    const Answer answer = slow.receive();
    EXPECT_EQ(answer.status, 408);
    EXPECT_TRUE(slow.sees_end());
}

TEST(ServerLimits, AnIdleConnectionEndsQuietly) {
    ServerOptions options;
    options.limits.idle_timeout = 100ms;
    RunningServer running(echo, options);
    Client client(running.port());
    client.send(get("/"));
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_TRUE(client.sees_end());
}

TEST(ServerLimits, AClientThatLingersAfterItsRefusalIsCutOff) {
    RunningServer running(echo);
    Client client(running.port());
    client.send("nonsense\r\n");
    EXPECT_EQ(client.receive().status, 400);
    EXPECT_TRUE(client.sees_end());
    running.await_connections(0);  // though this side was never closed
}

TEST(ServerLimits, AClientThatDoesNotReadIsReadNoMoreAndThenDropped) {
    ServerOptions options;
    options.limits.write_timeout = 500ms;
    std::atomic<int> asked = 0;
    const std::string large(256 * 1024, 'x');
    RunningServer running(
        [&](const Request&, const Respond& respond) {
            ++asked;
            respond(text_response(200, large));
        },
        options);
    Client client(running.port());
    std::string requests;
    for (int i = 0; i < 1000; ++i)
        requests += get("/", "Filler: " + std::string(8000, 'f') + "\r\n");
    const std::size_t taken = client.send_until_full(requests);
    EXPECT_LT(taken, requests.size());
    running.await_connections(0);
    // What the kernels on both sides took, what may be queued, and one pipeline at the most.
    EXPECT_LT(asked, 100);
}

TEST(ServerLimits, AClientThatReadsLateGetsEverything) {
    const std::string large(512 * 1024, 'x');
    RunningServer running(
        [&](const Request&, const Respond& respond) { respond(text_response(200, large)); });
    Client client(running.port());
    std::string requests;
    for (int i = 0; i < 40; ++i)
        requests += get("/");
    client.send(requests);
    for (int i = 0; i < 40; ++i)
        EXPECT_EQ(client.receive().body.size(), large.size());
}

TEST(ServerLimits, ManyConnectionsComeAndGo) {
    RunningServer running(echo);
    std::deque<Client> clients;
    for (int i = 0; i < 200; ++i) {
        clients.emplace_back(running.port());
        clients.back().send(get("/" + std::to_string(i)));
    }
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(clients[static_cast<std::size_t>(i)].receive().body, "/" + std::to_string(i));
    }
    clients.clear();
    running.await_connections(0);
}

}  // namespace
}  // namespace viaja::http::testing
