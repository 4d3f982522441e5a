#pragma once
// The HTTP API of operators, /v1/operator, as in docs/openapi.yaml. Handlers run on the loop thread
// and hand over: to the pipeline, to the reader, or to a thread of their own where the broker is
// asked.

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/heartbeat/heartbeat_registry.hpp"
#include "common/ports/dead_letters.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/operators/audit_log.hpp"
#include "session-service/routes/carriers.hpp"
#include "session-service/search/questions.hpp"

namespace viaja::session {

/// What the handlers need beside the travellers' Api; outlives the server.
struct Operators {
    std::string token;                    ///< VIAJA_OPERATOR_TOKEN; empty: not required
    Rules rules;                          ///< of the coordinator
    DeadLetters* dead_letters = nullptr;  ///< null where the process has none to show
    /// The carriers of this replica's timetable. On the loop thread.
    std::function<std::vector<routes::Carriers::Listed>()> carriers;
    /// The suppliers that searches of this replica ask. On the loop thread.
    std::function<AskedSuppliers()> searched;
    /// Asks suppliers for their units. On the loop thread.
    Questions& questions;
    /// Of the actions that are no change of a session; on the executor's thread.
    AuditLog audit;
    Uuid replica;  ///< of this process, new at each start
    runtime::BlockingExecutor executor{"operators"};
    HeartbeatRegistry heartbeats = {};  ///< of the loop thread
    RisingIds action_ids = {};          ///< of new_action
    /// Gone with this: what the executor posts to the loop then does nothing.
    std::shared_ptr<const bool> alive = std::make_shared<const bool>(true);
};

/// A handler that is reached only with the operators' token; requests without it get 404, as for a
/// session of another client.
using OperatorHandle = void (*)(Api&, Operators&, const SharedHttpCall&,
                                const http::PathParameters&);
http::Handler on_operator(Api& api, Operators& operators, OperatorHandle handle);

/// The sagas, one session, the services, the breakers.
void add_operator_routes(http::Router& router, Api& api, Operators& operators);
/// Sessions by their state or booking reference.
void add_session_list_routes(http::Router& router, Api& api, Operators& operators);
/// Retry, cancel, write-off.
void add_session_action_routes(http::Router& router, Api& api, Operators& operators);
/// The dead letters.
void add_dead_letter_routes(http::Router& router, Api& api, Operators& operators);
/// The units of a supplier.
void add_unit_routes(http::Router& router, Api& api, Operators& operators);
/// Prices and capacities of a supplier.
void add_catalogue_routes(http::Router& router, Api& api, Operators& operators);
/// What operators did.
void add_audit_routes(http::Router& router, Api& api, Operators& operators);

/// An action that is about to be taken, with the client of the request and a new id, above those
/// given before: the audit log is in the order of ids. On the loop thread.
OperatorAction new_action(const Api& api, Operators& operators, const HttpCall& call,
                          std::string name);

/// Why an operator does something, from `/reason` of the body: 1 to 200 bytes of visible text.
/// Without one it is empty; nullopt where the call was answered 400.
std::optional<std::string> read_reason(const HttpCall& call, const nlohmann::json& body);

/// Whether some supplier has this address.
bool is_supplier(const Api& api, const std::string& address);

/// 400 with one wrong field, 404.
void refuse_field(const HttpCall& call, std::string pointer, std::string detail);
void refuse_unknown(const HttpCall& call, std::string_view detail);

/// The whole number of a query parameter from `least` to `most`, `by_default` without one; nullopt
/// where the call was answered 400.
std::optional<int> read_number(const HttpCall& call, const char* name, int by_default, int least,
                               int most);

}  // namespace viaja::session
