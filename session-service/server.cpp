#include "session-service/server.hpp"

#include <string_view>
#include <utility>

#include "common/contract/match.hpp"
#include "common/contract/topology.hpp"
#include "common/runtime/log.hpp"
#include "session-service/coordinator/events.hpp"
#include "session-service/http/event_routes.hpp"
#include "session-service/http/web_routes.hpp"
#include "session-service/routes/timetable_of.hpp"
#include "session-service/search/flight_routes.hpp"
#include "session-service/search/night_routes.hpp"
#include "session-service/search/other_routes.hpp"
#include "session-service/search/price_questions.hpp"
#include "session-service/search/stay_routes.hpp"
#include "session-service/search/ticket_routes.hpp"

namespace viaja::session {
namespace {

constexpr std::chrono::milliseconds kBusLook{1'000};

std::vector<routes::Airport> airports_of(const Places& places) {
    std::vector<routes::Airport> airports;
    for (const auto& place : places.catalogue) {
        routes::Airport airport;
        airport.code = place.iata;
        airport.zone = place.zone;
        airport.country = place.country;
        airport.latitude = place.latitude;
        airport.longitude = place.longitude;
        airport.minimum_connection = places.airports->at(place.iata).minimum_connection;
        airports.push_back(std::move(airport));
    }
    return airports;
}

/// One line for each carrier.
void log_left_out(const std::vector<routes::LeftOut>& left_out) {
    std::map<std::string, std::vector<const routes::LeftOut*>> by_carrier;
    for (const auto& flight : left_out)
        by_carrier[flight.carrier].push_back(&flight);
    for (const auto& [carrier, flights] : by_carrier) {
        runtime::log_warning("flights left out of the timetable",
                             {{"carrier", carrier},
                              {"flights", std::to_string(flights.size())},
                              {"first", flights.front()->flight},
                              {"reason", flights.front()->reason}});
    }
}

/// Asked every few seconds by what runs and watches the process; counted with the requests of
/// clients, these answers would hide how many of those fail.
bool is_probe(std::string_view path) {
    return path == "/livez" || path == "/readyz" || path == "/healthz" || path == "/metrics";
}

}  // namespace

SessionServer::SessionServer(const Ports& ports, Submit submit, Options options)
    : loop_(ports.loop),
      changes_(ports.changes),
      reader_(ports.database),
      waiters_(ports.loop, [this](const SessionId& session_id) { read_again(session_id); }),
      live_(ports.loop, reader_, ports.changes.watched(), options.feed_pace),
      search_(ports.loop, ports.bus, ports.clock, ports.random, options.search_time),
      unit_questions_(ports.loop, ports.bus, ports.clock, ports.random, options.search_time),
      price_questions_(ports.loop, ports.bus, ports.clock, ports.random, options.search_time),
      codes_(ports.database),
      clients_(std::move(options.clients)),
      breakers_({ports.loop, ports.bus, ports.clock, ports.random}, options.carriers,
                [this](const std::string& address) {
                    return operators_.heartbeats.gone_for(address, api_.clock.moment());
                }),
      api_{ports.loop,
           reader_,
           waiters_,
           codes_,
           clients_,
           breakers_,
           ports.clock,
           ports.time,
           ports.random,
           std::move(submit),
           [this](const std::string& carrier) { return schedules_.carriers().knows(carrier); },
           [this](const auto& holds, const TraceContext& context, auto on_prices) {
               ask_prices(price_questions_, holds, context, std::move(on_prices));
           },
           std::move(options.places),
           options.shard},
      schedules_({ports.loop, ports.bus, ports.clock, ports.random}, options.carriers,
                 build_timetable(), [this] { return utc_date(api_.time.now()); }),
      routes_({ports.loop, ports.bus, ports.clock, ports.random}, schedules_, options.search_time),
      operators_{std::move(options.operator_token),
                 std::move(options.rules),
                 options.dead_letters,
                 [this] { return schedules_.carriers().list(api_.clock.moment()); },
                 [this] {
                     auto asked = routes_.suppliers();
                     asked.insert(search_.suppliers().begin(), search_.suppliers().end());
                     return asked;
                 },
                 unit_questions_,
                 AuditLog(ports.database),
                 new_uuid(ports.clock, ports.random)},
      site_(options.site ? std::move(options.site) : web::embedded_site()) {
    add_session_routes(router_, api_);
    add_event_routes(router_, api_, live_);
    add_flight_routes(router_, api_, routes_);
    add_stay_routes(router_, api_, search_);
    add_night_routes(router_, api_, search_, nights_);
    add_ticket_routes(router_, api_, search_);
    add_other_routes(router_, api_, search_);
    add_place_routes(router_, api_);
    add_code_routes(router_, api_);
    if (options.first_version) add_legacy_routes(router_, api_);
    if (options.add_routes) options.add_routes(router_);
    add_web_routes(router_, *site_);
    add_operator_routes(router_, api_, operators_);
    add_session_list_routes(router_, api_, operators_);
    add_session_action_routes(router_, api_, operators_);
    add_dead_letter_routes(router_, api_, operators_);
    add_unit_routes(router_, api_, operators_);
    add_catalogue_routes(router_, api_, operators_);
    add_audit_routes(router_, api_, operators_);
    options.checks.push_back({"accepting requests", true, [this] { return !draining_; }});
    http::add_health_routes(router_, std::move(options.checks));
    http::add_metrics_route(router_, [this, gather = std::move(options.gather)] {
        return http::merged({gather ? gather() : std::vector<http::Metric>(),
                             {answers()},
                             search_.metrics(),
                             routes_.metrics(),
                             breakers_.metrics(),
                             live_.metrics()});
    });
    options.http.on_answered = [this](const http::Answered& answered) {
        if (!is_probe(answered.path)) ++answered_[answered.status];
    };
    server_ = std::make_unique<http::Server>(loop_, router_, std::move(options.http));
    listen_to_others(ports.bus);
    changes_.listen([this](const auto& committed) { take(committed); });
}

/// Other replicas say which sessions changed, and every process that it is alive.
void SessionServer::listen_to_others(Bus& bus) {
    events_ = bus.listen(topology::session_events(api_.shard),
                         [this, alive = alive_](const std::string&, const std::string& body) {
                             auto events = sessions_changed_from(body);
                             if (events.empty()) return;
                             loop_.post([this, alive, events = std::move(events)] {
                                 if (!*alive) return;
                                 for (const auto& event : events) {
                                     waiters_.changed_elsewhere(event.session_id, event.version);
                                     read_what_clients_hold(event.session_id);
                                 }
                                 live_.heard(events);
                             });
                         });
    services_ = bus.listen(std::string(topology::kServiceAlive),
                           [this, alive = alive_](const std::string&, const std::string& body) {
                               auto heard = service_alive_from(body);
                               if (!heard) return;
                               loop_.post([this, alive, heard = std::move(*heard)] {
                                   if (!*alive) return;
                                   operators_.heartbeats.hear(heard, api_.clock.moment());
                                   api_.suppliers.hear(heard.address);
                               });
                           });
    services_gone_ =
        bus.listen(std::string(topology::kServiceGone),
                   [this, alive = alive_](const std::string&, const std::string& body) {
                       const auto gone = service_gone_from(body);
                       if (!gone) return;
                       loop_.post([this, alive, gone = *gone] {
                           if (*alive) operators_.heartbeats.hear(gone);
                       });
                   });
    request_heartbeats(bus);
    bus_looks_ = loop_.call_every(kBusLook, [this, &bus] { notice_outage(bus); });
}

/// After a long outage of the bus all processes count as gone until they are heard again.
void SessionServer::notice_outage(Bus& bus) {
    const bool was_available = std::exchange(bus_is_available_, bus.available());
    if (bus_is_available_ && !was_available) request_heartbeats(bus);
}

routes::Schedules::Build SessionServer::build_timetable() const {
    return [airports = airports_of(api_.places)](const routes::CarrierSchedules& schedules,
                                                 Date today) {
        auto built = routes::timetable_of(schedules, airports, today);
        log_left_out(built.left_out);
        return built.timetable;
    };
}

SessionServer::~SessionServer() {
    *alive_ = false;
    changes_.listen({});
    events_.reset();
    services_.reset();
    services_gone_.reset();
    server_.reset();
}

/// Requests that wait for an outcome are woken by it; listeners are told of every change.
void SessionServer::take(const SessionChanges::Committed& committed) {
    for (const auto& view : committed.with_outcome) {
        for (const auto& hold : view.session->holds) {
            std::visit(Match{
                           [&](const FlightItem& item) { routes_.outdate(item.flight, item.date); },
                           [&](const RoomItem& item) { nights_.outdate(item.room_type_id); },
                           [](const TicketItem&) {},  // no answer about tickets is kept
                           [](const OtherItem&) {},   // nor about other items
                       },
                       hold.request.item);
        }
        waiters_.changed(view);
        clients_.held.changed(*view.session);
    }
    live_.heard(committed.watched);
}

http::Metric SessionServer::answers() const {
    http::Metric metric;
    metric.name = "viaja_http_answers_total";
    metric.help = "Answers to HTTP requests by status";
    for (const auto& [status, count] : answered_) {
        metric.samples.push_back({{{"status", std::to_string(status)}}, count});
    }
    return metric;
}

void SessionServer::read_again(const SessionId& session_id) {
    reader_.read(session_id, [this, alive = alive_, session_id](std::optional<SessionView> view) {
        loop_.post([this, alive, session_id, view = std::move(view)] {
            if (!*alive) return;
            if (!view) return waiters_.not_read(session_id);
            if (view->session) waiters_.changed(*view);
        });
    });
}

/// A session of a client that is counted here has come to an outcome at another replica.
void SessionServer::read_what_clients_hold(const SessionId& session_id) {
    if (!clients_.held.counts(session_id)) return;
    reader_.read(session_id, [this, alive = alive_](std::optional<SessionView> view) {
        if (!view || !view->session) return;
        loop_.post([this, alive, session = view->session] {
            if (*alive) clients_.held.changed(*session);
        });
    });
}

void SessionServer::drain(std::chrono::milliseconds deadline, std::function<void()> done) {
    draining_ = true;
    server_->drain(deadline, std::move(done));
}

}  // namespace viaja::session
