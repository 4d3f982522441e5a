#pragma once
// The address of the client behind trusted proxies: addresses, networks, X-Forwarded-For. Values;
// any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/message.hpp"

namespace viaja::http {

/// An IPv4 address stands as "::ffff:a.b.c.d".
using IpAddress = std::array<std::uint8_t, 16>;
/// "10.0.0.7", "::1" or "[::1]"; nullopt for anything else.
std::optional<IpAddress> parse_ip(std::string_view text);

/// A set of networks such as "10.0.0.0/8" and "::1".
class Networks {
  public:
    Networks() = default;
    /// nullopt where one of the texts is neither a network nor an address.
    static std::optional<Networks> parse(std::span<const std::string> texts);

    bool contains(const IpAddress& address) const;

  private:
    struct Network {
        IpAddress address;
        int bits;
    };
    std::vector<Network> networks_;
};

/// The address that the connection came from; where that is a trusted proxy, the last address of
/// X-Forwarded-For that is none: what stands before it comes from a host that is not trusted.
IpAddress client_address(const Request& request, const Networks& trusted_proxies);

/// "10.0.0.7", "::1".
std::string text_of(const IpAddress& address);

/// What one client has for its own: an IPv4 address, or the 64 bits of an IPv6 network. For use as
/// a key.
std::string network_of_client(const IpAddress& address);

}  // namespace viaja::http
