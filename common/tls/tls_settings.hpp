#pragma once
// Whether connections to a server use TLS, and with which files. Values; any thread.

#include <string>
#include <string_view>

namespace viaja {

/// Files in PEM form, read anew for each connection.
struct TlsSettings {
    std::string authorities;  ///< whose certificates are trusted; empty: no TLS
    std::string certificate;  ///< of this client with its chain; empty: it shows none
    std::string key;          ///< that belongs to it, without a passphrase

    bool wanted() const { return !authorities.empty(); }
};

/// For the error of a connection without TLS that a server ends before it has let it in.
constexpr std::string_view kWithoutTls =
    " (the connection is without TLS, which the server may require)";

}  // namespace viaja
