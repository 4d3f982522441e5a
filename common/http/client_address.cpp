#include "common/http/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "common/http/accept.hpp"
#include "common/text/blanks.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::http {
namespace {

constexpr int kBits = 128;
constexpr int kBitsBeforeIpv4 = 96;
constexpr std::array<std::uint8_t, 12> kIpv4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t kBytesOfIpv6Network = 8;

bool is_ipv4(const IpAddress& address) {
    return std::ranges::equal(kIpv4Prefix, std::span(address).first(kIpv4Prefix.size()));
}

bool same_bits(const IpAddress& left, const IpAddress& right, int bits) {
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(left.begin(), left.begin() + bits / 8, right.begin())) return false;
    if (bits % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xff00U >> (bits % 8));
    return (left[whole] & mask) == (right[whole] & mask);
}

/// "127.0.0.1" of "127.0.0.1:50312".
std::string_view host_of(std::string_view peer) {
    return peer.substr(0, peer.rfind(':'));
}

/// Takes the last element of a list separated by commas.
std::string_view take_last(std::string_view& list) {
    const auto comma = list.rfind(',');
    const auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    return trimmed(last, kSpaceAndTab);
}

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
        text = text.substr(1, text.size() - 2);
    }
    const std::string ended(text);
    IpAddress address{};
    if (inet_pton(AF_INET6, ended.c_str(), address.data()) == 1) return address;
    std::ranges::copy(kIpv4Prefix, address.begin());
    if (inet_pton(AF_INET, ended.c_str(), address.data() + kIpv4Prefix.size()) == 1) return address;
    return std::nullopt;
}

std::optional<Networks> Networks::parse(std::span<const std::string> texts) {
    Networks networks;
    for (const auto& text : texts) {
        const auto slash = text.find('/');
        const auto address = parse_ip(std::string_view(text).substr(0, slash));
        if (!address) return std::nullopt;
        const int before = is_ipv4(*address) ? kBitsBeforeIpv4 : 0;
        int bits = kBits - before;
        if (slash != std::string::npos) {
            const auto given =
                whole_number(std::string_view(text).substr(slash + 1), 0, kBits - before);
            if (!given) return std::nullopt;
            bits = *given;
        }
        networks.networks_.push_back({*address, before + bits});
    }
    return networks;
}

bool Networks::contains(const IpAddress& address) const {
    return std::ranges::any_of(networks_, [&](const Network& network) {
        return same_bits(network.address, address, network.bits);
    });
}

IpAddress client_address(const Request& request, const Networks& trusted_proxies) {
    auto address = parse_ip(host_of(request.peer)).value_or(IpAddress{});
    const auto forwarded = request.headers.joined("X-Forwarded-For");
    std::string_view hops = forwarded;
    while (trusted_proxies.contains(address) && !hops.empty()) {
        const auto before = parse_ip(take_last(hops));
        if (!before) break;
        address = *before;
    }
    return address;
}

std::string text_of(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool is_v4 = is_ipv4(address);
    const auto* bytes = address.data() + (is_v4 ? address.size() - sizeof(in_addr) : 0);
    return inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes, text.data(), text.size());
}

std::string network_of_client(const IpAddress& address) {
    const auto bytes = is_ipv4(address) ? address.size() : kBytesOfIpv6Network;
    return {address.begin(), address.begin() + static_cast<std::ptrdiff_t>(bytes)};
}

}  // namespace viaja::http
