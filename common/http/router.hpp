#pragma once
// Which handler serves which method and path. Built once at start, then only read; `handle` may be
// called from any thread, but the server calls it on the loop thread.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/http/message.hpp"

namespace viaja::http {

/// The values of {names} of the pattern, percent-decoded, never empty. `at` throws for a name that
/// is not in the pattern.
using PathParameters = std::map<std::string, std::string, std::less<>>;

/// Gives the answer: exactly once, FROM ANY THREAD, now or later. A second call is ignored and
/// logged. If every copy is destroyed without a call the client gets 503 `unavailable`.
using Respond = std::function<void(Response)>;

/// Runs on the loop thread and must not block. `request` and the parameters are valid during the
/// call only: copy what is needed later. An exception answers 503 `unavailable` and is logged.
using Handler = std::function<void(const Request&, const PathParameters&, Respond)>;

class Router {
  public:
    struct Route {
        std::string method;
        std::string pattern;
        bool operator==(const Route&) const = default;
    };

    /// `pattern`: "/v1/sessions/{id}/holds/{hold}"; a segment is literal or one {name}. Literal
    /// segments win over names ("/v1/flights/search" over "/v1/flights/{id}"). A pattern without a
    /// leading slash, with an empty or repeated name, or a route that exists already is a bug
    /// (std::logic_error). HEAD is served by GET and OPTIONS by the router; neither can be added.
    void add(std::string method, std::string pattern, Handler handler);

    /// The handler, without parameters, for GET and HEAD of a path that no pattern matches.
    void otherwise(Handler handler) { otherwise_ = std::move(handler); }

    /// Calls the handler; or answers 404 `not_found`, 405 `method_not_allowed` with Allow, or
    /// OPTIONS with 204 and Allow.
    void handle(const Request& request, Respond respond) const;

    /// The pattern that serves a path, and the path's parameters; an empty pattern where none does.
    struct Match {
        std::string pattern;
        PathParameters parameters;
    };
    Match match(std::string_view path) const;

    /// In the order in which they were added.
    const std::vector<Route>& routes() const { return routes_; }

  private:
    struct Entry {
        std::string pattern;
        std::vector<std::string> segments;  // of the pattern; "{name}" with its braces
        std::map<std::string, Handler, std::less<>> handlers;
    };

    Entry& entry_for(const std::string& pattern);
    const Entry* best_match(const std::vector<std::string>& segments) const;

    std::vector<Entry> entries_;
    std::vector<Route> routes_;
    Handler otherwise_;
};

}  // namespace viaja::http
