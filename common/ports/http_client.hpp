#pragma once
// Requests over HTTP to servers of others: one request, one whole answer. Its comments are the
// specification; adapters pass tests/http/http_client_test.cpp.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace viaja {

struct OutgoingRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::chrono::milliseconds within{20'000};  ///< for the whole of it
};

struct IncomingAnswer {
    int status = 0;     ///< 0: no answer came
    std::string body;   ///< with a status
    std::string error;  ///< without one: why, for the log; never a part of the request
};

/// Keeps its connections for the next call. One thread, except for `stop`.
class HttpClient {
  public:
    virtual ~HttpClient() = default;

    /// Never throws operational errors. Without an answer the request may have been received all
    /// the same, now or later. An answer that is too long, or ends too early, is none. A redirect
    /// is an answer and is not followed, so that a secret reaches only its own server.
    virtual IncomingAnswer call(const OutgoingRequest& request) = 0;

    /// Ends the call that is under way, soon, and every later one at once: they have no answer. Any
    /// thread.
    virtual void stop() noexcept = 0;
};

/// Each thread makes its own.
using MakeHttpClient = std::function<std::unique_ptr<HttpClient>()>;

}  // namespace viaja
