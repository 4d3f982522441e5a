#pragma once
// Spans as the body of a request of OTLP over HTTP, in JSON
// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). Pure; any thread.

#include <span>
#include <string>

#include "common/adapters/otlp/otlp_settings.hpp"
#include "common/ports/tracer.hpp"

namespace viaja {

/// `instance` is the process's: the same in all of its requests.
std::string spans_json(std::span<const Span> spans, const OtlpSettings& settings,
                       const std::string& instance);

}  // namespace viaja
