#pragma once
// What the adapters that speak TLS by OpenSSL have in common: a server has to show a certificate
// of a trusted authority, for the host that was asked for, by TLS 1.2 or newer.
// Internal to the adapters. One thread at a time.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "common/ports/errors.hpp"
#include "common/tls/tls_settings.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace viaja::tls {

enum class File { authorities, certificate, key };

/// A file that is missing, or holds something else. `what()` names its path.
class UnusableFile : public Unavailable {
  public:
    UnusableFile(File which, const std::string& text) : Unavailable(text), file(which) {}
    const File file;
};

/// For the start of a process: throws UnusableFile.
void check_files(const TlsSettings& settings);

/// The side of a client in an SSL_CTX, which may be another library's. It must live as long as
/// connections of the context do.
class Client {
  public:
    /// The connections of `context` are made with the files of `settings`, to `host`, a name or an
    /// address. Throws UnusableFile.
    Client(ssl_ctx_st& context, const TlsSettings& settings, const std::string& host);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Names are told to the server by SNI, addresses must not be.
    bool host_is_address() const { return host_is_address_; }

    /// Why the handshake of the last connection failed, or what came of a later call on this
    /// thread; empty where TLS is not the reason.
    std::string failure() const;

    /// The last connection, from the beginning of its handshake on, and as long as its owner has
    /// it; else nullptr.
    ssl_st* connection() const { return connection_; }

    /// Writes as much as a socket that does not block takes now. What was not written comes first
    /// in the next call. Throws Unavailable.
    std::size_t write_some(std::string_view bytes);

  private:
    friend struct Callbacks;

    const std::string host_;
    bool host_is_address_ = false;
    ssl_st* connection_ = nullptr;
    long refused_because_ = 0;  ///< X509_V_ERR_…
};

}  // namespace viaja::tls
