// A server for the Autobahn cases: /echo answers with a WebSocket that sends each message back.
// Prints its port, and ends at the end of its input.

#include <cstdio>
#include <memory>
#include <string_view>
#include <thread>

#include "common/http/handshake.hpp"
#include "common/http/server.hpp"
#include "common/http/web_socket.hpp"
#include "common/runtime/loop.hpp"

namespace {

using namespace viaja;

// Larger than those of the service: the cases send messages of 64 KiB and more, and several at
// once.
constexpr std::size_t kMessageBytesMax = std::size_t{16} * 1024 * 1024;
constexpr std::size_t kUnsentBytesMax = std::size_t{1024} * 1024;

// A message comes from its own socket, which therefore outlives the call.
std::shared_ptr<http::WebSocket> echoing_socket() {
    const auto weak = std::make_shared<std::weak_ptr<http::WebSocket>>();
    const auto socket = std::make_shared<http::WebSocket>(
        http::StreamHandlers{},
        http::WebSocketOptions{.message_bytes_max = kMessageBytesMax,
                               .unsent_bytes_max = kUnsentBytesMax},
        [weak](http::WebSocket::Kind kind, std::string_view message) {
            weak->lock()->send(kind, message);
        });
    *weak = socket;
    return socket;
}

}  // namespace

int main() {
    runtime::Loop loop;
    http::Router router;
    router.add("GET", "/echo",
               [](const http::Request& request, const http::PathParameters&, http::Respond answer) {
                   if (auto refusal = http::refuse_unless_web_socket(request)) {
                       return answer(std::move(*refusal));
                   }
                   answer(http::web_socket_response(request, echoing_socket()));
               });
    http::Server server(loop, router);
    server.listen("127.0.0.1", 0);
    std::printf("%d\n", server.port());
    std::fflush(stdout);
    std::thread input([&loop] {
        while (std::getchar() != EOF) {
        }
        loop.stop();
    });
    loop.run();
    input.join();
    return 0;
}
