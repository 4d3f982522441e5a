#pragma once
// What one client may do at once: by its address, in the memory of this replica. The session's own
// bounds are decided with its row (core/session.hpp).

#include <string>

#include "common/http/client_address.hpp"
#include "session-service/http/held_by_client.hpp"
#include "session-service/http/try_limit.hpp"

namespace viaja::session {

/// A number that is 0 limits nothing.
struct ClientSettings {
    int sessions_per_minute = 0;      ///< that are opened
    int wrong_tokens_per_minute = 0;  ///< or ids that are unknown
    int held_max = 0;                 ///< seats and rooms that are not paid
    /// Proxies that are trusted to write X-Forwarded-For.
    http::Networks trusted_proxies = {};
    /// Clients that are not limited, but for the codes that they try.
    http::Networks unlimited = {};
};

class ClientLimits {
  public:
    explicit ClientLimits(ClientSettings settings);

    // Any thread.
    /// The client as a key of the limits.
    std::string client_of(const http::Request& request) const;
    bool is_limited(const http::Request& request) const;
    /// Of the client, as a text for people.
    std::string address_of(const http::Request& request) const;

    /// Thread-safe themselves.
    TryLimit opened;
    TryLimit wrong_tokens;
    /// Of codes; no network is exempt.
    TryLimit codes;
    /// Loop thread only.
    HeldByClient held;

  private:
    const ClientSettings settings_;
};

}  // namespace viaja::session
