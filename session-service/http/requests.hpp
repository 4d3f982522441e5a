#pragma once
// What the route handlers share: from an HTTP request to an input of the pipeline, and back to the
// loop thread with its decision. Loop thread.

#include <functional>
#include <optional>
#include <string>

#include "session-service/http/api.hpp"
#include "session-service/http/http_call.hpp"

namespace viaja::session {

/// A route's handler with its call made. Requests that do not accept JSON, that have a
/// parameter twice, or whose client has given too many wrong tokens are answered before.
using Handle = std::function<void(Api&, const SharedHttpCall&, const http::PathParameters&)>;
http::Handler on(Api& api, Handle handle);

/// The same for a handler that looks at the headers itself.
SharedHttpCall call_for(Api& api, const http::Request& request, http::Respond respond);
/// True if the client has given too many wrong tokens, or ids of no session, and was answered.
bool refuse_guesses(Api& api, const HttpCall& call);
/// True if the client opens too many sessions, and was answered.
bool refuse_more_sessions(Api& api, const HttpCall& call);

/// The session of the path; an answer and nullopt where it cannot be one (404) or is another
/// shard's (421).
std::optional<SessionId> session_of_path(const Api& api, const HttpCall& call,
                                         const http::PathParameters& path);
/// False where the session is another shard's, or the shard another one; that is answered 421.
bool is_of_this_shard(const Api& api, const HttpCall& call, const SessionId& id);
bool is_this_shard(const Api& api, const HttpCall& call, int shard);

/// True if the view was read with a token of the session (SessionReader::read with a hash). Else it
/// is answered: 404 alike for an unknown session and a foreign token, or 503 without a view.
bool may_see(const HttpCall& call, const std::optional<SessionView>& view);

/// What the call asks for, in its trace; it fails as the API's patience ends.
Input input_of(const Api& api, const SharedHttpCall& call, SessionInput content);

/// A session with a new id, which `token` opens.
OpenSession new_session(const Api& api, const std::string& token);

/// Called on the loop thread with what was decided.
using WhenDecided = std::function<void(const Decided&)>;

/// Submits a wish; failures are answered here, everything decided goes to `when_decided`. After a
/// failure `when_failed` is called on the loop thread.
void submit(Api& api, const SharedHttpCall& call, Request request, WhenDecided when_decided,
            std::function<void()> when_failed = {});

/// A request with the token and If-Match of the call; nullopt if it was answered already.
std::optional<Request> request_for(const Api& api, const HttpCall& call,
                                   const http::PathParameters& path);

}  // namespace viaja::session
