#include "tests/ports/private_rabbitmq.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace viaja::test {

namespace {

constexpr std::chrono::seconds kStartPatience{120};
constexpr const char* kNode = "test@localhost";

std::string environment(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : otherwise;
}

/// Debian's /usr/sbin/rabbitmq-server changes to a user and a folder of its own; these do not.
std::filesystem::path folder_of_programs() {
    const std::filesystem::path versions = "/usr/lib/rabbitmq/lib";
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(versions, ignored)) {
        if (std::filesystem::exists(entry.path() / "sbin" / "rabbitmq-server")) {
            return entry.path() / "sbin";
        }
    }
    return {};
}

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(data, size * count);
    return size * count;
}

}  // namespace

bool PrivateRabbitmq::there_is_one() {
    return !environment("VIAJA_TEST_RABBITMQ_HOST", "").empty() || !folder_of_programs().empty();
}

PrivateRabbitmq& PrivateRabbitmq::instance() {
    static PrivateRabbitmq only;
    return only;
}

PrivateRabbitmq::PrivateRabbitmq() {
    const std::string host = environment("VIAJA_TEST_RABBITMQ_HOST", "");
    if (!host.empty()) {
        private_ = false;
        settings_.host = host;
        settings_.port = std::stoi(environment("VIAJA_TEST_RABBITMQ_PORT", "5672"));
        console_port_ = std::stoi(environment("VIAJA_TEST_RABBITMQ_CONSOLE_PORT", "15672"));
        settings_.user = environment("VIAJA_TEST_RABBITMQ_USER", "guest");
        settings_.password = environment("VIAJA_TEST_RABBITMQ_PASSWORD", "guest");
        return;
    }
    settings_.port = free_port();
    console_port_ = free_port();
    distribution_port_ = free_port();
    names_port_ = free_port();

    const std::filesystem::path cookie = folder_.path() / ".erlang.cookie";
    std::ofstream(cookie) << "VIAJATESTS";
    std::filesystem::permissions(cookie, std::filesystem::perms::owner_read);
    std::ofstream(folder_.path() / "plugins") << "[rabbitmq_management].\n";
    std::ofstream(folder_.path() / "rabbitmq.conf")
        << "listeners.tcp.default = 127.0.0.1:" << settings_.port << "\n"
        << "management.tcp.ip = 127.0.0.1\n"
        << "management.tcp.port = " << console_port_ << "\n"
        << "vm_memory_high_watermark.absolute = 1GB\n"
        << "disk_free_limit.absolute = 50MB\n"
        << "raft.wal_max_size_bytes = 16777216\n"
        << "collect_statistics_interval = 200\n"
        << "log.console = false\n"
        << "log.file = rabbitmq.log\n"
        << "log.file.level = warning\n";
    names_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{"epmd", "-address", "127.0.0.1", "-port",
                                 std::to_string(names_port_)},
        folder_.path() / "epmd.log");
    start();
}

std::vector<std::string> PrivateRabbitmq::in_environment(const std::string& program) const {
    const std::string home = folder_.path().string();
    // NOTIFY_SOCKET makes the script become the node instead of staying as its parent.
    return {"env",
            "-i",
            "PATH=" + environment("PATH", "/usr/bin:/bin"),
            "LANG=C.UTF-8",
            "HOME=" + home,
            "NOTIFY_SOCKET=/nowhere",
            std::string("RABBITMQ_NODENAME=") + kNode,
            "RABBITMQ_CONF_ENV_FILE=/dev/null",
            "RABBITMQ_CONFIG_FILE=" + home + "/rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE=" + home + "/plugins",
            "RABBITMQ_MNESIA_BASE=" + home + "/data",
            "RABBITMQ_LOG_BASE=" + home,
            "RABBITMQ_PID_FILE=" + home + "/pid",
            "RABBITMQ_DIST_PORT=" + std::to_string(distribution_port_),
            "ERL_EPMD_PORT=" + std::to_string(names_port_),
            "ERL_EPMD_ADDRESS=127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="
            "-kernel inet_dist_use_interface {127,0,0,1}",
            (folder_of_programs() / program).string()};
}

void PrivateRabbitmq::start() {
    process_ = std::make_unique<ChildProcess>(in_environment("rabbitmq-server"),
                                              folder_.path() / "server.log");
    const std::string check = "/health/checks/port-listener/" + std::to_string(settings_.port);
    process_->wait_until(
        [&] {
            try {
                return console("GET", check).status == 200;
            } catch (const std::runtime_error&) {
                return false;
            }
        },
        kStartPatience);
}

std::string PrivateRabbitmq::make_vhost() {
    const std::string name =
        "contract-" + std::to_string(getpid()) + "-" + std::to_string(++last_vhost_);
    if (console("PUT", "/vhosts/" + name).status >= 300) {
        throw std::runtime_error("no virtual host could be made");
    }
    return name;
}

void PrivateRabbitmq::drop_vhost(const std::string& name) {
    console("DELETE", "/vhosts/" + name);
}

void PrivateRabbitmq::drop_user(const std::string& name) {
    console("DELETE", "/users/" + name);
}

RabbitmqSettings PrivateRabbitmq::settings(const std::string& vhost) const {
    RabbitmqSettings result = settings_;
    result.vhost = vhost;
    result.application = "contract test";
    return result;
}

ConsoleAnswer PrivateRabbitmq::console(const std::string& method, const std::string& path,
                                       const std::string& json) const {
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(
        curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
    const std::string url =
        "http://" + settings_.host + ":" + std::to_string(console_port_) + "/api" + path;
    ConsoleAnswer answer;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, settings_.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, settings_.password.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    if (!json.empty()) {
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(json.size()));
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, json.c_str());
    }
    const CURLcode result = curl_easy_perform(curl.get());
    if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

void PrivateRabbitmq::control(const std::vector<std::string>& arguments) {
    std::vector<std::string> command = in_environment("rabbitmqctl");
    command.insert(command.end(), {"-n", kNode});
    command.insert(command.end(), arguments.begin(), arguments.end());
    ChildProcess process(command, folder_.path() / "control.log");
    if (process.wait() != 0) throw std::runtime_error("rabbitmqctl " + arguments[0] + " failed");
}

/// RabbitMQ 3.10 writes down the log of a new quorum queue half a second after its birth. A node
/// that is killed before starts such a queue without a leader, for ever.
void PrivateRabbitmq::wait_until_queues_are_on_disk() {
    const std::filesystem::path names =
        folder_.path() / "data" / kNode / "quorum" / kNode / "names.dets";
    const auto queues =
        nlohmann::json::parse(console("GET", "/queues?columns=vhost,name,type").body);
    process_->wait_until(
        [&] {
            const std::string written = content_of(names);
            for (const auto& queue : queues) {
                std::string name = queue["vhost"];
                name += "_" + std::string(queue["name"]);
                name.insert(name.begin(), static_cast<char>(name.size()));  // as Erlang writes it
                const bool is_there = written.find(name) != std::string::npos;
                if (queue["type"] == "quorum" && !is_there) return false;
            }
            return true;
        },
        kStartPatience);
}

std::optional<std::string> PrivateRabbitmq::cannot_be_disturbed() const {
    if (private_) return std::nullopt;
    return "the server belongs to somebody else";
}

void PrivateRabbitmq::disturb(Disturbance disturbance) {
    switch (disturbance) {
        case Disturbance::away:
            wait_until_queues_are_on_disk();
            process_.reset();
            break;
        case Disturbance::frozen:
            process_->signal(SIGSTOP);
            break;
        case Disturbance::restarted:
            wait_until_queues_are_on_disk();
            process_.reset();
            start();
            break;
    }
}

void PrivateRabbitmq::restore() {
    if (process_) {
        process_->signal(SIGCONT);
    } else {
        start();
    }
}

}  // namespace viaja::test
