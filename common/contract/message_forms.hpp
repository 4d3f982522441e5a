#pragma once
// How each message stands on the wire. A form says the types that its message may have, its
// envelope and its content, and reads it back. An alternative of Message without a form does not
// compile. Private to this library; any thread.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/json_reader.hpp"
#include "common/contract/messages.hpp"

namespace viaja {

using Types = std::vector<std::string_view>;

template <class M>
struct MessageForm;

// Of every form: `content` is null where the message has none; `read` throws Misread, which names
// the first member that is wrong. `reads` exists where another message may have the same type.

template <>
struct MessageForm<SupplierCommand> {
    static Types types();
    static Envelope envelope(const SupplierCommand& message);
    static OrderedJson content(const SupplierCommand& message);
    static SupplierCommand read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<SupplierReply> {
    static Types types();
    static bool reads(const JsonReader& message, std::string_view type);
    static Envelope envelope(const SupplierReply& message);
    static OrderedJson content(const SupplierReply& message);
    static SupplierReply read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<PaymentCommand> {
    static Types types();
    static Envelope envelope(const PaymentCommand& message);
    static OrderedJson content(const PaymentCommand& message);
    static PaymentCommand read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<PaymentReply> {
    static Types types();
    static bool reads(const JsonReader& message, std::string_view type);
    static Envelope envelope(const PaymentReply& message);
    static OrderedJson content(const PaymentReply& message);
    static PaymentReply read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<TimeoutNotice> {
    static Types types();
    static Envelope envelope(const TimeoutNotice& message);
    static OrderedJson content(const TimeoutNotice& message);
    static TimeoutNotice read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<ScheduleTimeout> {
    static Types types();
    static Envelope envelope(const ScheduleTimeout& message);
    static OrderedJson content(const ScheduleTimeout& message);
    static ScheduleTimeout read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<ScheduleReply> {
    static Types types();
    static Envelope envelope(const ScheduleReply& message);
    static OrderedJson content(const ScheduleReply& message);
    static ScheduleReply read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<TimeoutAcknowledged> {
    static Types types();
    static Envelope envelope(const TimeoutAcknowledged& message);
    static OrderedJson content(const TimeoutAcknowledged& message);
    static TimeoutAcknowledged read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<SessionCheck> {
    static Types types();
    static Envelope envelope(const SessionCheck& message);
    static OrderedJson content(const SessionCheck& message);
    static SessionCheck read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<Question> {
    static Types types();
    static Envelope envelope(const Question& message);
    static OrderedJson content(const Question& message);
    static Question read(const JsonReader& message, std::string_view type);
};

template <>
struct MessageForm<QuestionAnswer> {
    static Types types();
    static Envelope envelope(const QuestionAnswer& message);
    static OrderedJson content(const QuestionAnswer& message);
    static QuestionAnswer read(const JsonReader& message, std::string_view type);
};

}  // namespace viaja
