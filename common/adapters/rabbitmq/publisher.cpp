#include "common/adapters/rabbitmq/publisher.hpp"

#include <iterator>

#include "common/adapters/rabbitmq/declarations.hpp"
#include "common/adapters/rabbitmq/message_properties.hpp"
#include "common/ports/errors.hpp"

namespace viaja::amqp {

namespace {

constexpr std::uint16_t kMessages = 1;
constexpr std::uint16_t kAnnouncements = 2;

// Bodies and bytes that may be on their way unconfirmed. The broker's throughput is flat from 256
// bodies on; what waits meanwhile is packed.
constexpr std::size_t kWindowBodies = 256;
constexpr std::size_t kWindowBytes = 512 * 1024;
// Announcements are dropped while more than this could not be written to the socket.
constexpr std::size_t kUnsentBytesMax = 256 * 1024;
// A broker that confirms nothing for so long is not available, whatever its connection says.
constexpr std::chrono::seconds kConfirmedWithin{5};
constexpr std::chrono::seconds kReportAgainAfter{60};
constexpr std::size_t kReportedMax = 1'000;

/// The broker closed the channel because of one message, mostly because of its address.
bool is_about_a_body(std::uint16_t code) {
    return code == AMQP_ACCESS_REFUSED || code == AMQP_PRECONDITION_FAILED;
}

}  // namespace

void Publisher::turn(bool readable, Time now) {
    try {
        if (reconnecting_.connection() == nullptr) {
            if (reconnecting_.open_if_due(now)) set_up();
        } else if (readable || more_to_read_) {
            more_to_read_ = reconnecting_.connection()->receive(*this);
        }
        Connection* connection = reconnecting_.connection();
        if (connection == nullptr) {
            // An announcement is for current listeners only.
            counters_.count(&RabbitmqCounters::announcements_dropped,
                            waiting_.take_announcements().size());
            return;
        }
        if (connection->blocked() != blocked_was_reported_) {
            blocked_was_reported_ = connection->blocked();
            last_progress_ = now;
            report_(blocked_was_reported_
                        ? LogEvent{Severity::warning,
                                   "broker blocks publishing",
                                   {{"reason", connection->blocked_because()}}}
                        : LogEvent{Severity::info, "broker accepts publishing again"});
        }
        if (ready_) send_waiting(now);
        report_confirming(now);
        connection->keep_alive(now);
        connection->flush();
    } catch (const Unavailable& error) {
        lose(error.what(), now);
    }
}

void Publisher::set_up() {
    Connection& connection = *reconnecting_.connection();
    blocked_was_reported_ = false;
    silence_was_reported_ = false;
    open_messages();
    open_channel(connection, kAnnouncements);
    connection.flush();
}

void Publisher::open_messages() {
    Connection& connection = *reconnecting_.connection();
    ready_ = false;
    last_number_ = 0;
    open_channel(connection, kMessages);
    declare_exchanges(connection, kMessages, settings_);
    const amqp_confirm_select_t select{};
    connection.send(kMessages, AMQP_CONFIRM_SELECT_METHOD, &select);
}

void Publisher::send_waiting(Time now) {
    send_announcements();
    while (!reconnecting_.connection()->blocked() && !window_is_full()) {
        if (one_by_one_ && !in_flight_.empty()) return;
        if (again_.empty()) one_by_one_ = false;
        if (!again_.empty()) {
            Body body = std::move(again_.front());
            again_.pop_front();
            send_body(std::move(body), now);
            continue;
        }
        std::optional<Body> body = waiting_.take();
        if (!body) return;
        send_body(std::move(*body), now);
    }
}

bool Publisher::window_is_full() const {
    return in_flight_.size() >= kWindowBodies || bytes_in_flight_ >= kWindowBytes;
}

void Publisher::send_body(Body body, Time now) {
    amqp_basic_publish_t publish{};
    const std::string dead = topology::dead_exchange(settings_.exchange);
    publish.exchange = bytes_of(body.dead_letter ? dead : settings_.exchange);
    publish.routing_key = bytes_of(body.address);
    publish.mandatory = 1;
    const MessageProperties properties(body, settings_, clock_.now());
    reconnecting_.connection()->send_content(kMessages, publish, properties.get(), body.text);

    counters_.count(&RabbitmqCounters::published_bodies);
    counters_.count(&RabbitmqCounters::published_messages, body.messages);
    if (in_flight_.empty()) last_progress_ = now;
    bytes_in_flight_ += body.text.size();
    in_flight_.emplace(++last_number_, Unconfirmed{std::move(body)});
}

void Publisher::send_announcements() {
    std::vector<Announcement> announcements = waiting_.take_announcements();
    Connection& connection = *reconnecting_.connection();
    const std::string exchange = topology::events_exchange(settings_.exchange);
    for (const Announcement& announcement : announcements) {
        if (connection.blocked() || connection.unsent() > kUnsentBytesMax) {
            counters_.count(&RabbitmqCounters::announcements_dropped);
            continue;
        }
        amqp_basic_publish_t publish{};
        publish.exchange = bytes_of(exchange);
        publish.routing_key = bytes_of(announcement.topic);
        amqp_basic_properties_t properties{};
        properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG;
        properties.content_type = bytes_of("application/json");
        properties.app_id = bytes_of(settings_.application);
        connection.send_content(kAnnouncements, publish, properties, announcement.text);
        connection.flush();
    }
}

void Publisher::on_method(std::uint16_t channel, const amqp_method_t& method) {
    switch (method.id) {
        case AMQP_CONFIRM_SELECT_OK_METHOD:
            ready_ = true;
            reconnecting_.works();
            return;
        case AMQP_BASIC_ACK_METHOD: {
            const auto& ack = *static_cast<const amqp_basic_ack_t*>(method.decoded);
            return confirm(ack.delivery_tag, ack.multiple != 0, true);
        }
        case AMQP_BASIC_NACK_METHOD: {
            const auto& nack = *static_cast<const amqp_basic_nack_t*>(method.decoded);
            return confirm(nack.delivery_tag, nack.multiple != 0, false);
        }
        case AMQP_CHANNEL_CLOSE_METHOD:
            return channel_was_closed(channel,
                                      *static_cast<const amqp_channel_close_t*>(method.decoded));
        default:
            return;
    }
}

void Publisher::on_content(Content& content) {
    if (content.method.id != AMQP_BASIC_RETURN_METHOD) return;
    const auto& returned = *static_cast<const amqp_basic_return_t*>(content.method.decoded);
    const std::string id = text_of(content.properties.message_id);
    for (auto& [number, unconfirmed] : in_flight_) {
        if (unconfirmed.returned || unconfirmed.body.id != id) continue;
        unconfirmed.returned = true;
        counters_.count(&RabbitmqCounters::returned, unconfirmed.body.messages);
        report_unroutable(unconfirmed.body.address, text_of(returned.reply_text));
        return;
    }
}

void Publisher::confirm(std::uint64_t number, bool multiple, bool positive) {
    const auto end = in_flight_.upper_bound(number);
    const auto begin = multiple ? in_flight_.begin() : in_flight_.find(number);
    if (begin == in_flight_.end()) return;
    for (auto entry = begin; entry != end; ++entry)
        settle(entry->second, positive);
    in_flight_.erase(begin, end);
    last_progress_ = std::chrono::steady_clock::now();
}

void Publisher::settle(const Unconfirmed& unconfirmed, bool positive) {
    const Body& body = unconfirmed.body;
    bytes_in_flight_ -= body.text.size();
    if (!positive) counters_.count(&RabbitmqCounters::nacked, body.messages);
    if (positive && !unconfirmed.returned)
        counters_.count(&RabbitmqCounters::confirmed, body.messages);
    if (!body.dead_letter) return;
    if (!positive) {
        body.dead_letter->outcome.set_value("the dead queue of " + body.address + " is full");
    } else if (unconfirmed.returned) {
        body.dead_letter->outcome.set_value("there is no dead queue for " + body.address);
    } else {
        counters_.count(&RabbitmqCounters::dead_lettered);
        body.dead_letter->outcome.set_value({});
    }
}

/// Rate-limited per address: a missing queue affects every message to it.
bool Publisher::may_report(const std::string& address) {
    const Time now = std::chrono::steady_clock::now();
    if (reported_.size() >= kReportedMax) reported_.clear();
    const auto [entry, is_first] = reported_.try_emplace(address, now);
    if (!is_first && now - entry->second < kReportAgainAfter) return false;
    entry->second = now;
    return true;
}

void Publisher::report_unroutable(const std::string& address, const std::string& reason) {
    if (topology::is_private(address)) return;  // the asker stopped waiting
    if (!may_report(address)) return;
    report_({Severity::warning,
             "message returned, no queue is bound to its key",
             {{"address", address}, {"reason", reason}}});
}

void Publisher::channel_was_closed(std::uint16_t channel, const amqp_channel_close_t& close) {
    const std::string reason = reason_of(close);
    if (channel == kMessages && ready_ && is_about_a_body(close.reply_code)) {
        drop_the_refused(reason);
        put_back(reason);
        open_messages();
    } else if (channel == kAnnouncements && is_about_a_body(close.reply_code)) {
        counters_.count(&RabbitmqCounters::announcements_dropped);
        if (may_report(reason)) {
            report_({Severity::error, "announcement refused and dropped", {{"error", reason}}});
        }
        open_channel(*reconnecting_.connection(), kAnnouncements);
    } else {
        // Confirms that were on their way are lost with it: the same as a lost connection.
        throw Unavailable("RabbitMQ closed channel " + std::to_string(channel) +
                          " of the publishing connection: " + reason);
    }
}

/// The user may not publish to that address. Sent again it would be refused again, and everything
/// else would wait behind it for ever.
void Publisher::drop_the_refused(const std::string& reason) {
    if (in_flight_.size() != 1) {
        one_by_one_ = true;
        return;
    }
    const Body& body = in_flight_.begin()->second.body;
    counters_.count(&RabbitmqCounters::refused, body.messages);
    if (may_report(body.address)) {
        report_({Severity::error,
                 "message refused and dropped",
                 {{"address", body.address}, {"error", reason}}});
    }
    if (body.dead_letter) body.dead_letter->outcome.set_value(reason);
    in_flight_.clear();
}

/// Unconfirmed bodies go first on the next channel; the caller of a dead letter retries by itself.
void Publisher::put_back(const std::string& why) {
    std::deque<Body> again;
    for (auto& [number, unconfirmed] : in_flight_) {
        if (unconfirmed.body.dead_letter) {
            unconfirmed.body.dead_letter->outcome.set_value(why);
        } else if (!unconfirmed.returned) {
            again.push_back(std::move(unconfirmed.body));
        }
    }
    again_.insert(again_.begin(), std::make_move_iterator(again.begin()),
                  std::make_move_iterator(again.end()));
    in_flight_.clear();
    bytes_in_flight_ = 0;
}

void Publisher::lose(const std::string& why, Time now) {
    put_back(why);
    more_to_read_ = false;
    ready_ = false;
    ++times_lost_;
    reconnecting_.lost(why, now);
}

bool Publisher::available(Time now) const {
    return ready_ && confirming(now) && !reconnecting_.connection()->blocked();
}

bool Publisher::confirming(Time now) const {
    return in_flight_.empty() || now - last_progress_ < kConfirmedWithin;
}

/// A broker that blocks the connection confirms nothing either; that was reported with its reason.
void Publisher::report_confirming(Time now) {
    if (reconnecting_.connection()->blocked() || confirming(now) != silence_was_reported_) return;
    silence_was_reported_ = !silence_was_reported_;
    if (!silence_was_reported_) return report_({Severity::info, "publisher confirms resumed"});
    report_({Severity::warning,
             "publisher confirms overdue",
             {{"waited_s", std::to_string(kConfirmedWithin.count())},
              {"oldest_address", in_flight_.begin()->second.body.address}}});
}

bool Publisher::idle() const {
    return again_.empty() && in_flight_.empty() && waiting_.empty();
}

void Publisher::give_up(const std::string& why) {
    for (auto& [number, unconfirmed] : in_flight_) {
        if (unconfirmed.body.dead_letter) unconfirmed.body.dead_letter->outcome.set_value(why);
        counters_.count(&RabbitmqCounters::dropped, unconfirmed.body.messages);
    }
    in_flight_.clear();
    for (const Body& body : again_)
        counters_.count(&RabbitmqCounters::dropped, body.messages);
    again_.clear();
    counters_.count(&RabbitmqCounters::dropped, waiting_.close(why));
}

}  // namespace viaja::amqp
