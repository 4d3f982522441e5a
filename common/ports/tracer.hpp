#pragma once
// Spans: how long each piece of a trace's work took and what it followed from. A service has a
// Tracer; one that is off does nothing and costs one comparison. Where it is on, an input gets a
// span of its own before it is decided, so that what follows from it names that span as its parent.
//
// The requests of a session without a `traceparent` form one trace, that of the session; its root
// is the span of the request that opened it (span_of the session's id).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/contract/trace_context.hpp"
#include "common/ports/clock.hpp"

namespace viaja {

/// As OpenTelemetry numbers them.
enum class SpanKind { internal = 1, server = 2, consumer = 5 };

/// Names of attributes are literals. Never tokens, names of travellers or card numbers.
using SpanAttributes =
    std::vector<std::pair<std::string_view, std::variant<std::string, std::int64_t>>>;

struct Span {
    std::string service;  ///< its address: "session", "flight.I0"
    std::string name;     ///< one of few: "confirm", "POST /v1/sessions/{id}/holds"
    SpanKind kind = SpanKind::internal;
    TraceId trace_id = {};
    SpanId id = {};
    SpanId parent = {};  ///< all zeros: a root
    Instant begun = {};
    Instant ended = {};
    SpanAttributes attributes = {};
    std::string error = {};  ///< empty: it succeeded
};

/// Takes spans. Any thread.
class SpanSink {
  public:
    virtual ~SpanSink() = default;
    virtual SpanId new_id() = 0;
    /// Never blocks; drops the span where too many wait.
    virtual void record(Span span) noexcept = 0;
};

/// The part of a span that is known when it begins; its id is in the context of what it is about.
struct OpenSpan {
    SpanId parent = {};
    Instant begun = {};
};

/// A value; any thread. What it refers to outlives it.
class Tracer {
  public:
    /// Off.
    Tracer() = default;
    Tracer(SpanSink& sink, const Clock& clock, std::string service)
        : sink_(&sink), clock_(&clock), service_(std::move(service)) {}

    bool is_on() const { return sink_ != nullptr; }
    Instant now() const { return clock_->now(); }
    SpanId new_id() const { return sink_->new_id(); }

    /// Begins the span of an input or a message: from then on it is what the origin's context
    /// names. nullopt where the tracer is off, the caller has its trace not recorded, or there is
    /// neither a trace nor a session.
    std::optional<OpenSpan> begin(Origin& origin) const;

    /// Ends it now, under the name of its input.
    void end(const Origin& origin, const OpenSpan& open, SpanAttributes attributes = {},
             std::string error = {}) const;

    /// Records a span of this service that is complete.
    void record(Span span) const;

  private:
    SpanSink* sink_ = nullptr;
    const Clock* clock_ = nullptr;
    std::string service_;
};

}  // namespace viaja
