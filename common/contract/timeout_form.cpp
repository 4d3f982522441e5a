// Timeouts of sessions: their schedules, the notices and the acknowledgements.

#include "common/contract/form_members.hpp"
#include "common/contract/message_forms.hpp"

namespace viaja {
namespace {

constexpr std::string_view kTimeout = "timeout";
constexpr std::string_view kScheduleTimeout = "schedule-timeout";
constexpr std::string_view kTimeoutAcknowledged = "timeout-acknowledged";

RequestKey key_of_schedule(const Uuid& id) {
    return {std::string(kScheduleTimeout), id, 0};
}

}  // namespace

Types MessageForm<TimeoutNotice>::types() {
    return {kTimeout};
}

Envelope MessageForm<TimeoutNotice>::envelope(const TimeoutNotice& message) {
    Envelope envelope{.type = std::string(kTimeout),
                      .session_id = message.session_id,
                      .reply_to = message.reply_to};
    if (message.schedule) envelope.key = key_of_schedule(*message.schedule);
    return envelope;
}

OrderedJson MessageForm<TimeoutNotice>::content(const TimeoutNotice&) {
    return {};
}

/// That of the first version has no key; one with a key is to be acknowledged.
TimeoutNotice MessageForm<TimeoutNotice>::read(const JsonReader& message, std::string_view) {
    TimeoutNotice read;
    read.session_id = read_session(message);
    if (message.has("key")) {
        read.schedule = read_key_of(message, kScheduleTimeout).id;
        read.reply_to = read_reply_to(message);
    }
    return read;
}

Types MessageForm<ScheduleTimeout>::types() {
    return {kScheduleTimeout};
}

Envelope MessageForm<ScheduleTimeout>::envelope(const ScheduleTimeout& message) {
    return {.type = std::string(kScheduleTimeout),
            .key = key_of_schedule(message.id),
            .session_id = message.session_id,
            .deadline = message.deadline,
            .reply_to = message.reply_to};
}

OrderedJson MessageForm<ScheduleTimeout>::content(const ScheduleTimeout& message) {
    OrderedJson json;
    json["notify"] = message.notify;
    return json;
}

ScheduleTimeout MessageForm<ScheduleTimeout>::read(const JsonReader& message, std::string_view) {
    ScheduleTimeout read;
    read.id = read_key_of(message, kScheduleTimeout).id;
    read.session_id = read_session(message);
    if (message.has("deadline")) read.deadline = message.instant("deadline");
    read.reply_to = read_reply_to(message);
    read.notify = message.object("content").code("notify");
    return read;
}

Types MessageForm<ScheduleReply>::types() {
    Types types;
    for (const ScheduleAnswer answer : all_of<ScheduleAnswer>())
        types.push_back(name_of(answer));
    return types;
}

Envelope MessageForm<ScheduleReply>::envelope(const ScheduleReply& message) {
    return {.type = std::string(name_of(message.answer)),
            .key = key_of_schedule(message.id),
            .session_id = message.session_id};
}

OrderedJson MessageForm<ScheduleReply>::content(const ScheduleReply& message) {
    OrderedJson json = OrderedJson::object();
    put_unless_empty(json, "state", message.state);
    put_unless_empty(json, "reason", message.reason);
    return json;
}

ScheduleReply MessageForm<ScheduleReply>::read(const JsonReader& message, std::string_view type) {
    ScheduleReply read;
    read.answer = named<ScheduleAnswer>(type).value();
    read.id = read_key_of(message, kScheduleTimeout).id;
    read.session_id = read_session(message);
    const JsonReader content = message.object("content");
    if (read.answer == ScheduleAnswer::refused) {
        read.reason = content.code("reason");
    } else {
        read.state = content.code("state");
    }
    return read;
}

Types MessageForm<TimeoutAcknowledged>::types() {
    return {kTimeoutAcknowledged};
}

Envelope MessageForm<TimeoutAcknowledged>::envelope(const TimeoutAcknowledged& message) {
    return {.type = std::string(kTimeoutAcknowledged),
            .key = key_of_schedule(message.schedule),
            .session_id = message.session_id};
}

OrderedJson MessageForm<TimeoutAcknowledged>::content(const TimeoutAcknowledged&) {
    return {};
}

TimeoutAcknowledged MessageForm<TimeoutAcknowledged>::read(const JsonReader& message,
                                                           std::string_view) {
    return {read_key_of(message, kScheduleTimeout).id, read_session(message)};
}

}  // namespace viaja
