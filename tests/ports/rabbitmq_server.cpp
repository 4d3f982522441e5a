#include "tests/ports/rabbitmq_server.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>

#include "tests/ports/test_servers.hpp"

namespace viaja::test {

namespace {

constexpr const char* kName = "rabbitmq";

std::string environment(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : otherwise;
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(data, size * count);
    return size * count;
}

}  // namespace

RabbitmqServer& RabbitmqServer::instance() {
    static RabbitmqServer only;
    return only;
}

RabbitmqServer::RabbitmqServer() {
    const std::string host = environment("VIAJA_TEST_RABBITMQ_HOST", "");
    if (host.empty()) {
        auto variables = TestServers::instance().environment("tests");
        settings_.port = std::stoi(variables["VIAJA_RABBITMQ_PORT"]);
        settings_.user = variables["VIAJA_RABBITMQ_USER"];
        settings_.password = variables["VIAJA_RABBITMQ_PASSWORD"];
        settings_.tls.authorities = variables["VIAJA_RABBITMQ_TLS_CA"];
        console_port_ = std::stoi(variables["VIAJA_RABBITMQ_CONSOLE_PORT"]);
        return;
    }
    private_ = false;
    settings_.host = host;
    settings_.port = std::stoi(environment("VIAJA_TEST_RABBITMQ_PORT", "5672"));
    console_port_ = std::stoi(environment("VIAJA_TEST_RABBITMQ_CONSOLE_PORT", "15672"));
    settings_.user = environment("VIAJA_TEST_RABBITMQ_USER", "guest");
    settings_.password = environment("VIAJA_TEST_RABBITMQ_PASSWORD", "guest");
}

std::string RabbitmqServer::make_vhost() {
    const std::string name =
        "contract-" + std::to_string(getpid()) + "-" + std::to_string(++last_vhost_);
    if (console("PUT", "/vhosts/" + name).status >= 300) {
        throw std::runtime_error("no virtual host could be made");
    }
    return name;
}

void RabbitmqServer::drop_vhost(const std::string& name) noexcept {
    drop("/vhosts/" + name);
}

void RabbitmqServer::drop_user(const std::string& name) noexcept {
    drop("/users/" + name);
}

void RabbitmqServer::drop(const std::string& path) noexcept {
    try {
        console("DELETE", path);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s is left behind: %s\n", path.c_str(), error.what());
    }
}

RabbitmqSettings RabbitmqServer::settings(const std::string& vhost) const {
    RabbitmqSettings result = settings_;
    result.vhost = vhost;
    result.application = "contract test";
    return result;
}

ConsoleAnswer RabbitmqServer::console(const std::string& method, const std::string& path,
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

void RabbitmqServer::control(const std::vector<std::string>& arguments) {
    std::vector<std::string> words{"rabbitmqctl"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    TestServers::instance().command(words);
}

std::optional<std::string> RabbitmqServer::cannot_be_disturbed() const {
    if (private_) return std::nullopt;
    return "the server is not the test's own";
}

void RabbitmqServer::disturb(Disturbance disturbance) {
    TestServers::instance().disturb(kName, disturbance);
}

void RabbitmqServer::restore() {
    TestServers::instance().restore(kName);
}

}  // namespace viaja::test
