// Commands to payment and their answers.

#include "common/contract/form_members.hpp"
#include "common/contract/message_forms.hpp"

namespace viaja {
namespace {

/// What a BR Code, the text behind a Pix, has at most.
constexpr std::size_t kPaymentCodeBytesMax = 512;

/// A payment is one of its session, so the two ids of its messages are the same.
void check_is_session(const JsonReader& message, const RequestKey& key, SessionId session_id) {
    if (key.id != session_id.value) message.refuse("key.id", "must be the session");
}

}  // namespace

Types MessageForm<PaymentCommand>::types() {
    Types types;
    for (const Command command : all_of<Command>()) {
        if (party_of(command) == Party::payment) types.push_back(name_of(command));
    }
    return types;
}

Envelope MessageForm<PaymentCommand>::envelope(const PaymentCommand& message) {
    const std::string type(name_of(message.command));
    return {.type = type,
            .key = RequestKey{type, message.session_id.value, message.attempt},
            .session_id = message.session_id,
            .deadline = message.deadline,
            .reply_to = message.reply_to};
}

OrderedJson MessageForm<PaymentCommand>::content(const PaymentCommand& message) {
    OrderedJson json;
    json["amount"] = to_json(message.amount);
    put_unless_empty(json, "method", message.method);
    put_unless_empty(json, "token", message.token);
    if (message.refund) json["refund"] = to_json(*message.refund);
    if (message.pay_until) json["pay_until"] = rfc3339_exact(*message.pay_until);
    return json;
}

PaymentCommand MessageForm<PaymentCommand>::read(const JsonReader& message, std::string_view type) {
    const RequestKey key = read_key_of(message, type);
    PaymentCommand read;
    read.command = named<Command>(type).value();
    read.session_id = read_session(message);
    check_is_session(message, key, read.session_id);
    read.attempt = key.attempt;
    read.deadline = message.instant("deadline");
    read.reply_to = read_reply_to(message);
    const JsonReader content = message.object("content");
    read.amount = content.money("amount");
    if (read.command == Command::authorize) {
        read.method = content.code("method");
        read.token = content.code("token");
    } else if (read.command == Command::charge) {
        read.method = content.code("method");
        read.token = content.optional_text("token", kCodeBytesMax);
        read.pay_until = content.instant("pay_until");
    } else {
        read.method = content.optional_text("method", kCodeBytesMax);
        read.token = content.optional_text("token", kCodeBytesMax);
    }
    const bool says_sum = read.command == Command::acknowledge ||
                          (read.command == Command::refund && content.has("refund"));
    if (says_sum) read.refund = content.money("refund");
    return read;
}

Types MessageForm<PaymentReply>::types() {
    Types types;
    for (const Answer answer : all_of<Answer>()) {
        if (gives(Party::payment, answer)) types.push_back(name_of(answer));
    }
    return types;
}

bool MessageForm<PaymentReply>::reads(const JsonReader& message, std::string_view type) {
    return party_of(read_answered_command(message, type)) == Party::payment;
}

Envelope MessageForm<PaymentReply>::envelope(const PaymentReply& message) {
    return {.type = std::string(name_of(message.answer)),
            .key = RequestKey{std::string(name_of(message.command)), message.session_id.value,
                              message.attempt},
            .session_id = message.session_id};
}

OrderedJson MessageForm<PaymentReply>::content(const PaymentReply& message) {
    OrderedJson json;
    json["state"] = message.row_state;
    put_unless_empty(json, "reason", message.reason);
    if (message.refunded) json["refunded"] = to_json(*message.refunded);
    put_unless_empty(json, "code", message.code);
    return json;
}

PaymentReply MessageForm<PaymentReply>::read(const JsonReader& message, std::string_view type) {
    const RequestKey key = read_key(message);
    PaymentReply read;
    read.answer = named<Answer>(type).value();
    read.command = named<Command>(key.command).value();
    read.session_id = read_session(message);
    check_is_session(message, key, read.session_id);
    read.attempt = key.attempt;
    const JsonReader content = message.object("content");
    read.row_state = content.code("state");
    read.reason = read_reason(content, read.answer);
    const bool says_sum = read.answer == Answer::returned ||
                          (read.answer == Answer::refunded && content.has("refunded"));
    if (says_sum) read.refunded = content.money("refunded");
    if (read.answer == Answer::waiting) read.code = content.code("code", kPaymentCodeBytesMax);
    return read;
}

}  // namespace viaja
