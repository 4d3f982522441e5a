#include "common/adapters/rabbitmq/outgoing_bodies.hpp"

#include <utility>

#include "common/contract/encoding.hpp"

namespace viaja::amqp {

namespace {

// A body takes as many as wait, up to here: the broker's work is per body, not per byte.
constexpr std::size_t kPackedMessagesMax = 64;
constexpr std::size_t kPackedBytesMax = 64 * 1024;

constexpr std::size_t kAnnouncementsMax = 10'000;
constexpr std::size_t kAnnouncedBytesMax = 8 * 1024 * 1024;

/// The word for all of them, or `otherwise`.
void keep_common(std::string& common, const std::string& other, const char* otherwise) {
    if (common != other) common = otherwise;
}

}  // namespace

Body encoded(const Outgoing& outgoing, const Uuid& id) {
    Envelope envelope = envelope_of(outgoing.message);
    Body body;
    body.address = outgoing.address;
    body.text = encode(outgoing.message, id, outgoing.context);
    body.id = id.text();
    body.type = std::move(envelope.type);
    if (envelope.session_id) body.session = envelope.session_id->text();
    body.reply_to = std::move(envelope.reply_to);
    body.context = outgoing.context;
    body.context.trace_id =
        Origin{.context = outgoing.context, .session_id = envelope.session_id}.trace_id();
    return body;
}

Body packed(std::vector<Body> bodies) {
    if (bodies.size() == 1) return std::move(bodies.front());
    std::vector<std::string> items;
    Body list = bodies.front();
    for (Body& body : bodies) {
        items.push_back(std::move(body.text));
        keep_common(list.type, body.type, "list");
        keep_common(list.session, body.session, "");
        keep_common(list.reply_to, body.reply_to, "");
        keep_common(list.context.request_id, body.context.request_id, "");
        if (body.context.trace_id != list.context.trace_id) list.context.trace_id = {};
        if (body.context.span_id != list.context.span_id) list.context.span_id = {};
    }
    list.text = pack(items);
    list.messages = bodies.size();
    return list;
}

std::size_t OutgoingBodies::add(std::vector<Body> messages) {
    const std::lock_guard guard(mutex_);
    if (!closed_because_.empty()) return messages.size();
    std::size_t dropped = 0;
    for (Body& message : messages) {
        const std::size_t bytes = message.text.size();
        const bool too_much = messages_ >= messages_max_ || bytes_ + bytes > bytes_max_;
        if (too_much || bytes > kBodyBytesMax) {
            ++dropped;
            continue;
        }
        ++messages_;
        bytes_ += bytes;
        auto& waiting = by_address_[message.address];
        if (waiting.empty()) turns_.push_back(message.address);
        waiting.push_back(std::move(message));
    }
    return dropped;
}

void OutgoingBodies::add_dead_letter(Body body) {
    const std::lock_guard guard(mutex_);
    if (closed_because_.empty()) {
        dead_letters_.push_back(std::move(body));
    } else {
        body.dead_letter->outcome.set_value(closed_because_);
    }
}

std::size_t OutgoingBodies::close(const std::string& why) {
    const std::lock_guard guard(mutex_);
    closed_because_ = why;
    for (const Body& body : dead_letters_)
        body.dead_letter->outcome.set_value(why);
    dead_letters_.clear();
    announcements_.clear();
    by_address_.clear();
    turns_.clear();
    return std::exchange(messages_, 0);
}

bool OutgoingBodies::add_announcement(Announcement announcement) {
    const std::lock_guard guard(mutex_);
    const std::size_t bytes = announcement.topic.size() + announcement.text.size();
    const bool too_much =
        announcements_.size() >= kAnnouncementsMax || announced_bytes_ + bytes > kAnnouncedBytesMax;
    if (too_much || !closed_because_.empty()) return false;
    announced_bytes_ += bytes;
    announcements_.push_back(std::move(announcement));
    return true;
}

std::optional<Body> OutgoingBodies::take() {
    const std::lock_guard guard(mutex_);
    while (!dead_letters_.empty()) {
        Body body = std::move(dead_letters_.front());
        dead_letters_.pop_front();
        if (!body.dead_letter->abandoned.load()) return body;
    }
    if (turns_.empty()) return std::nullopt;

    const std::string address = std::move(turns_.front());
    turns_.pop_front();
    const auto entry = by_address_.find(address);
    std::deque<Body>& waiting = entry->second;
    std::vector<Body> together;
    std::size_t bytes = 0;
    while (!waiting.empty() && together.size() < kPackedMessagesMax) {
        const std::size_t more = waiting.front().text.size() + 2;  // its comma, and the brackets
        if (!together.empty() && bytes + more > kPackedBytesMax) break;
        bytes += more;
        bytes_ -= waiting.front().text.size();
        together.push_back(std::move(waiting.front()));
        waiting.pop_front();
    }
    messages_ -= together.size();
    if (waiting.empty()) {
        by_address_.erase(entry);
    } else {
        turns_.push_back(address);
    }
    return packed(std::move(together));
}

std::vector<Announcement> OutgoingBodies::take_announcements() {
    const std::lock_guard guard(mutex_);
    announced_bytes_ = 0;
    return std::exchange(announcements_, {});
}

bool OutgoingBodies::empty() const {
    const std::lock_guard guard(mutex_);
    return messages_ == 0 && dead_letters_.empty();
}

}  // namespace viaja::amqp
