// Streams over real sockets: their bound, a peer that does not read, draining.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>

#include "common/http/handshake.hpp"
#include "tests/http/client.hpp"
#include "tests/http/stream_drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

/// Answers with an echoing WebSocket, an event stream, or text. All but `running` is used on the
/// loop alone.
class StreamServer {
  public:
    explicit StreamServer(ServerOptions options = {})
        : running(
              [this](const Request& request, const Respond& respond) { answer(request, respond); },
              std::move(options)) {}
    ~StreamServer() {
        running.on_loop([this] {
            for (const auto& [number, stream] : streams)
                stream->forget_handlers();
        });
    }

    std::size_t open_streams() {
        std::size_t count = 0;
        running.on_loop([&] { count = streams.size(); });
        return count;
    }
    void await_streams(std::size_t count) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (open_streams() != count && std::chrono::steady_clock::now() < end) {
        }
        ASSERT_EQ(open_streams(), count);
    }

    /// Sends until the one stream that is open has no room; returns how many bytes it took.
    std::size_t fill(Client& client, std::string_view bytes) {
        std::size_t taken = 0;
        bool room = true;
        while (room && taken < bytes.size()) {
            taken += client.send_until_full(bytes.substr(taken));
            running.on_loop([&] { room = streams.begin()->second->has_room(); });
        }
        return taken;
    }

    std::map<int, std::shared_ptr<PushStream>> streams;
    std::size_t most_unsent = 0;
    std::size_t echoes = 0;
    int room_again = 0;
    RunningServer running;

  private:
    void answer(const Request& request, const Respond& respond) {
        const int number = ++last_;
        const StreamHandlers handlers{
            .on_open = [this, number](const auto& stream) { streams[number] = stream; },
            .on_room = [this] { ++room_again; },
            .on_gone = [this, number] { streams.erase(number); }};
        if (request.path == "/live") {
            respond(web_socket_response(
                request, std::make_shared<WebSocket>(
                             handlers, WebSocketOptions{.message_bytes_max = 100'000},
                             [this, number](WebSocket::Kind, std::string_view text) {
                                 echo(*streams.at(number), text);
                             })));
        } else if (request.path == "/events") {
            respond(event_stream_response(std::make_shared<EventStream>(handlers)));
        } else {
            respond(text_response(200, request.target));
        }
    }

    void echo(PushStream& stream, std::string_view text) {
        if (stream.send("", text)) ++echoes;
        most_unsent = std::max(most_unsent, stream.unsent_bytes());
    }

    int last_ = 0;
};

std::string code_of(const Answer& answer) {
    return nlohmann::json::parse(answer.body).at("code").get<std::string>();
}

TEST(StreamServer, TalksBothWaysAndClosesInOrder) {
    StreamServer server;
    Client client(server.running.port());
    client.send(get("/before") + upgrade("/live") + client_frame(kText, "hello"));
    EXPECT_EQ(client.receive().body, "/before");
    EXPECT_EQ(client.receive().status, 101);
    EXPECT_EQ(described(client.receive_frame()), "text hello");
    server.running.on_loop([&] { server.streams.begin()->second->send("", "pushed"); });
    EXPECT_EQ(described(client.receive_frame()), "text pushed");
    client.send(client_close(1000, "enough"));
    EXPECT_EQ(described(client.receive_frame()), "close 1000 enough");
    EXPECT_TRUE(client.sees_end());  // the server ends the connection first
    server.await_streams(0);
}

TEST(StreamServer, PushesEventsAndEndsTheBody) {
    StreamServer server;
    Client client(server.running.port());
    client.send(get("/events"));
    EXPECT_EQ(client.receive().status, 200);
    server.await_streams(1);
    server.running.on_loop([&] {
        const auto stream = server.streams.begin()->second;
        stream->send("1", "first");
        stream->send("2", "second");
        stream->close(1000, "");
    });
    EXPECT_EQ(client.receive_rest(), "id: 1\ndata: first\n\nid: 2\ndata: second\n\n");
    server.await_streams(0);
}

TEST(StreamServer, NoticesAClientThatGoes) {
    StreamServer server;
    for (const char* kind : {"socket", "events"}) {
        std::optional<Client> client(std::in_place, server.running.port());
        client->send(kind == std::string("socket") ? upgrade("/live") : get("/events"));
        client->receive();
        server.await_streams(1);
        client.reset();
        server.await_streams(0);
    }
    server.running.await_connections(0);
}

TEST(StreamServer, HasABoundOnStreamsApartFromConnections) {
    ServerOptions options;
    options.streams_max = 3;
    options.connections_max = 2;
    StreamServer server(options);
    std::deque<Client> streams;
    for (int i = 0; i < 3; ++i) {
        streams.emplace_back(server.running.port());
        streams.back().send(i == 0 ? get("/events") : upgrade("/live"));
        streams.back().receive();
    }
    // Three streams are open, and both places for requests are free.
    Client first(server.running.port());
    Client second(server.running.port());
    first.send(upgrade("/live"));
    const Answer refused = first.receive();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(code_of(refused), "overloaded");
    EXPECT_EQ(refused.field("Retry-After"), "1");
    first.send(get("/goes-on"));
    EXPECT_EQ(first.receive().body, "/goes-on");
    second.send(get("/events"));
    EXPECT_EQ(code_of(second.receive()), "overloaded");
    Client third(server.running.port());
    EXPECT_EQ(code_of(third.receive()), "overloaded");
    streams.pop_back();
    server.await_streams(2);
    server.running.await_connections(4);
    second.send(upgrade("/live"));
    EXPECT_EQ(second.receive().status, 101);
}

// A bound on its own output alone once let an echo server keep 232 MB for such a peer, since libuv
// queues without a limit.
TEST(StreamServer, KeepsLittleForAPeerThatReadsNothing) {
    ServerOptions options;
    options.limits.write_timeout = 3s;
    StreamServer server(options);
    Client client(server.running.port());
    client.send(upgrade("/live"));
    EXPECT_EQ(client.receive().status, 101);
    const std::string message = client_frame(kText, std::string(60'000, 'x'));
    std::string all;
    for (int i = 0; i < 1000; ++i)
        all += message;
    EXPECT_LT(server.fill(client, all), all.size());
    std::size_t most = 0;
    server.running.on_loop([&] { most = server.most_unsent; });
    EXPECT_GT(most, 64U * 1024);
    EXPECT_LT(most, 256U * 1024);
    server.running.await_connections(0);  // by the write timeout
    EXPECT_EQ(server.open_streams(), 0U);
}

TEST(StreamServer, GoesOnWithAPeerThatReadsLate) {
    StreamServer server;
    Client client(server.running.port());
    client.send(upgrade("/live"));
    client.receive();
    const std::string message(60'000, 'x');
    std::string all;
    for (int i = 0; i < 1000; ++i)
        all += client_frame(kText, message);
    const std::size_t taken = server.fill(client, all);
    ASSERT_LT(taken, all.size());
    std::size_t echoes = 0;
    server.running.on_loop([&] { echoes = server.echoes; });
    for (std::size_t i = 0; i < echoes; ++i)
        ASSERT_EQ(client.receive_frame().payload.size(), message.size());
    // It has read everything that waited, so the server reads on.
    client.send(std::string_view(all).substr(taken, message.size() * 2));
    ASSERT_EQ(client.receive_frame().payload.size(), message.size());
    int room_again = 0;
    server.running.on_loop([&] { room_again = server.room_again; });
    EXPECT_GT(room_again, 0);
}

TEST(StreamServer, DrainsStreamsInTheirOwnWords) {
    StreamServer server;
    Client socket(server.running.port());
    Client events(server.running.port());
    socket.send(upgrade("/live"));
    events.send(get("/events"));
    EXPECT_EQ(socket.receive().status, 101);
    EXPECT_EQ(events.receive().status, 200);
    server.await_streams(2);
    std::atomic<bool> done = false;
    server.running.on_loop([&] {
        server.streams.rbegin()->second->send("7", "last");
        server.running.server->drain(5s, [&] { done = true; });
    });
    EXPECT_EQ(events.receive_rest(), "id: 7\ndata: last\n\n");
    EXPECT_EQ(described(socket.receive_frame()), "close 1001 draining");
    EXPECT_FALSE(done);
    socket.send(client_close(1001, "draining"));
    EXPECT_TRUE(socket.sees_end());
    server.running.await_connections(0);
    EXPECT_EQ(server.open_streams(), 0U);
}

TEST(StreamServer, EndsWithStreamsThatAreOpen) {
    std::deque<Client> clients;
    StreamServer server;
    for (int i = 0; i < 20; ++i) {
        clients.emplace_back(server.running.port());
        clients.back().send(i % 2 == 0 ? upgrade("/live") : get("/events"));
        clients.back().receive();
    }
    server.await_streams(20);
    server.running.on_loop([&] { server.running.server.reset(); });
    server.await_streams(0);
    for (Client& client : clients)
        EXPECT_TRUE(client.sees_end());
}

}  // namespace
}  // namespace viaja::http::testing
