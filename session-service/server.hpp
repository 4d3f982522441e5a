#pragma once
// The HTTP side of session-service on given ports: travellers' API, the web page, the legacy calls,
// operators', health. It owns what lives on the loop; the coordinator decides. Loop thread.

#include <memory>
#include <string>
#include <vector>

#include "common/http/health.hpp"
#include "common/http/metrics.hpp"
#include "common/http/server.hpp"
#include "common/ports/bus.hpp"
#include "session-service/coordinator/session_changes.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/http/api.hpp"
#include "session-service/http/live_events.hpp"
#include "session-service/operators/operators.hpp"
#include "session-service/routes/schedules.hpp"
#include "session-service/search/night_cache.hpp"
#include "session-service/search/questions.hpp"
#include "session-service/search/route_search.hpp"
#include "web/embed/site.hpp"

namespace viaja::session {

class SessionServer {
  public:
    struct Ports {
        runtime::Loop& loop;
        Database& database;
        Bus& bus;
        const Clock& clock;
        const runtime::DatabaseTime& time;  ///< of `database`
        Random& random;
        SessionChanges& changes;  ///< those that the coordinator commits
    };
    struct Options {
        /// Those that are expected: named as missing until they are heard of.
        std::vector<std::string> carriers;
        Places places;
        /// Of the sessions that are served.
        int shard = 0;
        std::chrono::milliseconds search_time{2'000};
        http::ServerOptions http;
        std::vector<http::HealthCheck> checks;
        /// Numbers of the process beside those of HTTP.
        http::Gather gather;
        /// Whether POST /sessoes/nova and PUT /sessoes/{id}/estado are served.
        bool first_version = true;
        ClientSettings clients;
        /// VIAJA_OPERATOR_TOKEN; empty: the operators' calls need no token.
        std::string operator_token;
        /// Those of the coordinator: when something counts as stuck.
        Rules rules;
        /// What operators see of the broker; null where there is nothing to see. Outlives the
        /// server.
        DeadLetters* dead_letters = nullptr;
        FeedPace feed_pace{};
        /// Adds what else is served on this port; may be empty.
        std::function<void(http::Router&)> add_routes = {};
        /// The web page; null: the one that is embedded in the program.
        std::shared_ptr<const web::Site> site;
    };
    using Submit = std::function<void(Input)>;

    SessionServer(const Ports& ports, Submit submit, Options options);
    ~SessionServer();
    SessionServer(const SessionServer&) = delete;
    SessionServer& operator=(const SessionServer&) = delete;

    /// Throws http::PortTaken or http::ListenFailed.
    void listen(const std::string& host, int port) { server_->listen(host, port); }
    int port() const { return server_->port(); }

    /// Not ready any more; finishes what is under way within `deadline`, then calls `done`.
    void drain(std::chrono::milliseconds deadline, std::function<void()> done);

    const http::Router& router() const { return router_; }

  private:
    void take(const SessionChanges::Committed& committed);
    void read_again(const SessionId& session_id);
    void read_what_clients_hold(const SessionId& session_id);
    http::Metric answers() const;
    routes::Schedules::Build build_timetable() const;
    void listen_to_others(Bus& bus);
    void notice_outage(Bus& bus);

    runtime::Loop& loop_;
    SessionChanges& changes_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    SessionReader reader_;
    Waiters waiters_;
    LiveEvents live_;
    Questions search_;
    NightCache nights_;
    Questions unit_questions_;
    Questions price_questions_;
    Codes codes_;
    ClientLimits clients_;
    SupplierBreakers breakers_;
    Api api_;
    routes::Schedules schedules_;
    RouteSearch routes_;
    Operators operators_;
    std::shared_ptr<const web::Site> site_;
    http::Router router_;
    bool draining_ = false;
    std::map<int, double> answered_;  ///< by status
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<Consumer> events_;
    std::unique_ptr<Consumer> services_;
    std::unique_ptr<Consumer> services_gone_;
    bool bus_is_available_ = true;  ///< at the last look
    runtime::TimerHandle bus_looks_;
};

}  // namespace viaja::session
