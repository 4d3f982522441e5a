// The first moments of a connection, for which librabbitmq's blocking calls are good enough: each
// of them has a timeout.

#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <sys/time.h>

#include <array>
#include <new>

#include "common/adapters/rabbitmq/amqp_connection.hpp"
#include "common/ports/errors.hpp"

namespace viaja::amqp {

namespace {

timeval timeval_of(std::chrono::milliseconds time) {
    timeval result{};
    result.tv_sec = static_cast<time_t>(time.count() / 1000);
    result.tv_usec = static_cast<suseconds_t>(time.count() % 1000 * 1000);
    return result;
}

/// What the broker said against a call of librabbitmq.
std::string refusal_of(const amqp_rpc_reply_t& reply) {
    if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
        const auto& close = *static_cast<amqp_connection_close_t*>(reply.reply.decoded);
        return reason_of(close.reply_code, close.reply_text);
    }
    return "an unexpected answer";
}

amqp_table_entry_t boolean_entry(const char* key) {
    amqp_table_entry_t entry{};
    entry.key = bytes_of(key);
    entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    entry.value.value.boolean = 1;
    return entry;
}

amqp_table_entry_t text_entry(const char* key, std::string_view text) {
    amqp_table_entry_t entry{};
    entry.key = bytes_of(key);
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = bytes_of(text);
    return entry;
}

}  // namespace

amqp_socket_t* Connection::make_socket(const RabbitmqSettings& settings) {
    const bool secured = settings.tls.wanted();
    amqp_socket_t* socket =
        secured ? amqp_ssl_socket_new(state_.get()) : amqp_tcp_socket_new(state_.get());
    if (socket == nullptr) throw std::bad_alloc();
    if (!secured) return socket;
    // The library knows host names, but not the addresses of a certificate; OpenSSL knows both.
    amqp_ssl_socket_set_verify_hostname(socket, 0);
    auto& context = *static_cast<ssl_ctx_st*>(amqp_ssl_socket_get_context(socket));
    tls_ = std::make_unique<tls::Client>(context, settings.tls, settings.host);
    return socket;
}

void Connection::connect(const RabbitmqSettings& settings) {
    amqp_socket_t* socket = make_socket(settings);
    const timeval timeout = timeval_of(settings.connect_timeout);
    const int status =
        amqp_socket_open_noblock(socket, settings.host.c_str(), settings.port, &timeout);
    if (status != AMQP_STATUS_OK) {
        throw Unavailable(where_ + " does not take connections: " + reason_of_library(status));
    }
    descriptor_ = amqp_get_sockfd(state_.get());
}

void Connection::log_in(const RabbitmqSettings& settings, std::string_view role) {
    const timeval timeout = timeval_of(settings.connect_timeout);
    amqp_set_handshake_timeout(state_.get(), &timeout);
    amqp_set_rpc_timeout(state_.get(), &timeout);

    // Without the first, a consumer would not notice that its queue was deleted; without the
    // second, the log could not say why nothing is confirmed.
    std::array capabilities{boolean_entry("consumer_cancel_notify"),
                            boolean_entry("connection.blocked")};
    const std::string name = settings.application + " " + std::string(role);
    std::array properties{text_entry("product", settings.application),
                          text_entry("connection_name", name), amqp_table_entry_t{}};
    properties[2].key = bytes_of("capabilities");
    properties[2].value.kind = AMQP_FIELD_KIND_TABLE;
    properties[2].value.value.table.num_entries = static_cast<int>(capabilities.size());
    properties[2].value.value.table.entries = capabilities.data();
    const amqp_table_t table{static_cast<int>(properties.size()), properties.data()};

    // The two maxima are the library's own: the broker may lower them, and nothing is forced.
    const amqp_rpc_reply_t reply = amqp_login_with_properties(
        state_.get(), settings.vhost.c_str(), AMQP_DEFAULT_MAX_CHANNELS, AMQP_DEFAULT_FRAME_SIZE,
        static_cast<int>(settings.heartbeat.count()), &table, AMQP_SASL_METHOD_PLAIN,
        settings.user.c_str(), settings.password.c_str());
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
    const std::string refused = where_ + " does not let " + settings.user +
                                " into the virtual host " + settings.vhost + ": ";
    if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION) {
        throw Unavailable(refused + refusal_of(reply));
    }
    throw Unavailable(refused + reason_of_library(reply.library_error) +
                      (tls_ ? "" : std::string(kWithoutTls)));
}

void Connection::take_over_heartbeats() {
    // The library would end the process if it had begun to read a frame.
    if (!amqp_release_buffers_ok(state_.get())) {
        throw Unavailable(where_ + " sent something unexpected at the login");
    }
    heartbeat_ = std::chrono::seconds(amqp_get_heartbeat(state_.get()));
    const int frame_max = amqp_get_frame_max(state_.get());
    amqp_tune_connection(state_.get(), amqp_get_channel_max(state_.get()), frame_max, 0);
    frame_max_ = static_cast<std::size_t>(frame_max);
    scratch_.resize(frame_max_ - kFrameBytes);
}

}  // namespace viaja::amqp
