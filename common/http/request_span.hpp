#pragma once
// The span of a request, from the end of its reading until its answer is given. A request without a
// `traceparent` belongs to the trace of its session: that of the path, or the one that it opens,
// whose root its span then is. Any other has a trace of its own.

#include <optional>
#include <string>

#include "common/http/router.hpp"
#include "common/ports/tracer.hpp"

namespace viaja::http {

/// A value; any thread.
class RequestSpan {
  public:
    /// Marks the request as traced. nullopt where its span is not recorded: the tracer is off, the
    /// caller has its trace not recorded, no route serves the path, or it is a probe.
    static std::optional<RequestSpan> begin(const Tracer& tracer, const Router& router,
                                            Request& request);

    void end(const Tracer& tracer, const Response& response) const;

  private:
    std::string name_;
    std::string route_;
    std::string method_;
    TraceContext context_;
    SpanId parent_;
    bool begins_trace_ = false;
    bool has_session_ = false;
    Instant begun_ = {};
};

}  // namespace viaja::http
