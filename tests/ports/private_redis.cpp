#include "tests/ports/private_redis.hpp"

#include <csignal>
#include <fstream>

#include "common/adapters/redis/redis_connection.hpp"
#include "common/ports/errors.hpp"

namespace viaja::test {

namespace {
constexpr std::chrono::seconds kStartPatience{30};
}

PrivateRedis& PrivateRedis::instance() {
    static PrivateRedis only;
    return only;
}

PrivateRedis::PrivateRedis() {
    std::ofstream(folder_.path() / "redis.conf")
        << "bind 127.0.0.1\nport " << port_ << "\nsave \"\"\nappendonly no\n"
        << "dir " << folder_.path().string() << "\n"
        << "user default off\n"
        << "user tester on >tester ~* &* +@all\n"
        << "user locker on >secret ~viaja:lock:* +@all -@dangerous -@admin\n";
    start();
}

void PrivateRedis::start() {
    const auto in_folder = [this](const char* name) { return (folder_.path() / name).string(); };
    process_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{"redis-server", in_folder("redis.conf")}, in_folder("log"));
    process_->wait_until(
        [this] {
            try {
                return run({"PING"}) == "PONG";
            } catch (const Unavailable&) {
                return false;
            }
        },
        kStartPatience);
}

RedisSettings PrivateRedis::settings() const {
    RedisSettings settings;
    settings.port = port_;
    settings.user = "locker";
    settings.password = "secret";
    settings.pause = std::chrono::milliseconds(0);
    return settings;
}

std::string PrivateRedis::run(const std::vector<std::string>& command) {
    RedisSettings settings;
    settings.port = port_;
    settings.user = "tester";
    settings.password = "tester";
    RedisConnection connection(settings, "return true");
    connection.add(command);
    const auto answers = connection.answers();
    refuse_errors(answers);
    return answers.back().text;
}

void PrivateRedis::disturb(Disturbance disturbance) {
    switch (disturbance) {
        case Disturbance::away:
            process_.reset();
            break;
        case Disturbance::frozen:
            process_->signal(SIGSTOP);
            break;
        case Disturbance::restarted:
            process_.reset();
            start();
            break;
    }
}

void PrivateRedis::restore() {
    if (process_) {
        process_->signal(SIGCONT);
    } else {
        start();
    }
}

}  // namespace viaja::test
