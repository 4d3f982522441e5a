#pragma once
// The server at its addresses: a call goes to the one that answered last, then to the others, and
// is repeated for a while, unless it is made by call_once. One thread.

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/http.hpp"
#include "terminal/screen.hpp"

namespace viaja::terminal {

class Server {
  public:
    Server(std::vector<std::string> addresses, Screen& screen)
        : addresses_(std::move(addresses)), screen_(screen) {}

    /// Of the session that later calls are about.
    void use_token(const std::string& token) { token_ = token; }
    void use_addresses(std::vector<std::string> addresses) {
        addresses_ = std::move(addresses);
        present_ = 0;
    }
    const std::vector<std::string>& addresses() const { return addresses_; }

    /// The answer, also where it is a problem; one of another shard (421) only where all addresses
    /// are of other shards. Throws Stop: Exit::unavailable after some seconds
    /// without an answer, or where all that answered was 503; Exit::stopped after Ctrl-C.
    Answer call(Request request);

    /// Makes a call that must not be made twice: once, at the first address that can be reached.
    /// Throws Stop: Exit::unavailable with the code "no_answer" where it may have been done,
    /// "not_sent" where none could be reached; Exit::stopped.
    Answer call_once(Request request);

    /// The answer; one of success must have each of the members, and none of them empty. Throws
    /// Stop with Exit::unavailable where it does not: it came from another program, such as the
    /// page of a network that wants a login first.
    const Answer& require_members(const Answer& answer,
                                  std::initializer_list<std::string_view> names) const;

    /// Reads the frames of a session's events until `take` returns false. After a loss it connects
    /// again, to the next address, from the `seq` that `place` says. `tick` is called about once a
    /// second between the frames. Throws Stop as above, and ends at `deadline`.
    void follow(const std::string& path, const std::function<std::int64_t()>& place,
                const std::function<bool(const Json& frame)>& take,
                const std::function<void()>& tick, std::chrono::steady_clock::time_point deadline);

    /// The one that answered last.
    const std::string& present_address() const { return addresses_[present_]; }

  private:
    std::optional<Answer> call_each(const Request& request);
    [[noreturn]] void refuse_foreign() const;
    [[noreturn]] void give_up(const std::optional<Answer>& last);
    void with_token(Request& request) const;
    void check_interrupt() const;

    std::vector<std::string> addresses_;
    Screen& screen_;
    std::string token_;
    std::size_t present_ = 0;  ///< the address that answered last
    Http http_;
};

/// The addresses in "http://a:1,http://b:2", without a slash at their end. Throws Stop with
/// Exit::usage for what is no http(s) URL, and for one with a user name in it.
std::vector<std::string> parse_addresses(Language language, std::string_view text);

/// Those of --url, else of VIAJA_URL; none where neither is given.
std::vector<std::string> configured_addresses(const Arguments& arguments);

constexpr const char* kDefaultAddress = "http://localhost:8080";

}  // namespace viaja::terminal
