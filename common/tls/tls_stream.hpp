#pragma once
// TLS on a socket that blocks and has timeouts, which belongs to the caller.
// Internal to the adapters. One thread at a time; SIGPIPE must be blocked or ignored.

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "common/tls/tls_client.hpp"

namespace viaja::tls {

/// Every call throws Unavailable with why; the stream can then only be destroyed. A timeout of the
/// socket is such a failure.
class Stream {
  public:
    /// Does the handshake with `host`.
    Stream(int descriptor, const TlsSettings& settings, const std::string& host);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void write(std::string_view bytes);
    /// Waits for some bytes: how many of `room` they fill.
    std::size_t read(std::span<char> room);

  private:
    struct FreeContext {
        void operator()(ssl_ctx_st* context) const;
    };
    struct FreeConnection {
        void operator()(ssl_st* connection) const;
    };

    [[noreturn]] void fail(int result) const;

    const std::unique_ptr<ssl_ctx_st, FreeContext> context_;
    const Client client_;
    std::unique_ptr<ssl_st, FreeConnection> connection_;
};

}  // namespace viaja::tls
