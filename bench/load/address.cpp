#include "bench/load/address.hpp"

#include <netdb.h>

#include <cstring>
#include <memory>
#include <stdexcept>

namespace viaja::bench {

Address address_of(const std::string& url) {
    static constexpr std::string_view kScheme = "http://";
    if (!url.starts_with(kScheme)) {
        throw std::invalid_argument("\"" + url + "\" does not begin with http://");
    }
    Address address;
    address.host = url.substr(kScheme.size());
    if (address.host.ends_with('/')) address.host.pop_back();
    const auto colon = address.host.rfind(':');
    const auto name = address.host.substr(0, colon);
    const auto port = colon == std::string::npos ? "80" : address.host.substr(colon + 1);
    addrinfo hints{};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = getaddrinfo(name.c_str(), port.c_str(), &hints, &found);
    if (error != 0) {
        throw std::invalid_argument("\"" + url + "\" is no address: " + gai_strerror(error));
    }
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
    std::memcpy(&address.socket, found->ai_addr, found->ai_addrlen);
    address.length = found->ai_addrlen;
    return address;
}

}  // namespace viaja::bench
