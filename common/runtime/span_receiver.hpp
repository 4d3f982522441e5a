#pragma once
// Where spans are sent, from the variables that OpenTelemetry names for it
// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Pure; any thread.

#include <optional>
#include <string>

#include "common/runtime/configuration.hpp"

namespace viaja::runtime {

struct SpanReceiver {
    std::string url;           ///< "http://127.0.0.1:4318/v1/traces"
    std::string service_name;  ///< empty: each service has its address for a name
};

/// From OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, the whole address, or OTEL_EXPORTER_OTLP_ENDPOINT, to
/// which /v1/traces is added, and OTEL_SERVICE_NAME. nullopt: neither is set, or OTEL_SDK_DISABLED
/// is true, and nothing is exported. Throws ConfigurationError.
std::optional<SpanReceiver> span_receiver(const Configuration& configuration);

}  // namespace viaja::runtime
