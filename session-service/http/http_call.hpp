#pragma once
// One HTTP request of a traveller on its way to its answer: what was asked, and the ways to answer
// it in the words of docs/openapi.yaml. Made on the loop thread; answers may come from any thread.

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
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
    void answer_session(int status, const SessionView& view) const;
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
    /// `outcome_unknown`: the request may have been done before.
    void refuse_unreadable(bool outcome_unknown = false) const;

  private:
    http::Request request_;
    http::Respond respond_;
    std::function<void()> on_wrong_token_;
};

using SharedHttpCall = std::shared_ptr<const HttpCall>;

/// The session's version as an entity tag, with its quotation marks.
std::string etag_of(const Session& session);
/// The session with its ETag.
http::Response session_response(int status, const SessionView& view);
/// A refusal of the session's state: what the session allows now is part of it.
/// `errors` says where in the body what was refused stands.
http::Response refusal_response(const http::Request& request, const Decided& decided,
                                std::vector<http::FieldError> errors = {});

/// The whole number of a query parameter, `by_default` without one, nullopt for anything else.
std::optional<int> number_of(const http::Request& request, const char* name, int by_default);

/// The hash of the bearer token; without one a hash that belongs to no session.
std::string token_hash_of(const http::Request& request);

// What a request's headers ask for. Each of these answers the call itself and returns nullopt where
// a header is wrong.

std::optional<IdempotencyKey> read_idempotency_key(const HttpCall& call, std::string route,
                                                   const nlohmann::json& body);
/// The versions that If-Match lists by their strong ETags, of which one must be the session's: a
/// weak tag matches none (RFC 9110, section 13.1.1). Without the header, and with `*`, any version
/// will do, and the inner optional is empty.
using IfMatch = std::optional<std::vector<std::int64_t>>;
std::optional<IfMatch> read_if_match(const HttpCall& call);

}  // namespace viaja::session
