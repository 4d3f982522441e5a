#pragma once
// W3C Trace Context (https://www.w3.org/TR/trace-context/): which trace an input, a message or a
// log line belongs to, and the HTTP request behind it. Each message says it in its members
// `traceparent` and `request_id`; one without them belongs to the trace of its session, whose id is
// 128 bits as a trace's is. What comes from outside is checked here, and what cannot be used counts
// as absent: a trace never makes a request or a message fail. Pure; any thread.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/contract/ids.hpp"
#include "common/text/visible_ascii.hpp"

namespace viaja {

/// 128 bits, written as 32 lower-case hexadecimal digits. All zeros is no trace.
struct TraceId {
    std::array<std::uint8_t, 16> bytes{};

    bool is_set() const { return bytes != std::array<std::uint8_t, 16>{}; }
    std::string text() const;
    auto operator<=>(const TraceId&) const = default;
};

/// The trace of what has a session and no other trace.
inline TraceId trace_of(const SessionId& session_id) {
    return {session_id.value.bytes()};
}

/// 64 bits, written as 16 lower-case hexadecimal digits. All zeros is no span.
struct SpanId {
    std::array<std::uint8_t, 8> bytes{};

    bool is_set() const { return bytes != std::array<std::uint8_t, 8>{}; }
    std::string text() const;
    auto operator<=>(const SpanId&) const = default;
};

/// The last 64 bits of an id. Of a message: its sender's span, where no span was recorded. Of a
/// session: the root of the session's own trace.
SpanId span_of(const Uuid& id);

constexpr std::size_t kRequestIdBytesMax = 128;

/// Whether a text can be the id of a request: 1 to kRequestIdBytesMax visible ASCII characters.
inline bool is_request_id(std::string_view text) {
    return is_visible_ascii(text, kRequestIdBytesMax);
}

struct TraceContext {
    TraceId trace_id = {};
    /// What follows is a child of it: the caller's span, or that of the work that sent the message.
    SpanId span_id = {};
    bool sampled = false;         ///< the trace is recorded: as spans, else as lines in the log
    std::string request_id = {};  ///< of the HTTP request behind it; empty where it is not known

    bool empty() const { return !trace_id.is_set() && request_id.empty(); }
    bool operator==(const TraceContext&) const = default;
};

/// A `traceparent`. nullopt where it is malformed: a version `ff`, ids of zeros only, upper-case
/// digits, a wrong length. A version after 00 is read as far as 00 goes.
std::optional<TraceContext> read_traceparent(std::string_view text);

/// The `traceparent` (version 00) of a message: its parent is the context's span, or else the last
/// 64 bits of the message's id. Empty where there is no trace, or no parent.
std::string traceparent_of(const TraceContext& context, const Uuid& message_id);

/// What an input or a message is and belongs to, each where it is known: carried through the
/// pipeline and named in the log.
struct Origin {
    /// A message's type, or a request's method and path: "authorize", "POST /v1/sessions".
    std::string input = {};
    TraceContext context = {};
    std::optional<SessionId> session_id = {};
    std::optional<Uuid> message_id = {};

    /// The trace's own id, or that of the session.
    TraceId trace_id() const {
        return context.trace_id.is_set() || !session_id ? context.trace_id : trace_of(*session_id);
    }
    bool operator==(const Origin&) const = default;
};

}  // namespace viaja
