#include "common/contract/encoding.hpp"

#include <nlohmann/json.hpp>

#include "common/contract/form_members.hpp"
#include "common/contract/message_forms.hpp"
#include "common/text/json_text.hpp"

namespace viaja {
namespace {

/// The members stand in the order in which they are easiest to read.
OrderedJson envelope_json(const Envelope& envelope, const Uuid& id, const TraceContext& context) {
    OrderedJson json;
    json["type"] = envelope.type;
    json["id"] = id.text();
    put_unless_empty(json, "traceparent", traceparent_of(context, id));
    put_unless_empty(json, "request_id", context.request_id);
    if (envelope.key) json["key"] = to_json(*envelope.key);
    if (envelope.session_id) json["session"] = envelope.session_id->text();
    if (envelope.wait) {
        json["wait_ms"] =
            std::chrono::duration_cast<std::chrono::milliseconds>(*envelope.wait).count();
    }
    if (envelope.deadline) json["deadline"] = rfc3339_exact(*envelope.deadline);
    put_unless_empty(json, "reply_to", envelope.reply_to);
    return json;
}

}  // namespace

std::string encode(const Message& message, const Uuid& id, const TraceContext& context) {
    OrderedJson json = envelope_json(envelope_of(message), id, context);
    OrderedJson content =
        std::visit([]<class M>(const M& one) { return MessageForm<M>::content(one); }, message);
    if (!content.is_null()) json["content"] = std::move(content);
    // A string that is not UTF-8 would make a strict dump throw; the reader sees U+FFFD instead.
    return json_text(json);
}

std::string pack(std::span<const std::string> bodies) {
    if (bodies.size() == 1) return bodies.front();
    std::size_t size = bodies.size() + 1;
    for (const std::string& body : bodies)
        size += body.size();
    std::string list;
    list.reserve(size);
    list.push_back('[');
    for (const std::string& body : bodies) {
        if (list.size() > 1) list.push_back(',');
        list += body;
    }
    list.push_back(']');
    return list;
}

}  // namespace viaja
