#pragma once
// The HTTP API of travellers, /v1 and the two legacy calls, as in docs/openapi.yaml. Handlers run
// on the loop thread; they hand over to the pipeline or the reader, whose callbacks answer.

#include <functional>
#include <string>
#include <vector>

#include "common/http/router.hpp"
#include "common/pipeline/participant.hpp"
#include "common/ports/clock.hpp"
#include "common/runtime/database_time.hpp"
#include "common/runtime/loop.hpp"
#include "session-service/coordinator/waiters.hpp"
#include "session-service/core/prices.hpp"
#include "session-service/http/client_limits.hpp"
#include "session-service/http/codes.hpp"
#include "session-service/http/other_suppliers.hpp"
#include "session-service/http/places.hpp"
#include "session-service/http/supplier_breakers.hpp"
#include "session-service/store/session_reader.hpp"

namespace viaja::session {

/// What holds cost now.
struct CurrentPrices {
    std::vector<CurrentPrice> prices;
    std::vector<std::string> silent;  ///< addresses of suppliers that did not say, each once
};

/// What the handlers need; outlives the server.
struct Api {
    runtime::Loop& loop;
    SessionReader& reader;
    Waiters& waiters;
    Codes& codes;
    ClientLimits& clients;
    SupplierBreakers& breakers;
    const Clock& clock;
    const runtime::DatabaseTime& time;
    Random& random;
    /// Gives an input to the worker of its session. Any thread.
    std::function<void(Input)> submit;
    /// Whether there is a carrier of this code: one that is expected, or has announced itself.
    std::function<bool(const std::string& carrier)> sells;
    /// Asks the suppliers of these holds what they cost now, in the trace of a request; the last
    /// argument is called once, later, on the loop thread.
    std::function<void(const std::vector<const Hold*>&, const TraceContext&,
                       std::function<void(CurrentPrices)>)>
        ask_prices;
    Places places;
    /// Of the sessions that are here; a call for another shard came the wrong way.
    int shard = 0;
    /// How long a request may wait for its session's lock, or for the database.
    std::chrono::milliseconds patience{5'000};
    /// How long POST …/holds waits for the supplier unless the client says otherwise.
    std::chrono::milliseconds hold_wait{5'000};
    /// Those of other items.
    OtherSuppliers suppliers = {};
};

/// POST /v1/sessions, GET and DELETE of one, its holds, payments, cancellations and timeline.
void add_session_routes(http::Router& router, Api& api);
/// POST /sessoes/nova, PUT /sessoes/{id}/estado.
void add_legacy_routes(http::Router& router, Api& api);

}  // namespace viaja::session
