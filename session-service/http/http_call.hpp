#pragma once
// One HTTP request of a traveller on its way to its answer: what was asked, and the ways to answer
// it in the words of docs/openapi.yaml. Made on the loop thread; answers may come from any thread.

#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/problem.hpp"
#include "common/http/router.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "session-service/store/session_reader.hpp"

namespace viaja::session {

class HttpCall {
  public:
    /// `on_wrong_token` is called before a session is refused that there is not, or whose token was
    /// not given. Any thread.
    HttpCall(http::Request request, http::Respond respond,
             std::function<void()> on_wrong_token = {});

    const http::Request& request() const { return request_; }

    void answer(int status, const nlohmann::json& body, http::Headers headers = {}) const;
    /// The session with its ETag.
    void answer_session(int status, const SessionView& view, http::Headers headers = {}) const;
    void answer(http::Response response) const { respond_(std::move(response)); }

    void refuse(const http::Problem& problem) const;
    void refuse(const http::Problem& problem, const nlohmann::json& more) const;
    /// A refusal that was decided on the session's row.
    void refuse(const Decided& decided) const;
    /// An input that ended without a decision.
    void refuse(Failure failure) const;
    /// The database did not answer a read.
    void refuse_unavailable() const;
    /// Alike for a session that there is not and for a foreign token.
    void refuse_unknown_session() const;
    /// The request has a token that gives it no right.
    void note_wrong_token() const;
    /// 429: not before so long.
    void refuse_too_many(std::string detail, Duration wait) const;
    /// The session's rows make no sense to this program.
    void refuse_unreadable() const;

  private:
    http::Request request_;
    http::Respond respond_;
    std::function<void()> on_wrong_token_;
};

using SharedHttpCall = std::shared_ptr<const HttpCall>;

/// What a request's headers ask for. Each reader answers the exchange itself and returns nullopt
/// where a header is wrong.

/// The whole number of a query parameter, `by_default` without one, nullopt for anything else.
std::optional<int> number_of(const http::Request& request, const char* name, int by_default);

/// The hash of the bearer token; without one a hash that belongs to no session.
std::string token_hash_of(const http::Request& request);
std::optional<IdempotencyKey> read_idempotency_key(const HttpCall& call, std::string route,
                                                   const nlohmann::json& body);
/// The versions that If-Match lists by their strong ETags, of which one must be the session's: a
/// weak tag matches none (RFC 9110, section 13.1.1). Without the header, and with `*`, any version
/// will do, and the inner optional is empty.
using IfMatch = std::optional<std::vector<std::int64_t>>;
std::optional<IfMatch> read_if_match(const HttpCall& call);

/// `Prefer: wait=N` in seconds, at most 30; zero with respond-async.
struct Patience {
    bool asked = false;  ///< by the client, not by default
    std::chrono::milliseconds time{0};
    std::string_view applied = {};  ///< what Preference-Applied says of it (RFC 7240)
};
Patience patience_of(const http::Request& request, std::chrono::milliseconds by_default);

/// What every answer to a request that may wait says: which preference was followed, and whether
/// it is the answer to an earlier request.
http::Headers headers_of_outcome(const Patience& patience, bool replayed);

}  // namespace viaja::session
