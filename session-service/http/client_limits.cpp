#include "session-service/http/client_limits.hpp"

#include <utility>

namespace viaja::session {
namespace {

constexpr std::chrono::minutes kWindow{1};
constexpr std::size_t kClientsMax = 10'000;
constexpr std::size_t kCodesMax = 5;

}  // namespace

ClientLimits::ClientLimits(ClientSettings settings)
    : opened(static_cast<std::size_t>(settings.sessions_per_minute), kWindow, kClientsMax),
      wrong_tokens(static_cast<std::size_t>(settings.wrong_tokens_per_minute), kWindow,
                   kClientsMax),
      codes(kCodesMax, kWindow, kClientsMax),
      held(settings.held_max, kClientsMax),
      settings_(std::move(settings)) {}

std::string ClientLimits::client_of(const http::Request& request) const {
    return http::network_of_client(http::client_address(request, settings_.trusted_proxies));
}

std::string ClientLimits::address_of(const http::Request& request) const {
    return http::text_of(http::client_address(request, settings_.trusted_proxies));
}

bool ClientLimits::is_limited(const http::Request& request) const {
    return !settings_.unlimited.contains(http::client_address(request, settings_.trusted_proxies));
}

}  // namespace viaja::session
