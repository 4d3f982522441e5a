// End to end over real sockets: order, threads, failures of handlers, the end of the server.
#include "common/http/server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "tests/http/client.hpp"
#include "tests/http/drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

void echo(const Request& request, const Respond& respond) {
    respond(text_response(200, request.method + " " + request.target + " " + request.body));
}

// Keeps what it is asked, to be answered when the test says so.
class Keeper {
  public:
    Server::RequestHandler handler() {
        return [this](const Request& request, Respond respond) {
            const std::lock_guard lock(mutex_);
            kept_.emplace_back(request.path, std::move(respond));
            came_.notify_all();
        };
    }
    Respond take(const std::string& path) {
        std::unique_lock lock(mutex_);
        Respond found;
        const auto look = [&] {
            for (auto& [kept_path, respond] : kept_) {
                if (kept_path == path && respond) found = std::exchange(respond, nullptr);
            }
            return static_cast<bool>(found);
        };
        if (!came_.wait_for(lock, 10s, look)) throw std::runtime_error("not asked: " + path);
        return found;
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::pair<std::string, Respond>> kept_;
};

TEST(Server, KeepsAConnectionForManyRequests) {
    RunningServer running(echo);
    Client client(running.port());
    for (int i = 0; i < 20; ++i) {
        client.send(post("/" + std::to_string(i), "body"));
        const Answer answer = client.receive();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "POST /" + std::to_string(i) + " body");
    }
    running.await_connections(1);
}

TEST(Server, AnswersAPipelineInOrderThoughItsHandlersFinishInAnother) {
    Keeper keeper;
    RunningServer running(keeper.handler());
    Client client(running.port());
    client.send(get("/0") + get("/1") + get("/2"));
    for (const char* path : {"/2", "/0", "/1"}) {
        const Respond respond = keeper.take(path);
        std::thread([&] { respond(text_response(200, path)); }).join();
    }
    EXPECT_EQ(client.receive().body, "/0");
    EXPECT_EQ(client.receive().body, "/1");
    EXPECT_EQ(client.receive().body, "/2");
}

TEST(Server, TakesAnswersFromManyThreads) {
    std::vector<std::thread> threads;
    std::mutex mutex;
    RunningServer running([&](const Request& request, Respond respond) {
        const std::lock_guard lock(mutex);
        threads.emplace_back([path = request.path, respond] { respond(text_response(200, path)); });
    });
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&, i] {
            Client client(running.port());
            for (int k = 0; k < 20; ++k) {
                const std::string path = "/" + std::to_string(i) + "-" + std::to_string(k);
                client.send(get(path));
                EXPECT_EQ(client.receive().body, path);
            }
        });
    }
    for (auto& client : clients)
        client.join();
    for (auto& thread : threads)
        thread.join();
}

TEST(Server, AHandlerThatThrowsIs503AndLogged) {
    std::promise<std::string> logged;
    ServerOptions options;
    options.report = [&](const LogEvent& event) {
        EXPECT_EQ(event.severity, Severity::error);
        logged.set_value(text_of(event));
    };
    RunningServer running(
        [](const Request&, const Respond&) { throw std::runtime_error("no database"); }, options);
    Client client(running.port());
    client.send(get("/x",
                    "X-Request-Id: r1\r\n"
                    "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"));
    const Answer answer = client.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(nlohmann::json::parse(answer.body).at("code"), "unavailable");
    EXPECT_EQ(answer.body.find("database"), std::string::npos);  // our insides are not for clients
    EXPECT_EQ(logged.get_future().get(),
              "request failed · error=no database input=GET /x "
              "trace=4bf92f3577b34da6a3ce929d0e0e4736 request=r1");
}

TEST(Server, RequestIdsDifferAlsoBetweenConnections) {
    RunningServer running([](const Request& request, const Respond& respond) {
        respond(text_response(200, request.request_id));
    });
    Client first(running.port());
    Client second(running.port());
    first.send(get("/x"));
    second.send(get("/x"));
    EXPECT_NE(first.receive().body, second.receive().body);
}

TEST(Server, AHandlerThatForgetsToAnswerIs503) {
    RunningServer running([](const Request&, const Respond&) {});
    Client client(running.port());
    client.send(get("/x"));
    EXPECT_EQ(client.receive().status, 503);
}

TEST(Server, ASecondAnswerIsDroppedAndLogged) {
    std::promise<std::string> logged;
    ServerOptions options;
    options.report = [&](const LogEvent& event) { logged.set_value(text_of(event)); };
    RunningServer running(
        [](const Request&, const Respond& respond) {
            respond(text_response(200, "first"));
            respond(text_response(200, "second"));
        },
        options);
    Client client(running.port());
    client.send(get("/") + get("/", "Connection: close\r\n").substr(0, 3));
    EXPECT_EQ(client.receive().body, "first");
    EXPECT_NE(logged.get_future().get().find("twice"), std::string::npos);
}

TEST(Server, AnAnswerForAClientThatHasGoneIsDropped) {
    Keeper keeper;
    RunningServer running(keeper.handler());
    Respond late;
    {
        Client client(running.port());
        client.send(get("/gone"));
        late = keeper.take("/gone");
    }
    late(text_response(200, "late"));
    Client next(running.port());
    next.send(get("/next"));
    keeper.take("/next")(text_response(200, "here"));
    EXPECT_EQ(next.receive().body, "here");
}

TEST(Server, AnswersMayComeAfterTheServer) {
    Keeper keeper;
    Respond late;
    {
        RunningServer running(keeper.handler());
        Client client(running.port());
        client.send(get("/"));
        late = keeper.take("/");
    }
    late(text_response(200, "later"));
}

TEST(Server, AnswersAClientThatHasEndedItsSide) {
    RunningServer running(echo);
    Client client(running.port());
    client.send(get("/a"));
    client.end_sending();
    EXPECT_EQ(client.receive().body, "GET /a ");
    EXPECT_TRUE(client.sees_end());
}

TEST(Server, AnEarlyRefusalReachesAClientThatIsStillSending) {
    RunningServer running(echo);
    Client client(running.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
    client.send(std::string(2'000'000, 'x'));
    EXPECT_EQ(client.receive().status, 413);
    EXPECT_TRUE(client.sees_end());
}

TEST(Server, TheRouterServesIt) {
    Router router;
    router.add("GET", "/v1/things/{id}",
               [](const Request&, const PathParameters& parameters, Respond respond) {
                   respond(text_response(200, parameters.at("id")));
               });
    runtime::Loop loop;
    Server server(loop, router);
    server.listen("localhost", 0);
    std::thread thread([&] { loop.run(); });
    Client client(server.port());
    client.send("HEAD /v1/things/7 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.receive(true).field("Content-Length"), "1");
    client.send(get("/v1/things/8") + get("/nowhere") +
                "TRACE /v1/things/8 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.receive().body, "8");
    EXPECT_EQ(client.receive().status, 404);
    EXPECT_EQ(client.receive().status, 405);
    loop.stop();
    thread.join();
}

TEST(Server, SaysWhyItCannotListen) {
    runtime::Loop loop;
    Server first(loop, echo);
    first.listen("127.0.0.1", 0);
    Server second(loop, echo);
    try {
        second.listen("127.0.0.1", first.port());
        FAIL() << "the port was taken";
    } catch (const PortTaken& error) {
        EXPECT_EQ(std::string(error.what()),
                  "Another program listens on port " + std::to_string(first.port()) +
                      " of 127.0.0.1 already. Stop that program, or choose another port.");
    }
    EXPECT_THROW(second.listen("unknown", 0), ListenFailed);
    EXPECT_THROW(second.listen("127.0.0.1", 65536), ListenFailed);
    EXPECT_THROW(second.listen("192.0.2.1", 0), ListenFailed);
    second.listen("127.0.0.1", 0);  // and can still listen elsewhere
    EXPECT_NE(second.port(), 0);
}

TEST(Server, TellsWhatWasAnswered) {
    std::promise<std::string> told;
    ServerOptions options;
    options.on_answered = [&](const Answered& answered) {
        told.set_value(std::string(answered.method) + " " + std::string(answered.path) + " " +
                       std::to_string(answered.status));
    };
    RunningServer running(echo, options);
    Client client(running.port());
    client.send(get("/a?b"));
    client.receive();
    EXPECT_EQ(told.get_future().get(), "GET /a 200");
}

TEST(Drain, FinishesWhatIsInFlightRefusesWhatIsNewAndCallsBack) {
    Keeper keeper;
    RunningServer running(keeper.handler());
    Client idle(running.port());
    Client busy(running.port());
    Client halfway(running.port());
    busy.send(get("/slow"));
    const Respond respond = keeper.take("/slow");
    // A request whose beginning came, in one piece with another one, before the drain.
    halfway.send(get("/old") + get("/new").substr(0, 5));
    keeper.take("/old")(text_response(200, "old"));
    EXPECT_EQ(halfway.receive().body, "old");
    running.await_connections(3);

    std::promise<void> drained;
    running.on_loop([&] { running.server->drain(10s, [&] { drained.set_value(); }); });
    EXPECT_TRUE(idle.sees_end());
    EXPECT_THROW(Client(running.port()), std::runtime_error);
    halfway.send(get("/new").substr(5));
    const Answer refused = halfway.receive();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(nlohmann::json::parse(refused.body).at("code"), "draining");
    EXPECT_TRUE(halfway.sees_end());
    halfway.end_sending();

    auto done = drained.get_future();
    EXPECT_EQ(done.wait_for(0s), std::future_status::timeout);
    respond(text_response(200, "done"));
    const Answer last = busy.receive();
    EXPECT_EQ(last.body, "done");
    EXPECT_TRUE(last.closes());
    EXPECT_TRUE(busy.sees_end());
    busy.end_sending();
    EXPECT_EQ(done.wait_for(10s), std::future_status::ready);
}

TEST(Drain, ClosesWhatIsLeftAtTheDeadline) {
    Keeper keeper;
    RunningServer running(keeper.handler());
    Client client(running.port());
    client.send(get("/never"));
    const Respond respond = keeper.take("/never");
    std::promise<void> drained;
    running.on_loop([&] { running.server->drain(50ms, [&] { drained.set_value(); }); });
    EXPECT_TRUE(client.sees_end());
    EXPECT_EQ(drained.get_future().wait_for(10s), std::future_status::ready);
    respond(text_response(200, "too late"));
}

TEST(Drain, IsDoneAtOnceWithoutConnectionsAndMayDestroyTheServer) {
    RunningServer running(echo);
    std::promise<void> drained;
    running.on_loop([&] {
        running.server->drain(10s, [&] {
            running.server.reset();
            drained.set_value();
        });
    });
    EXPECT_EQ(drained.get_future().wait_for(10s), std::future_status::ready);
}

}  // namespace
}  // namespace viaja::http::testing
