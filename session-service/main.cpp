// The coordinator's process: travellers' HTTP API, sessions, timeouts and sagas. Any number of
// replicas.

#include <cstdio>
#include <exception>
#include <memory>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "common/adapters/redis/redis_lock.hpp"
#include "common/contract/topology.hpp"
#include "common/deployment/service_process.hpp"
#include "common/deployment/settings.hpp"
#include "common/deployment/start.hpp"
#include "common/migrations/migrations.hpp"
#include "common/process/log.hpp"
#include "common/process/watch.hpp"
#include "session-service/coordinator.hpp"
#include "session-service/server.hpp"
#include "session-service/session_metrics.hpp"
#include "session-service/settings.hpp"
#include "session-service/store.hpp"

namespace {

using namespace viaja;

void run() {
    const auto configuration = process::Configuration::from_environment();
    deployment::ServiceProcess process(configuration, "session-service",
                                       std::string(topology::kSession));
    deployment::warn_about_default_passwords(configuration, true);
    MysqlDatabase database(deployment::mysql_settings(configuration, "viaja_session"));
    deployment::retry_until_there("the database", [&] {
        migrate(*database.connect(), "session-service", session::session_migrations());
    });
    RedisLock lock(deployment::redis_settings(configuration));
    RedisLock lock_to_look_at(deployment::redis_settings(configuration));
    const process::Watch lock_watch([&] { return lock_to_look_at.ping(); });
    process::DatabaseTime time(process.clock(), process.report());
    const process::Watch watch(deployment::look_at(database, time));

    const auto server_place = std::make_shared<session::SessionServer*>(nullptr);
    const auto watched = std::make_shared<session::WatchedSessions>();
    const auto coordinator = deployment::made_when_there("the database", [&] {
        return std::make_unique<session::Coordinator>(
            session::Coordinator::Ports{database, process.bus(), lock, process.clock(),
                                        process.random()},
            session::Coordinator::Options{
                .limits = session::limits_from(configuration),
                .pipeline = {},
                .grace = deployment::kGrace,
                .report = process.report(),
                .on_changed = session::SessionServer::changed(server_place, watched, process.loop(),
                                                              process.bus())});
    });
    const auto carriers = session::carriers_from(configuration);
    RabbitmqDeadLetters dead_letters(
        deployment::rabbitmq_settings(configuration, process.address()),
        topology::addresses(carriers), process.clock());
    session::SessionServer::Options options;
    options.carriers = carriers;
    options.watched = watched;
    options.places = session::read_places(
        configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER), carriers);
    options.limits = session::limits_from(configuration);
    options.site = session::site_from(configuration);
    options.clients = session::clients_from(configuration);
    options.first_version = session::first_version_from(configuration);
    options.operator_token = process.operator_token();
    options.dead_letters = &dead_letters;
    options.http.log = [](std::string_view line) { process::log_warning(line); };
    options.gather = [&] {
        auto metrics = process.metrics({{"session", coordinator->counters()}});
        metrics.push_back(session::ignored_answers_metric(coordinator->ignored_answers()));
        return metrics;
    };
    options.checks = {process.broker_check(),
                      {"database", true, [&] { return watch.good(); }},
                      {"lock", false, [&] { return lock_watch.good(); }},
                      deployment::ServiceProcess::clock_check(time)};
    session::SessionServer server(
        {process.loop(), database, process.bus(), process.clock(), time, process.random()},
        [&](const SessionId&, Input input) { coordinator->submit(std::move(input)); },
        std::move(options));
    *server_place = &server;
    process.run({
        .listen = [&](const std::string& host, int port) { server.listen(host, port); },
        .port = [&] { return server.port(); },
        .drain = [&](auto deadline, auto done) { server.drain(deadline, std::move(done)); },
        .start = [&] { coordinator->start(); },
        .stop = [&] { coordinator->stop(); },
    });
    *server_place = nullptr;
}

}  // namespace

int main() {
    try {
        run();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "session-service: %s\n", error.what());
        return 1;
    }
}
