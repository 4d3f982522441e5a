#include "common/adapters/otlp/span_json.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"

namespace viaja {
namespace {

constexpr int kStatusError = 2;
constexpr unsigned kSampledFlag = 1;

// Written as text: a tree of JSON values for each span costs more than all else that is done for
// it.

void append_number(std::string& text, std::int64_t number) {
    char digits[24];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    text.append(digits, end);
}

bool needs_no_escape(std::string_view value) {
    return std::all_of(value.begin(), value.end(),
                       [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

void append_text(std::string& text, std::string_view value) {
    if (!needs_no_escape(value)) {
        text += json_text(nlohmann::json(value));
        return;
    }
    text += '"';
    text += value;
    text += '"';
}

/// A member of an object whose key needs no escape, with the comma before it.
void append_member(std::string& text, std::string_view key, std::string_view value) {
    text += ",\"";
    text += key;
    text += "\":";
    append_text(text, value);
}

/// As all numbers of 64 bits, a text.
void append_member(std::string& text, std::string_view key, Instant at) {
    text += ",\"";
    text += key;
    text += "\":\"";
    append_number(
        text, std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count());
    text += '"';
}

void append_attribute(std::string& text, std::string_view key,
                      const std::variant<std::string, std::int64_t>& value) {
    text += text.ends_with('[') ? "{\"key\":" : ",{\"key\":";
    append_text(text, key);
    text += ",\"value\":{";
    if (const auto* words = std::get_if<std::string>(&value)) {
        text += "\"stringValue\":";
        append_text(text, *words);
    } else {
        text += "\"intValue\":\"";
        append_number(text, std::get<std::int64_t>(value));
        text += '"';
    }
    text += "}}";
}

void append_span(std::string& text, const Span& span) {
    text += text.empty() ? "{\"flags\":" : ",{\"flags\":";
    append_number(text, kSampledFlag);
    append_member(text, "traceId", span.trace_id.text());
    append_member(text, "spanId", span.id.text());
    if (span.parent.is_set()) append_member(text, "parentSpanId", span.parent.text());
    append_member(text, "name", span.name);
    text += ",\"kind\":";
    append_number(text, static_cast<int>(span.kind));
    append_member(text, "startTimeUnixNano", span.begun);
    append_member(text, "endTimeUnixNano", std::max(span.begun, span.ended));
    if (!span.attributes.empty()) {
        text += ",\"attributes\":[";
        for (const auto& [key, value] : span.attributes)
            append_attribute(text, key, value);
        text += ']';
    }
    if (!span.error.empty()) {
        text += ",\"status\":{\"code\":";
        append_number(text, kStatusError);
        append_member(text, "message", span.error);
        text += '}';
    }
    text += '}';
}

std::string resource_attributes(const std::string& service, const OtlpSettings& settings,
                                const std::string& instance) {
    std::string text = "[";
    append_attribute(text, "service.name",
                     settings.service_name.empty() ? service : settings.service_name);
    append_attribute(text, "service.namespace", "viaja");
    append_attribute(text, "service.version", settings.version);
    append_attribute(text, "service.instance.id", instance);
    append_attribute(text, "viaja.address", service);
    return text + ']';
}

}  // namespace

std::string spans_json(std::span<const Span> spans, const OtlpSettings& settings,
                       const std::string& instance) {
    std::map<std::string, std::string> by_service;
    for (const auto& span : spans)
        append_span(by_service[span.service], span);
    std::string text = "{\"resourceSpans\":[";
    for (const auto& [service, of_service] : by_service) {
        text += text.ends_with('[') ? "{\"resource\":{\"attributes\":"
                                    : ",{\"resource\":{\"attributes\":";
        text += resource_attributes(service, settings, instance);
        text += "},\"scopeSpans\":[{\"scope\":{\"name\":\"viaja\"";
        append_member(text, "version", settings.version);
        text += "},\"spans\":[" + of_service + "]}]}";
    }
    return text + "]}";
}

}  // namespace viaja
