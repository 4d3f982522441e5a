#include "common/ports/tracer.hpp"

namespace viaja {

std::optional<OpenSpan> Tracer::begin(Origin& origin) const {
    if (!is_on()) return std::nullopt;
    auto& context = origin.context;
    if (!context.trace_id.is_set()) {
        if (!origin.session_id) return std::nullopt;
        context.trace_id = trace_of(*origin.session_id);
        context.span_id = span_of(origin.session_id->value);
        context.sampled = true;
    }
    if (!context.sampled) return std::nullopt;
    const OpenSpan open{context.span_id, now()};
    context.span_id = new_id();
    return open;
}

void Tracer::end(const Origin& origin, const OpenSpan& open, SpanAttributes attributes,
                 std::string error) const {
    if (origin.session_id) attributes.emplace_back("session.id", origin.session_id->text());
    if (!origin.context.request_id.empty()) {
        attributes.emplace_back("viaja.request.id", origin.context.request_id);
    }
    if (origin.message_id) {
        attributes.emplace_back("messaging.message.id", origin.message_id->text());
    }
    // The path of a request has ids; its own span has its route.
    const bool of_request = origin.input.find('/') != std::string::npos;
    record({.service = {},
            .name = origin.input.empty() ? "due"
                    : of_request         ? "decide"
                                         : origin.input,
            .kind = origin.message_id ? SpanKind::consumer : SpanKind::internal,
            .trace_id = origin.context.trace_id,
            .id = origin.context.span_id,
            .parent = open.parent,
            .begun = open.begun,
            .ended = now(),
            .attributes = std::move(attributes),
            .error = std::move(error)});
}

void Tracer::record(Span span) const {
    span.service = service_;
    sink_->record(std::move(span));
}

}  // namespace viaja
