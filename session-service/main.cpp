// The coordinator's process: travellers' HTTP API, sessions, timeouts and sagas. Any number of
// replicas.

#include <memory>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "common/adapters/redis/redis_lock.hpp"
#include "common/contract/topology.hpp"
#include "common/http/counter_metrics.hpp"
#include "common/migrations/migrations.hpp"
#include "common/pipeline_metrics/pipeline_metrics.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/log.hpp"
#include "common/service_host/service_main.hpp"
#include "common/service_host/service_process.hpp"
#include "common/service_host/settings.hpp"
#include "common/service_host/start.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/coordinator/replica_watch.hpp"
#include "session-service/server.hpp"
#include "session-service/session_metrics.hpp"
#include "session-service/settings.hpp"
#include "session-service/store/store.hpp"

namespace {

using namespace viaja;

session::SessionServer::Options options_from(const runtime::Configuration& configuration,
                                             service_host::ServiceProcess& process,
                                             const std::vector<std::string>& carriers) {
    session::SessionServer::Options options;
    options.carriers = carriers;
    options.shard = session::shard_from(configuration);
    options.places = session::read_places(
        configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER), carriers);
    options.rules.limits = session::limits_from(configuration);
    options.rules.airports = options.places.airports;
    options.site = session::site_from(configuration);
    options.clients = session::clients_from(configuration);
    options.first_version = session::first_version_from(configuration);
    session::warn_of_first_version(options.first_version);
    options.http.report = runtime::log_event;
    options.http.tracer = process.tracer();
    options.operator_token = process.operator_token();
    return options;
}

std::unique_ptr<session::ReplicaWatch> watch_replicas(service_host::ServiceProcess& process,
                                                      MysqlDatabase& database, RedisLock& lock,
                                                      session::Coordinator& coordinator,
                                                      session::SessionChanges& changes, int shard) {
    return service_host::made_when_there("database", [&] {
        return std::make_unique<session::ReplicaWatch>(
            session::ReplicaWatch::Ports{process.loop(), process.bus(), database, process.clock(),
                                         process.random(), shard},
            session::ReplicaWatch::Servers{
                .connections = [&] { return database.deciding_connections(); },
                .end_connections = [&](auto numbers) { database.end_connections(numbers); },
                .forget_locks = [&](auto keys) { lock.forget(keys); }},
            coordinator, changes);
    });
}

void prepare(Database& database) {
    service_host::retry_until_there("database", [&] {
        migrate(*database.connect(), "session-service", session::session_migrations(),
                runtime::log_event);
    });
}

MysqlDatabase database_of(const runtime::Configuration& configuration, int shard) {
    const std::string suffix = shard == 0 ? "" : '_' + std::to_string(shard);
    return MysqlDatabase(service_host::mysql_settings(configuration, "viaja_session" + suffix));
}

void migrate_only() {
    const auto configuration = runtime::Configuration::from_environment();
    auto database = database_of(configuration, session::shard_from(configuration));
    prepare(database);
}

void run() {
    const auto configuration = runtime::Configuration::from_environment();
    const int shard = session::shard_from(configuration);
    service_host::ServiceProcess process(configuration, "session-service",
                                         topology::session(shard));
    service_host::warn_about_default_passwords(configuration, true);
    auto database = database_of(configuration, shard);
    prepare(database);
    RedisLock lock(service_host::redis_settings(configuration));
    RedisLock probed_lock(service_host::redis_settings(configuration));
    const runtime::HealthProbe lock_probe([&] { return probed_lock.ping(); });
    runtime::DatabaseTime time(process.clock(), runtime::log_event);
    const runtime::HealthProbe database_probe(service_host::look_at(database, time));

    const auto carriers = session::carriers_from(configuration);
    auto options = options_from(configuration, process, carriers);
    session::SessionChanges changes(process.loop(), process.bus(), shard);
    const auto coordinator = service_host::made_when_there("database", [&] {
        return std::make_unique<session::Coordinator>(
            session::Coordinator::Ports{database, process.bus(), lock, process.clock(),
                                        process.random()},
            session::Coordinator::Options{
                .rules = options.rules,
                .shard = shard,
                .pipeline = {},
                .workers = process.workers(),
                .grace = service_host::kGrace,
                .report = runtime::log_event,
                .tracer = process.tracer(),
                .on_changed = [&](const auto& changed,
                                  Instant now) { changes.publish(changed, now); },
                .retention = process.retention()});
    });
    RabbitmqDeadLetters dead_letters(
        service_host::rabbitmq_settings(configuration, process.address()),
        topology::addresses(process.address(), carriers), process.clock());
    options.dead_letters = &dead_letters;
    options.gather = [&] {
        return http::merged({
            pipeline_metrics(coordinator->counters(), coordinator->times(), process.address()),
            process.own_metrics(),
            {session::ignored_answers_metric(coordinator->ignored_answers())},
            session::session_metrics(coordinator->numbers()),
            http::counter_metrics(coordinator->pruning_counters(), {{"part", process.address()}}),
        });
    };
    options.checks = {process.broker_check(),
                      {"database", true, [&] { return database_probe.healthy(); }},
                      {"lock", false, [&] { return lock_probe.healthy(); }},
                      service_host::ServiceProcess::clock_check(time)};
    session::SessionServer server(
        {process.loop(), database, process.bus(), process.clock(), time, process.random(), changes},
        [&](Input input) { coordinator->submit(std::move(input)); }, std::move(options));
    const auto replicas = watch_replicas(process, database, lock, *coordinator, changes, shard);
    process.run({
        .listen = [&](const std::string& host, int port) { server.listen(host, port); },
        .port = [&] { return server.port(); },
        .drain =
            [&](auto deadline, auto done) {
                replicas->stop();
                server.drain(deadline, std::move(done));
            },
        .start =
            [&] {
                replicas->start();
                coordinator->start();
            },
        .stop = [&] { coordinator->stop(); },
    });
}

}  // namespace

int main(int argc, char** argv) {
    return service_host::service_main(argc, argv, "session-service", run, migrate_only);
}
