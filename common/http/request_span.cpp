#include "common/http/request_span.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace viaja::http {
namespace {

/// Asked every second by what runs and watches the process.
constexpr std::array<std::string_view, 4> kProbes{"/livez", "/readyz", "/healthz", "/metrics"};

std::optional<SessionId> session_of(const Router::Match& match) {
    const auto id = match.parameters.find("id");
    return id == match.parameters.end() ? std::nullopt : SessionId::parse(id->second);
}

/// The session that an answer says was opened: its Location ends in the id.
std::optional<SessionId> session_opened(const Response& response) {
    const auto* location = response.headers.find("Location");
    if (location == nullptr || response.status != 201) return std::nullopt;
    return SessionId::parse(location->substr(location->rfind('/') + 1));
}

TraceId new_trace(const Tracer& tracer) {
    TraceId trace;
    const auto first = tracer.new_id();
    const auto second = tracer.new_id();
    std::ranges::copy(first.bytes, trace.bytes.begin());
    std::ranges::copy(second.bytes, trace.bytes.begin() + std::ssize(first.bytes));
    return trace;
}

}  // namespace

std::optional<RequestSpan> RequestSpan::begin(const Tracer& tracer, const Router& router,
                                              Request& request) {
    if (!tracer.is_on()) return std::nullopt;
    const auto caller = callers_trace(request);
    if (caller && !caller->sampled) return std::nullopt;
    const auto match = router.match(request.path);
    if (match.pattern.empty() || std::ranges::find(kProbes, match.pattern) != kProbes.end()) {
        return std::nullopt;
    }
    RequestSpan span;
    span.route_ = match.pattern;
    span.method_ = request.method;
    span.name_ = request.method + ' ' + match.pattern;
    const auto session = session_of(match);
    span.has_session_ = session.has_value();
    if (caller) {
        span.context_ = *caller;
        span.parent_ = caller->span_id;
    } else if (session) {
        span.context_.trace_id = trace_of(*session);
        span.parent_ = span_of(session->value);
    } else {
        span.context_.trace_id = new_trace(tracer);
        span.begins_trace_ = true;
    }
    span.context_.span_id = tracer.new_id();
    span.context_.sampled = true;
    span.context_.request_id = request.request_id;
    span.begun_ = tracer.now();
    request.traced = span.context_;
    return span;
}

void RequestSpan::end(const Tracer& tracer, const Response& response) const {
    Span span{.service = {},
              .name = name_,
              .kind = SpanKind::server,
              .trace_id = context_.trace_id,
              .id = context_.span_id,
              .parent = parent_,
              .begun = begun_,
              .ended = tracer.now(),
              .attributes = {{"http.request.method", method_},
                             {"http.route", route_},
                             {"http.response.status_code", std::int64_t{response.status}},
                             {"viaja.request.id", context_.request_id}}};
    if (response.status >= 500) span.error = reason_phrase(response.status);
    const auto opened = has_session_ ? std::nullopt : session_opened(response);
    if (opened && begins_trace_) {
        span.trace_id = trace_of(*opened);
        span.id = span_of(opened->value);
    } else if (opened) {
        // The later requests of the session may come without the caller's trace.
        auto root = span;
        root.name = "session";
        root.kind = SpanKind::internal;
        root.trace_id = trace_of(*opened);
        root.id = span_of(opened->value);
        root.parent = {};
        tracer.record(std::move(root));
    }
    tracer.record(std::move(span));
}

}  // namespace viaja::http
