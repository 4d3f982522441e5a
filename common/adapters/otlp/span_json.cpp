#include "common/adapters/otlp/span_json.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"

namespace viaja {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kStatusError = 2;
constexpr unsigned kSampledFlag = 1;

Json attribute(std::string_view key, const std::variant<std::string, std::int64_t>& value) {
    Json json;
    json["key"] = key;
    if (const auto* text = std::get_if<std::string>(&value)) {
        json["value"]["stringValue"] = *text;
    } else {
        // As all numbers of 64 bits, a text.
        json["value"]["intValue"] = std::to_string(std::get<std::int64_t>(value));
    }
    return json;
}

std::string nanoseconds(Instant at) {
    return std::to_string(
        std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count());
}

Json span_json(const Span& span) {
    Json json;
    json["traceId"] = span.trace_id.text();
    json["spanId"] = span.id.text();
    if (span.parent.is_set()) json["parentSpanId"] = span.parent.text();
    json["flags"] = kSampledFlag;
    json["name"] = span.name;
    json["kind"] = static_cast<int>(span.kind);
    json["startTimeUnixNano"] = nanoseconds(span.begun);
    json["endTimeUnixNano"] = nanoseconds(std::max(span.begun, span.ended));
    for (const auto& [key, value] : span.attributes)
        json["attributes"].push_back(attribute(key, value));
    if (!span.error.empty()) json["status"] = {{"message", span.error}, {"code", kStatusError}};
    return json;
}

Json resource_json(const std::string& service, const OtlpSettings& settings,
                   const std::string& instance) {
    const auto& name = settings.service_name.empty() ? service : settings.service_name;
    Json attributes = Json::array();
    attributes.push_back(attribute("service.name", name));
    attributes.push_back(attribute("service.namespace", "viaja"));
    attributes.push_back(attribute("service.version", settings.version));
    attributes.push_back(attribute("service.instance.id", instance));
    attributes.push_back(attribute("viaja.address", service));
    Json json;
    json["attributes"] = std::move(attributes);
    return json;
}

}  // namespace

std::string spans_json(std::span<const Span> spans, const OtlpSettings& settings,
                       const std::string& instance) {
    std::map<std::string, Json> by_service;
    for (const auto& span : spans)
        by_service[span.service].push_back(span_json(span));
    Json json;
    json["resourceSpans"] = Json::array();
    for (auto& [service, of_service] : by_service) {
        Json scope;
        scope["scope"] = {{"name", "viaja"}, {"version", settings.version}};
        scope["spans"] = std::move(of_service);
        Json one;
        one["resource"] = resource_json(service, settings, instance);
        one["scopeSpans"] = Json::array({std::move(scope)});
        json["resourceSpans"].push_back(std::move(one));
    }
    return json_text(json);
}

}  // namespace viaja
