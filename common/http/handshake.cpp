#include "common/http/handshake.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "common/http/bearer_token.hpp"
#include "common/http/problem.hpp"
#include "common/http/web_socket.hpp"

namespace viaja::http {
namespace {

constexpr std::string_view kVersion = "13";
constexpr std::string_view kAcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::size_t kKeyCharacters = 24;  // 16 bytes in base64

// The elements of a list header that may come in several fields.
std::vector<std::string> elements_of(const Request& request, std::string_view name) {
    const std::string list = request.headers.joined(name);
    std::vector<std::string> elements;
    std::size_t begin = 0;
    while (begin <= list.size()) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::size_t first = std::min(list.find_first_not_of(" \t", begin), end);
        const std::size_t last = list.find_last_not_of(" \t", end == 0 ? 0 : end - 1);
        if (first < end) elements.push_back(list.substr(first, last + 1 - first));
        begin = end + 1;
    }
    return elements;
}

bool lists(const Request& request, std::string_view name, std::string_view token) {
    const auto elements = elements_of(request, name);
    return std::any_of(elements.begin(), elements.end(), [&](const std::string& element) {
        return equal_ignoring_case(element, token);
    });
}

bool is_base64_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

bool is_key(std::string_view key) {
    return key.size() == kKeyCharacters && key.ends_with("==") &&
           std::all_of(key.begin(), key.end() - 2, is_base64_digit);
}

Response upgrade_required(const Request& request, std::string detail) {
    Response response =
        problem_response(request, {.code = "upgrade_required", .detail = std::move(detail)});
    response.headers.set("Upgrade", "websocket");
    response.headers.set("Sec-WebSocket-Version", std::string(kVersion));
    return response;
}

}  // namespace

bool asks_for_web_socket(const Request& request) {
    return !request.http_1_0 && lists(request, "Connection", "upgrade") &&
           !lists(request, "Connection", "close") && lists(request, "Upgrade", "websocket");
}

std::optional<Response> refuse_unless_web_socket(const Request& request) {
    const auto malformed = [&](std::string detail) {
        return problem_response(request,
                                {.code = "malformed_request", .detail = std::move(detail)});
    };
    if (!asks_for_web_socket(request)) {
        return upgrade_required(request,
                                "Only a WebSocket is served here: ask in HTTP/1.1 with "
                                "\"Connection: Upgrade\" and \"Upgrade: websocket\".");
    }
    if (request.method != "GET") return malformed("A WebSocket is asked for with GET.");
    if (!request.body.empty()) {
        return malformed("A request that asks for a WebSocket has no body.");
    }
    if (request.headers.joined("Sec-WebSocket-Version") != kVersion) {
        return upgrade_required(request,
                                "Sec-WebSocket-Version must be 13; no other version is spoken.");
    }
    const std::string* key = request.headers.find("Sec-WebSocket-Key");
    if (key == nullptr || request.headers.count("Sec-WebSocket-Key") > 1 || !is_key(*key)) {
        return malformed("Sec-WebSocket-Key must come once, as 16 bytes in base64.");
    }
    return std::nullopt;
}

Response web_socket_response(const Request& request, std::shared_ptr<WebSocket> socket) {
    const std::string* key = request.headers.find("Sec-WebSocket-Key");
    Response response;
    response.status = 101;
    response.headers = {{"Upgrade", "websocket"},
                        {"Sec-WebSocket-Accept", accept_key(key != nullptr ? *key : "")}};
    if (offers_subprotocol(request, kEventsSubprotocol)) {
        response.headers.add("Sec-WebSocket-Protocol", std::string(kEventsSubprotocol));
    }
    response.takeover = std::move(socket);
    return response;
}

bool offers_subprotocol(const Request& request, std::string_view name) {
    const auto offered = elements_of(request, "Sec-WebSocket-Protocol");
    return std::find(offered.begin(), offered.end(), name) != offered.end();
}

std::string stream_token_of(const Request& request) {
    if (request.headers.find("Authorization") != nullptr) {
        return std::string(bearer_token_of(request));
    }
    std::string token;
    for (const std::string& offered : elements_of(request, "Sec-WebSocket-Protocol")) {
        if (!offered.starts_with(kTokenSubprotocol)) continue;
        if (!token.empty()) return "";
        token = offered.substr(kTokenSubprotocol.size());
    }
    return token;
}

std::string accept_key(std::string_view key) {
    const std::string text = std::string(key).append(kAcceptSuffix);
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest = {};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> encoded = {};
    const int length = EVP_EncodeBlock(encoded.data(), digest.data(), SHA_DIGEST_LENGTH);
    return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(length)};
}

}  // namespace viaja::http
