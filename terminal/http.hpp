#pragma once
// HTTP by libcurl: one request, one answer, or an answer that goes on. No redirect is followed, so
// that a token reaches only the addresses that were configured. One thread.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "terminal/json.hpp"

namespace viaja::terminal {

struct Request {
    std::string method = "GET";
    std::string path = {};  ///< with its query
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    long seconds = 40;  ///< for the whole call; of a stream, of silence
    /// When it is ended by this side, to about a second; a call is not repeated then either.
    std::chrono::steady_clock::time_point ends_at = std::chrono::steady_clock::time_point::max();
    /// Called about once a second while it runs; must not throw.
    std::function<void()> tick = {};
};

struct Answer {
    int status = 0;
    Json body;  ///< null where it is no JSON object
};

class Http {
  public:
    Http();
    ~Http();
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;

    /// Nothing where no answer came: refused, timed out, cut in the middle, interrupted.
    std::optional<Answer> call(const std::string& address, const Request& request);

    /// Gives the bytes of a 200 to `take` until that returns false or the stream ends; another
    /// status is returned with its body. Nothing where no answer came.
    std::optional<Answer> stream(const std::string& address, const Request& request,
                                 const std::function<bool(std::string_view)>& take);

    /// Whether anything of the last call left this machine.
    bool was_sent() const { return was_sent_; }

  private:
    struct Exchange;
    std::optional<Answer> run(const std::string& address, const Request& request,
                              Exchange& exchange);

    struct Free {
        void operator()(void* handle) const;
    };
    std::unique_ptr<void, Free> curl_;
    bool was_sent_ = false;
};

}  // namespace viaja::terminal
