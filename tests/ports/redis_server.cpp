#include "tests/ports/redis_server.hpp"

#include <utility>

#include "common/adapters/redis/redis_connection.hpp"
#include "tests/ports/test_servers.hpp"

namespace viaja::test {

namespace {

constexpr const char* kName = "redis";
constexpr std::chrono::seconds kPatience{3};
constexpr std::chrono::seconds kPatienceOfAdministrator{30};

RedisSettings settings_of(const std::string& service) {
    auto variables = TestServers::instance().environment(service);
    RedisSettings settings;
    settings.port = std::stoi(variables["VIAJA_REDIS_PORT"]);
    settings.user = variables["VIAJA_REDIS_USER"];
    settings.password = variables["VIAJA_REDIS_PASSWORD"];
    settings.tls.authorities = variables["VIAJA_REDIS_TLS_CA"];
    return settings;
}

}  // namespace

RedisServer& RedisServer::instance() {
    static RedisServer only;
    return only;
}

RedisServer::RedisServer()
    : administrator_(settings_of("tests")), session_(settings_of("session")) {
    session_.pause = std::chrono::milliseconds(0);
    session_.patience = kPatience;
    administrator_.patience = kPatienceOfAdministrator;
}

RedisSettings RedisServer::settings() const {
    return session_;
}

void RedisServer::start_afresh() {
    restore();
    run({"CONFIG", "SET", "maxmemory", "0"});
    run({"FLUSHALL"});
}

std::string RedisServer::run(const std::vector<std::string>& command) {
    RedisConnection connection(administrator_, "return true");
    connection.add(command);
    const auto answers = connection.answers();
    refuse_errors(answers);
    return answers.back().text;
}

void RedisServer::disturb(Disturbance disturbance) {
    disturbed_ = disturbance != Disturbance::restarted;
    TestServers::instance().disturb(kName, disturbance);
}

void RedisServer::restore() {
    if (std::exchange(disturbed_, false)) TestServers::instance().restore(kName);
}

}  // namespace viaja::test
