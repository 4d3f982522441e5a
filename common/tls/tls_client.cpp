#include "common/tls/tls_client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <memory>
#include <new>

namespace viaja::tls {

/// What OpenSSL calls. It finds the Client at the context.
struct Callbacks {
    static Client& client_of(const SSL* connection) {
        return *static_cast<Client*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
    }
    /// A library that makes connections of its own may show them nowhere else.
    static void on_progress(const SSL* connection, int where, int) {
        if ((where & SSL_CB_HANDSHAKE_START) == 0) return;
        Client& client = client_of(connection);
        client.connection_ = const_cast<SSL*>(connection);
    }
    static int on_certificate(int accepted, X509_STORE_CTX* store) {
        if (accepted == 1) return 1;
        const int index = SSL_get_ex_data_X509_STORE_CTX_idx();
        const auto* connection = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, index));
        client_of(connection).refused_because_ = X509_STORE_CTX_get_error(store);
        return 0;
    }
    /// Else OpenSSL would ask the terminal.
    static int no_passphrase(char*, int, int, void*) { return 0; }
};

namespace {

std::string text_of(unsigned long error) {
    if (ERR_SYSTEM_ERROR(error)) return std::strerror(ERR_GET_REASON(error));
    const char* reason = ERR_reason_error_string(error);
    return reason != nullptr ? reason : "";
}

void check_loaded(int result, File file, const char* kind, const std::string& path) {
    if (result == 1) return;
    const std::string reason = text_of(ERR_peek_error());  // the cause; others follow from it
    ERR_clear_error();
    throw UnusableFile(file, path + " is no usable " + kind + ": " + reason);
}

void load_files(SSL_CTX& context, const TlsSettings& settings) {
    ERR_clear_error();
    check_loaded(SSL_CTX_load_verify_file(&context, settings.authorities.c_str()),
                 File::authorities, "file of certificate authorities", settings.authorities);
    if (settings.certificate.empty()) return;
    check_loaded(SSL_CTX_use_certificate_chain_file(&context, settings.certificate.c_str()),
                 File::certificate, "certificate", settings.certificate);
    SSL_CTX_set_default_passwd_cb(&context, Callbacks::no_passphrase);
    const char* key = settings.key.c_str();
    check_loaded(SSL_CTX_use_PrivateKey_file(&context, key, SSL_FILETYPE_PEM), File::key,
                 "key of the certificate", settings.key);
}

}  // namespace

void check_files(const TlsSettings& settings) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()),
                                                               SSL_CTX_free);
    if (!context) throw std::bad_alloc();
    load_files(*context, settings);
}

Client::Client(ssl_ctx_st& context, const TlsSettings& settings, const std::string& host)
    : host_(host) {
    SSL_CTX_set_app_data(&context, this);
    SSL_CTX_set_info_callback(&context, Callbacks::on_progress);
    SSL_CTX_set_verify(&context, SSL_VERIFY_PEER, Callbacks::on_certificate);
    SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
    SSL_CTX_set_options(&context, SSL_OP_NO_RENEGOTIATION);
    // What was not written may have moved in memory by the next call.
    SSL_CTX_set_mode(&context, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    X509_VERIFY_PARAM* checks = SSL_CTX_get0_param(&context);
    host_is_address_ = X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) == 1;
    if (!host_is_address_ && X509_VERIFY_PARAM_set1_host(checks, host.data(), host.size()) != 1) {
        throw std::bad_alloc();
    }
    load_files(context, settings);
}

/// Other libraries that use OpenSSL on this thread take an error that is left for their own.
Client::~Client() {
    ERR_clear_error();
}

std::string Client::failure() const {
    switch (refused_because_) {
        case X509_V_OK:
            return text_of(ERR_peek_last_error());
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return "its certificate is not for " + host_;
        default:
            return std::string("its certificate is not trusted: ") +
                   X509_verify_cert_error_string(refused_because_);
    }
}

std::size_t Client::write_some(std::string_view bytes) {
    if (bytes.empty()) return 0;
    ERR_clear_error();
    const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX));
    const int taken = SSL_write(connection_, bytes.data(), size);
    if (taken > 0) return static_cast<std::size_t>(taken);
    const int error = SSL_get_error(connection_, taken);
    if (error == SSL_ERROR_WANT_WRITE || error == SSL_ERROR_WANT_READ) return 0;
    const std::string reason = failure();
    throw Unavailable(reason.empty() ? "the peer closed the connection" : reason);
}

}  // namespace viaja::tls
