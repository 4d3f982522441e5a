// The HttpClient port on libcurl: whole answers or none, and an end that does not wait.

#include "common/ports/http_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/adapters/curl/curl_http_client.hpp"
#include "tests/http/client.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

/// Answers with what it was asked; keeps requests for "/silent" unanswered.
class Echo {
  public:
    Server::RequestHandler handler() {
        return [this](const Request& request, Respond respond) {
            if (request.path == "/silent") return keep(std::move(respond));
            Response response;
            if (request.path == "/moved") {
                response.status = 303;
                response.headers.add("Location", "/elsewhere");
            }
            const auto* const key = request.headers.find("X-Key");
            response.body = request.method + " " + request.target + " " +
                            (key == nullptr ? "none" : *key) + " " + request.body;
            if (request.path == "/long") response.body.assign((1U << 20U) + 1, 'x');
            respond(std::move(response));
        };
    }
    void await_silent_one() {
        std::unique_lock guard(mutex_);
        came_.wait(guard, [this] { return !kept_.empty(); });
    }

  private:
    void keep(Respond respond) {
        const std::lock_guard guard(mutex_);
        kept_.push_back(std::move(respond));
        came_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Respond> kept_;
};

class HttpClientTest : public ::testing::Test {
  protected:
    IncomingAnswer ask(const std::string& path, OutgoingRequest request = {}) {
        request.url = "http://127.0.0.1:" + std::to_string(running_.port()) + path;
        return client_.call(request);
    }

    Echo echo_;
    RunningServer running_{echo_.handler()};
    CurlHttpClient client_;
};

TEST_F(HttpClientTest, GivesMethodHeadersAndBody) {
    EXPECT_EQ(ask("/a?b=c").body, "GET /a?b=c none ");
    const OutgoingRequest post{
        .method = "POST", .url = {}, .headers = {{"X-Key", "k"}}, .body = "x=1"};
    const auto answer = ask("/a", post);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST /a k x=1");
    EXPECT_EQ(ask("/a", {.method = "POST", .url = {}}).body, "POST /a none ");
    EXPECT_EQ(ask("/a").body, "GET /a none ") << "nothing is left of the one before";
}

TEST_F(HttpClientTest, KeepsItsConnection) {
    for (int i = 0; i < 5; ++i)
        ask("/a");
    std::size_t connections = 0;
    running_.on_loop([&] { connections = running_.server->connection_count(); });
    EXPECT_EQ(connections, 1U);
}

TEST_F(HttpClientTest, ARedirectIsAnAnswer) {
    const auto answer = ask("/moved");
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.body, "GET /moved none ");
}

TEST_F(HttpClientTest, AnAnswerThatIsTooLongIsNone) {
    const auto answer = ask("/long");
    EXPECT_EQ(answer.status, 0);
    EXPECT_FALSE(answer.error.empty());
    EXPECT_EQ(ask("/a").status, 200);
}

TEST_F(HttpClientTest, ASilentServerIsNoAnswer) {
    OutgoingRequest request;
    request.within = 50ms;
    const auto answer = ask("/silent", request);
    EXPECT_EQ(answer.status, 0);
    EXPECT_EQ(answer.error, "Timeout was reached");
}

TEST_F(HttpClientTest, AServerThatIsNotThereIsNoAnswer) {
    const int port = running_.port();
    running_.on_loop([&] { running_.server.reset(); });
    const auto answer = client_.call({.url = "http://127.0.0.1:" + std::to_string(port) + "/a"});
    EXPECT_EQ(answer.status, 0);
    EXPECT_FALSE(answer.error.empty());
}

TEST_F(HttpClientTest, OtherProtocolsAreRefused) {
    EXPECT_EQ(client_.call({.url = "file:///etc/passwd"}).status, 0);
}

TEST_F(HttpClientTest, StopEndsTheCallThatIsUnderWay) {
    IncomingAnswer answer;
    OutgoingRequest request;
    request.within = 10min;
    std::jthread caller([&] { answer = ask("/silent", request); });
    echo_.await_silent_one();
    client_.stop();
    caller.join();
    EXPECT_EQ(answer.status, 0);
    EXPECT_EQ(answer.error, "stopped");
    EXPECT_EQ(ask("/a").error, "stopped") << "and every later one";
}

}  // namespace
}  // namespace viaja::http::testing
