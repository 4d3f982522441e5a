#include "common/contract/trace_context.hpp"

#include <algorithm>
#include <span>

#include "common/text/hexadecimal.hpp"

namespace viaja {
namespace {

// version "-" trace-id "-" parent-id "-" trace-flags
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kParentAt = kTraceAt + kTraceDigits + 1;
constexpr std::size_t kParentDigits = 16;
constexpr std::size_t kFlagsAt = kParentAt + kParentDigits + 1;
constexpr std::size_t kLength = kFlagsAt + 2;

constexpr int kSampledFlag = 1;

/// An upper-case digit is no digit here.
int digit_value(char digit) {
    const bool is_upper_case = digit >= 'A' && digit <= 'F';
    return is_upper_case ? -1 : hex_value(digit).value_or(-1);
}

/// False unless all of the text is lower-case hexadecimal digits, two for each byte.
bool read_bytes(std::string_view digits, std::span<std::uint8_t> bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit_value(digits[2 * i]);
        const int low = digit_value(digits[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

void append_bytes(std::string& text, std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) {
        text.push_back(kHexDigits[byte >> 4]);
        text.push_back(kHexDigits[byte & 0x0f]);
    }
}

}  // namespace

std::string TraceId::text() const {
    std::string text;
    text.reserve(kTraceDigits);
    append_bytes(text, bytes);
    return text;
}

std::string SpanId::text() const {
    std::string text;
    text.reserve(kParentDigits);
    append_bytes(text, bytes);
    return text;
}

SpanId span_of(const Uuid& id) {
    SpanId span;
    std::ranges::copy(std::span(id.bytes()).last<kParentDigits / 2>(), span.bytes.begin());
    return span;
}

std::optional<TraceContext> read_traceparent(std::string_view text) {
    if (text.size() < kLength) return std::nullopt;
    for (const std::size_t dash : {kTraceAt - 1, kParentAt - 1, kFlagsAt - 1})
        if (text[dash] != '-') return std::nullopt;
    std::array<std::uint8_t, 1> version{};
    std::array<std::uint8_t, 1> flags{};
    TraceContext context;
    const bool readable =
        read_bytes(text.substr(0, 2), version) &&
        read_bytes(text.substr(kTraceAt, kTraceDigits), context.trace_id.bytes) &&
        read_bytes(text.substr(kParentAt, kParentDigits), context.span_id.bytes) &&
        read_bytes(text.substr(kFlagsAt, 2), flags);
    if (!readable || version[0] == 0xff) return std::nullopt;
    if (!context.trace_id.is_set() || !context.span_id.is_set()) return std::nullopt;
    // A later version may have more behind another dash; version 00 ends here.
    const bool ends = text.size() == kLength || (version[0] > 0 && text[kLength] == '-');
    if (!ends) return std::nullopt;
    context.sampled = (flags[0] & kSampledFlag) != 0;
    return context;
}

std::string traceparent_of(const TraceContext& context, const Uuid& message_id) {
    const auto parent = context.span_id.is_set() ? context.span_id : span_of(message_id);
    if (!context.trace_id.is_set() || !parent.is_set()) return {};
    std::string text = "00-";
    text.reserve(kLength);
    append_bytes(text, context.trace_id.bytes);
    text.push_back('-');
    append_bytes(text, parent.bytes);
    text += context.sampled ? "-01" : "-00";
    return text;
}

}  // namespace viaja
