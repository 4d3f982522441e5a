#include "common/adapters/rabbitmq/message_properties.hpp"

namespace viaja::amqp {

namespace {

constexpr std::uint8_t kTransient = 1;
constexpr std::uint8_t kPersistent = 2;
// A property is a short string of AMQP. What is longer stands in the body alone.
constexpr std::size_t kPropertyBytesMax = 255;

amqp_table_entry_t header(const char* key, const std::string& value) {
    amqp_table_entry_t entry{};
    entry.key = bytes_of(key);
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = bytes_of(value);
    return entry;
}

bool has_text(const amqp_field_value_t* value, std::string_view text) {
    return value != nullptr && value->kind == AMQP_FIELD_KIND_UTF8 &&
           text_of(value->value.bytes) == text;
}

/// A message follows from a row, which sends it again; a dead letter follows from nothing, also
/// when it was requeued.
bool is_kept(const Body& body, const RabbitmqSettings& settings) {
    return body.dead_letter || body.was_dead_letter || settings.queue_type == QueueType::quorum;
}

}  // namespace

MessageProperties::MessageProperties(const Body& body, const RabbitmqSettings& settings,
                                     Instant now) {
    properties_._flags =
        AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_TIMESTAMP_FLAG;
    properties_.content_type = bytes_of("application/json");
    properties_.delivery_mode = is_kept(body, settings) ? kPersistent : kTransient;
    properties_.timestamp = static_cast<std::uint64_t>(to_micros(now) / 1'000'000);
    set(properties_.message_id, AMQP_BASIC_MESSAGE_ID_FLAG, body.id);
    set(properties_.app_id, AMQP_BASIC_APP_ID_FLAG, settings.application);
    set(properties_.type, AMQP_BASIC_TYPE_FLAG, body.type);
    set(properties_.correlation_id, AMQP_BASIC_CORRELATION_ID_FLAG, body.session);
    set(properties_.reply_to, AMQP_BASIC_REPLY_TO_FLAG, body.reply_to);
    set_headers(body);
}

void MessageProperties::set_headers(const Body& body) {
    std::size_t count = 0;
    const auto set_header = [&](const char* key, const std::string& value) {
        if (!value.empty()) headers_[count++] = header(key, value);
    };
    if (body.dead_letter) {
        set_header("reason", body.dead_letter->reason);
        set_header("address", body.address);
    } else {
        traceparent_ = traceparent_of(body.context, Uuid::parse(body.id).value_or(Uuid()));
        set_header("traceparent", traceparent_);
        set_header("request_id", body.context.request_id);
    }
    if (count == 0) return;
    properties_.headers = {static_cast<int>(count), headers_.data()};
    properties_._flags |= AMQP_BASIC_HEADERS_FLAG;
}

void MessageProperties::set(amqp_bytes_t& property, amqp_flags_t flag, const std::string& value) {
    if (value.empty() || value.size() > kPropertyBytesMax) return;
    property = bytes_of(value);
    properties_._flags |= flag;
}

std::int64_t times_rejected(const amqp_basic_properties_t& properties, std::string_view queue) {
    if ((properties._flags & AMQP_BASIC_HEADERS_FLAG) == 0) return 0;
    const amqp_field_value_t* deaths = header_named("x-death", properties.headers);
    if (deaths == nullptr || deaths->kind != AMQP_FIELD_KIND_ARRAY) return 0;
    const amqp_array_t& notes = deaths->value.array;
    for (int i = 0; i < notes.num_entries; ++i) {
        if (notes.entries[i].kind != AMQP_FIELD_KIND_TABLE) continue;
        const amqp_table_t& note = notes.entries[i].value.table;
        const amqp_field_value_t* count = header_named("count", note);
        const bool is_ours = has_text(header_named("queue", note), queue) &&
                             has_text(header_named("reason", note), "rejected");
        if (is_ours && count != nullptr && count->kind == AMQP_FIELD_KIND_I64) {
            return count->value.i64;
        }
    }
    return 0;
}

const amqp_field_value_t* header_named(std::string_view name, const amqp_table_t& headers) {
    for (int i = 0; i < headers.num_entries; ++i) {
        const amqp_table_entry_t& entry = headers.entries[i];
        if (text_of(entry.key) == name) return &entry.value;
    }
    return nullptr;
}

}  // namespace viaja::amqp
