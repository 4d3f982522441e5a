#pragma once
// A request as it was understood and a response as a handler gives it. Values; any thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/contract/trace_context.hpp"

namespace viaja::http {

class Takeover;

/// Header fields in the order in which they came. Names are compared without regard to case.
class Headers {
  public:
    using Field = std::pair<std::string, std::string>;

    Headers() = default;
    Headers(std::initializer_list<Field> fields) : fields_(fields) {}

    /// The first field of that name; nullptr if there is none. Valid until the next change.
    const std::string* find(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    /// All fields of that name joined by ", ", which is what a list header means by RFC 9110.
    std::string joined(std::string_view name) const;

    void add(std::string name, std::string value);
    /// Replaces all fields of that name by this one.
    void set(std::string name, std::string value);

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }

  private:
    std::vector<Field> fields_;
};

/// The query of a target, percent-decoded ('+' is a space), in order; a name may come again.
class Query {
  public:
    using Field = std::pair<std::string, std::string>;

    /// The first field of that name; nullptr if there is none.
    const std::string* find(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    void add(std::string name, std::string value);

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }

  private:
    std::vector<Field> fields_;
};

/// Everything in it was checked: the method is a token, the target is well formed, decoded text is
/// UTF-8 without control characters, header values have no control characters but tabs, the body
/// is complete and within the limit (but its content was not looked at).
struct Request {
    std::string method;  ///< as sent; methods are case-sensitive
    std::string target;  ///< as sent, e.g. "/v1/sessions?x=1"
    std::string path;    ///< still percent-encoded (the router decodes by segment), or "*"
    Query query;
    Headers headers;
    std::string body;
    std::string peer;        ///< "127.0.0.1:50312" or "[::1]:50312"
    std::string request_id;  ///< from X-Request-Id, else ours; every answer carries it
    bool http_1_0 = false;   ///< else HTTP/1.1
    /// Where its span is recorded (request_span.hpp): the trace, and that span.
    std::optional<TraceContext> traced = std::nullopt;
};

/// What a handler answers. The connection adds Date, Content-Length, X-Request-Id and Connection,
/// and leaves out whatever a handler put under these names and under Transfer-Encoding. A 204 or
/// 304 and the answer to HEAD go out without a body.
struct Response {
    int status = 200;
    Headers headers;  ///< Content-Type belongs here; without one it is application/json
    std::string body;
    bool close = false;  ///< end the connection after this answer
    /// What speaks on the connection behind this head: with 101 for a WebSocket, if the request
    /// asked for one, and with 200 for a body that ends with the connection.
    std::shared_ptr<Takeover> takeover = nullptr;
};

/// `json` is a JSON text already encoded in UTF-8.
Response json_response(int status, std::string json);
/// text/plain; charset=utf-8
Response text_response(int status, std::string text);

/// "Not Found" for 404; "Status" for a status without a phrase here.
std::string_view reason_phrase(int status);

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::chrono::seconds since_1970);

/// ASCII letters only, as HTTP compares names and tokens.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// Its request id and the trace of its `traceparent`, or that of its span. A header that is
/// malformed, or there twice, counts as absent.
TraceContext context_of(const Request& request);

/// The same for the request that opens a session: a trace which no caller began is left out, so
/// that what follows belongs to the trace of the session.
TraceContext context_of_new_session(const Request& request);

/// The caller's trace alone. nullopt without a usable `traceparent`.
std::optional<TraceContext> callers_trace(const Request& request);

}  // namespace viaja::http
