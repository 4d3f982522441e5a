#pragma once
// The HTTP side of session-service on given ports: travellers' API, the seed's calls, operators',
// health. It owns what lives on the loop; the coordinator decides. Loop thread, but for `changed`.

#include <memory>
#include <string>
#include <vector>

#include "common/http/health.hpp"
#include "common/http/metrics.hpp"
#include "common/http/server.hpp"
#include "common/ports/bus.hpp"
#include "session-service/api.hpp"
#include "session-service/operators.hpp"
#include "session-service/trips.hpp"

namespace viaja::session {

class SessionServer {
  public:
    struct Ports {
        process::Loop& loop;
        Database& database;
        Bus& bus;
        const Clock& clock;
        const process::DatabaseTime& time;  ///< of `database`
        Random& random;
    };
    struct Options {
        std::vector<std::string> carriers;
        std::chrono::milliseconds search_time{2'000};
        http::ServerOptions http;
        std::vector<http::HealthCheck> checks;
        /// Numbers of the process beside those of HTTP.
        http::Gather gather;
        /// VIAJA_OPERATOR_TOKEN; empty: the operators' calls are open to everybody.
        std::string operator_token;
        /// Those of the coordinator: when something counts as stuck.
        Limits limits;
        /// What operators see of the broker; null where there is nothing to see. Outlives the
        /// server.
        DeadLetters* dead_letters = nullptr;
    };
    using Submit = std::function<void(const SessionId&, Input)>;

    SessionServer(const Ports& ports, Submit submit, Options options);
    ~SessionServer();
    SessionServer(const SessionServer&) = delete;
    SessionServer& operator=(const SessionServer&) = delete;

    /// Throws http::PortTaken or http::ListenFailed.
    void listen(const std::string& host, int port) { server_->listen(host, port); }
    int port() const { return server_->port(); }

    /// Sessions changed in this process. Where something came to its end, who waits for it here is
    /// woken, and the other replicas are told, of a whole batch at once: nobody waits for the steps
    /// in between. Any thread; harmless after the server is gone.
    static TripsParticipant::OnChanged changed(const std::shared_ptr<SessionServer*>& server,
                                               process::Loop& loop, Bus& bus);

    /// Not ready any more; finishes what is under way within `deadline`, then calls `done`.
    void drain(std::chrono::milliseconds deadline, std::function<void()> done);

    const http::Router& router() const { return router_; }

  private:
    void wake(const View& view) { waiters_.changed(view); }
    void read_again(const SessionId& session);
    http::Metric answers() const;
    void listen_to_others(Bus& bus);

    process::Loop& loop_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    Views views_;
    Waiters waiters_;
    Search search_;
    Api api_;
    Operators operators_;
    http::Router router_;
    bool draining_ = false;
    std::map<int, double> answered_;  ///< by status
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<Consumer> events_;
    std::unique_ptr<Consumer> services_;
};

}  // namespace viaja::session
