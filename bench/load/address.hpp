#pragma once
// "http://127.0.0.1:8080" as an IPv4 address to connect to. Resolved once, at the start.

#include <sys/socket.h>
#include <string>

namespace viaja::bench {

struct Address {
    std::string host;  ///< as in the URL, with the port: the Host header
    sockaddr_storage socket{};
    socklen_t length = 0;
};

/// Throws std::invalid_argument with a sentence where the URL is none or its host is unknown.
Address address_of(const std::string& url);

}  // namespace viaja::bench
