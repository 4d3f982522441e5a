#include "common/tls/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <cstring>
#include <new>

namespace viaja::tls {

namespace {

template <class Made>
Made* made(Made* object) {
    if (object == nullptr) throw std::bad_alloc();
    return object;
}

}  // namespace

void Stream::FreeContext::operator()(ssl_ctx_st* context) const {
    SSL_CTX_free(context);
}

void Stream::FreeConnection::operator()(ssl_st* connection) const {
    SSL_free(connection);
}

Stream::Stream(int descriptor, const TlsSettings& settings, const std::string& host)
    : context_(made(SSL_CTX_new(TLS_client_method()))),
      client_(*context_, settings, host),
      connection_(made(SSL_new(context_.get()))) {
    ERR_clear_error();
    errno = 0;
    SSL_set_fd(connection_.get(), descriptor);
    if (!client_.host_is_address()) SSL_set_tlsext_host_name(connection_.get(), host.c_str());
    const int result = SSL_connect(connection_.get());
    if (result != 1) fail(result);
}

Stream::~Stream() = default;

void Stream::write(std::string_view bytes) {
    if (bytes.empty()) return;
    ERR_clear_error();
    errno = 0;
    std::size_t written = 0;
    const int result = SSL_write_ex(connection_.get(), bytes.data(), bytes.size(), &written);
    if (result != 1) fail(result);
}

std::size_t Stream::read(std::span<char> room) {
    ERR_clear_error();
    errno = 0;
    std::size_t taken = 0;
    const int result = SSL_read_ex(connection_.get(), room.data(), room.size(), &taken);
    if (result != 1) fail(result);
    return taken;
}

void Stream::fail(int result) const {
    const int system_error = errno;
    switch (SSL_get_error(connection_.get(), result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            throw Unavailable("it does not answer in time");
        case SSL_ERROR_ZERO_RETURN:
            throw Unavailable("it closed the connection");
        default:
            break;
    }
    const std::string reason = client_.failure();
    if (!reason.empty()) throw Unavailable(reason);
    throw Unavailable(system_error != 0 ? std::strerror(system_error) : "it closed the connection");
}

}  // namespace viaja::tls
