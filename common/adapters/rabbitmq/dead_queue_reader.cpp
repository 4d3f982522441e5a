#include "common/adapters/rabbitmq/dead_queue_reader.hpp"

#include <poll.h>

#include <algorithm>
#include <cstdio>

#include "common/adapters/rabbitmq/declarations.hpp"
#include "common/adapters/rabbitmq/message_properties.hpp"
#include "common/ports/errors.hpp"
#include "common/text/fnv1a.hpp"
#include "common/text/hexadecimal.hpp"

namespace viaja::amqp {

namespace {

// Dead queues are read on the channels behind these.
constexpr std::uint16_t kPublishing = 1;
constexpr std::uint16_t kTurn = 2;
// Exclusive queue used as a distributed mutex. The broker deletes it with its connection, so that a
// process that ended or hangs does not keep the mutex.
const std::string kTurnQueue = topology::listener("dead-letters");
constexpr std::chrono::milliseconds kTurnRetry{20};
constexpr std::size_t kIdBytesMax = 64;

/// The same in every process and version.
std::string hash_of(const std::string& address, const std::string& text) {
    constexpr std::uint8_t kBetween = 0xFF;
    const auto hash = fnv1a(text, fnv1a_with(fnv1a(address), kBetween));
    return "hash-" + hexadecimal(fnv1a_with(hash, kBetween));
}

bool is_fit_for_a_url(const std::string& id) {
    return !id.empty() && id.size() <= kIdBytesMax && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool is_text(const amqp_field_value_t* value) {
    return value != nullptr && value->kind == AMQP_FIELD_KIND_UTF8;
}

/// What the broker notes when it gives a message up itself: the newest note is the first.
const amqp_table_t* last_death(const amqp_table_t& headers) {
    const amqp_field_value_t* deaths = header_named("x-death", headers);
    if (deaths == nullptr || deaths->kind != AMQP_FIELD_KIND_ARRAY) return nullptr;
    const amqp_array_t& notes = deaths->value.array;
    const bool is_note = notes.num_entries > 0 && notes.entries[0].kind == AMQP_FIELD_KIND_TABLE;
    return is_note ? &notes.entries[0].value.table : nullptr;
}

std::optional<Instant> instant_of(std::uint64_t seconds) {
    constexpr std::uint64_t kYear9999 = 253'402'300'799;
    if (seconds > kYear9999) return std::nullopt;
    return from_micros(static_cast<std::int64_t>(seconds) * 1'000'000);
}

void note_reason(DeadLetter& letter, const amqp_basic_properties_t& properties) {
    if ((properties._flags & AMQP_BASIC_TIMESTAMP_FLAG) != 0) {
        letter.at = instant_of(properties.timestamp);
    }
    if ((properties._flags & AMQP_BASIC_HEADERS_FLAG) == 0) return;
    const amqp_field_value_t* reason = header_named("reason", properties.headers);
    if (is_text(reason)) {
        letter.reason = text_of(reason->value.bytes);
        return;
    }
    const amqp_table_t* death = last_death(properties.headers);
    if (death == nullptr) return;
    reason = header_named("reason", *death);
    if (is_text(reason)) letter.reason = text_of(reason->value.bytes);
    const amqp_field_value_t* time = header_named("time", *death);
    if (time != nullptr && time->kind == AMQP_FIELD_KIND_TIMESTAMP) {
        letter.at = instant_of(time->value.u64);
    }
}

std::string property(const amqp_basic_properties_t& properties, amqp_flags_t flag,
                     const amqp_bytes_t& value) {
    return (properties._flags & flag) != 0 ? text_of(value) : std::string();
}

}  // namespace

DeadQueueReader::DeadQueueReader(const RabbitmqSettings& settings, Time deadline)
    : settings_(settings), deadline_(deadline), connection_(settings, "dead letters") {}

DeadQueueReader::~DeadQueueReader() {
    connection_.close(
        std::min(deadline_, std::chrono::steady_clock::now() + std::chrono::milliseconds(500)));
}

void DeadQueueReader::open(const std::string& address) {
    address_ = address;
    wait_for_turn();
    channel_ = channel_ == 0 ? kTurn + 1 : static_cast<std::uint16_t>(channel_ + 1);
    missing_ = false;
    closed_ = false;
    open_channel(connection_, channel_);
}

void DeadQueueReader::wait_for_turn() {
    while (turn_ != Turn::ours) {
        ask_for_turn();
        wait_until([this] { return turn_ != Turn::unknown; });
        if (turn_ == Turn::ours) return;
        const Time next = std::chrono::steady_clock::now() + kTurnRetry;
        wait_until([next] { return std::chrono::steady_clock::now() >= next; }, kTurnRetry);
    }
}

void DeadQueueReader::ask_for_turn() {
    turn_ = Turn::unknown;
    open_channel(connection_, kTurn);
    amqp_table_entry_t type{};
    type.key = bytes_of("x-queue-type");
    type.value.kind = AMQP_FIELD_KIND_UTF8;
    type.value.value.bytes = bytes_of("classic");
    amqp_queue_declare_t declare{};
    declare.queue = bytes_of(kTurnQueue);
    declare.exclusive = 1;
    declare.auto_delete = 1;
    declare.arguments = {1, &type};
    connection_.send(kTurn, AMQP_QUEUE_DECLARE_METHOD, &declare);
}

std::vector<TakenLetter> DeadQueueReader::take(std::size_t count) {
    taken_.clear();
    unanswered_ = missing_ ? 0 : count;
    const std::string queue = topology::dead(address_);
    amqp_basic_get_t get{};
    get.queue = bytes_of(queue);
    for (std::size_t i = 0; i < unanswered_; ++i)
        connection_.send(channel_, AMQP_BASIC_GET_METHOD, &get);
    wait_until([this] { return unanswered_ == 0; });
    return std::move(taken_);
}

std::optional<TakenLetter> DeadQueueReader::find(const std::string& id, std::size_t at_once) {
    while (true) {
        std::vector<TakenLetter> some = take(at_once);
        for (TakenLetter& one : some) {
            if (one.letter.id == id) return std::move(one);
        }
        if (some.size() < at_once) return std::nullopt;
    }
}

std::string DeadQueueReader::publish(const TakenLetter& letter, Instant now) {
    open_channel(connection_, kPublishing);
    const amqp_confirm_select_t select{};
    connection_.send(kPublishing, AMQP_CONFIRM_SELECT_METHOD, &select);
    amqp_basic_publish_t publish{};
    publish.exchange = bytes_of(settings_.exchange);
    publish.routing_key = bytes_of(letter.letter.address);
    publish.mandatory = 1;
    const MessageProperties properties(letter.body, settings_, now);
    connection_.send_content(kPublishing, publish, properties.get(), letter.letter.text);
    wait_until([this] { return confirmed_.has_value(); });
    if (returned_) return "no queue takes messages to " + letter.letter.address;
    if (!*confirmed_) return "the queue " + letter.letter.address + " is full";
    return {};
}

void DeadQueueReader::let_go(const TakenLetter& letter) {
    const amqp_basic_ack_t ack{letter.number, 0};
    connection_.send(channel_, AMQP_BASIC_ACK_METHOD, &ack);
}

void DeadQueueReader::put_back() {
    if (missing_) return;
    // All at once, in their order. The answer to the close says that it was done.
    amqp_basic_nack_t nack{};
    nack.multiple = 1;
    nack.requeue = 1;
    connection_.send(channel_, AMQP_BASIC_NACK_METHOD, &nack);
    close_channel(connection_, channel_);
    wait_until([this] { return closed_ || missing_; });
}

void DeadQueueReader::on_method(std::uint16_t channel, const amqp_method_t& method) {
    switch (method.id) {
        case AMQP_BASIC_GET_EMPTY_METHOD:
            if (unanswered_ > 0) --unanswered_;
            return;
        case AMQP_QUEUE_DECLARE_OK_METHOD:
            turn_ = Turn::ours;
            return;
        case AMQP_CHANNEL_CLOSE_OK_METHOD:
            closed_ = true;
            return;
        case AMQP_CHANNEL_CLOSE_METHOD:
            on_channel_closed(channel, *static_cast<const amqp_channel_close_t*>(method.decoded));
            return;
        case AMQP_BASIC_ACK_METHOD:
            confirmed_ = true;
            return;
        case AMQP_BASIC_NACK_METHOD:
            confirmed_ = false;
            return;
        default:
            return;
    }
}

void DeadQueueReader::on_channel_closed(std::uint16_t channel, const amqp_channel_close_t& close) {
    if (channel == kTurn && close.reply_code == AMQP_RESOURCE_LOCKED) {
        turn_ = Turn::of_another;
    } else if (channel == channel_ && close.reply_code == AMQP_NOT_FOUND) {
        missing_ = true;
        unanswered_ = 0;
    } else {
        throw Unavailable("RabbitMQ refuses the dead letters of " + address_ + ": " +
                          reason_of(close));
    }
}

void DeadQueueReader::on_content(Content& content) {
    if (content.method.id == AMQP_BASIC_RETURN_METHOD) {
        returned_ = true;
        return;
    }
    if (content.method.id != AMQP_BASIC_GET_OK_METHOD) return;
    const amqp_basic_properties_t& properties = content.properties;
    TakenLetter taken;
    taken.number = static_cast<const amqp_basic_get_ok_t*>(content.method.decoded)->delivery_tag;
    taken.body.id = property(properties, AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id);
    taken.body.type = property(properties, AMQP_BASIC_TYPE_FLAG, properties.type);
    taken.body.session =
        property(properties, AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id);
    taken.body.reply_to = property(properties, AMQP_BASIC_REPLY_TO_FLAG, properties.reply_to);
    taken.body.was_dead_letter = true;
    taken.letter.address = address_;
    note_reason(taken.letter, properties);
    taken.letter.text = std::move(content.body);
    taken.letter.id =
        is_fit_for_a_url(taken.body.id) ? taken.body.id : hash_of(address_, taken.letter.text);
    taken_.push_back(std::move(taken));
    if (unanswered_ > 0) --unanswered_;
}

void DeadQueueReader::wait_until(const std::function<bool()>& done) {
    wait_until(done, kHeartbeatPause);
}

void DeadQueueReader::wait_until(const std::function<bool()>& done,
                                 std::chrono::milliseconds tick) {
    while (true) {
        connection_.flush();
        if (done()) return;
        const Time now = std::chrono::steady_clock::now();
        connection_.keep_alive(now);
        const auto left =
            std::min(tick, std::chrono::ceil<std::chrono::milliseconds>(deadline_ - now));
        if (left.count() <= 0) throw Unavailable(too_late());
        const auto events =
            static_cast<short>(connection_.unsent() > 0 ? POLLIN | POLLOUT : POLLIN);
        pollfd waiting{connection_.descriptor(), events, 0};
        if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
        while (connection_.receive(*this)) {
        }
    }
}

std::string DeadQueueReader::too_late() const {
    if (turn_ == Turn::ours) return "RabbitMQ takes too long with the dead letters of " + address_;
    return "another process keeps the dead letters busy: look for the connection of the queue " +
           kTurnQueue;
}

}  // namespace viaja::amqp
