#pragma once
// The HTTP API of operators, /v1/operator, as in docs/openapi.yaml. Handlers run on the loop thread
// and hand over: to the pipeline, to the reader, or to a thread of their own where the broker is
// asked.

#include <functional>
#include <string>
#include <vector>

#include "common/heartbeat/heartbeat_registry.hpp"
#include "common/ports/dead_letters.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/routes/carriers.hpp"

namespace viaja::session {

/// What the handlers need beside the travellers' Api; outlives the server.
struct Operators {
    std::string token;                    ///< VIAJA_OPERATOR_TOKEN; empty: not required
    Rules rules;                          ///< of the coordinator
    DeadLetters* dead_letters = nullptr;  ///< null where the process has none to show
    /// The carriers of this replica's timetable. On the loop thread.
    std::function<std::vector<routes::Carriers::Listed>()> carriers;
    runtime::BlockingExecutor executor{"operators"};
    HeartbeatRegistry heartbeats = {};  ///< of the loop thread
};

/// A handler that is reached only with the operators' token; requests without it get 404, as for a
/// session of another client.
using OperatorHandle = void (*)(Api&, Operators&, const SharedHttpCall&,
                                const http::PathParameters&);
http::Handler on_operator(Api& api, Operators& operators, OperatorHandle handle);

/// The sagas, one session, retry, cancel, write-off, the services.
void add_operator_routes(http::Router& router, Api& api, Operators& operators);
/// The dead letters.
void add_dead_letter_routes(http::Router& router, Api& api, Operators& operators);

/// The whole number of a query parameter from `least` to `most`, `by_default` without one; nullopt
/// where the exchange was answered 400.
std::optional<int> read_number(const HttpCall& call, const char* name, int by_default, int least,
                               int most);

}  // namespace viaja::session
