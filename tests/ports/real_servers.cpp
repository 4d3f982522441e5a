#include "tests/ports/real_servers.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/ports/child_process.hpp"

namespace viaja::test {

namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// The tests run in the root of the project.
std::string program() {
    return (std::filesystem::current_path() / "scripts" / "servers").string();
}

}  // namespace

bool RealServers::are_installed() {
    const TemporaryFolder folder;
    ChildProcess look({"bash", "-c",
                       "PATH=$PATH:/usr/sbin:/sbin; for name in mariadbd mariadb redis-server jq "
                       "curl; do command -v $name || exit 1; done; [[ -d /usr/lib/rabbitmq/lib ]]"},
                      folder.path() / "log");
    return look.wait() == 0;
}

RealServers& RealServers::instance() {
    static RealServers only;
    return only;
}

RealServers::RealServers() {
    const std::string guard =
        "exec setsid --fork bash -c 'cat >/dev/null; [ ! -d \"$1\" ] || \"$0\" stop \"$1\"; rm -rf "
        "\"$1\"' '" +
        program() + "' '" + folder_.path().string() + "' >/dev/null 2>&1";
    guardian_.reset(popen(guard.c_str(), "we"));
    if (guardian_ == nullptr) throw std::runtime_error("no guardian for the servers");
    run("start", {"--any-port"});
}

RealServers::~RealServers() {
    try {
        run("stop", {});
    } catch (const std::runtime_error& error) {
        std::fputs(error.what(), stderr);
    }
}

std::string RealServers::run(const std::string& command,
                             const std::vector<std::string>& arguments) const {
    const std::filesystem::path log = folder_.path() / "servers.log";
    std::filesystem::remove(log);
    // The names of carriers and the range of ports shall not be those of the caller's terminal.
    std::vector<std::string> line{
        "env",     "-u",    "VIAJA_CARRIERS",       "-u", "VIAJA_FREE_PORTS",
        program(), command, folder_.path().string()};
    line.insert(line.end(), arguments.begin(), arguments.end());
    ChildProcess process(line, log);
    if (process.wait() != 0) {
        throw std::runtime_error("scripts/servers " + command + ": " + content_of(log));
    }
    return content_of(log);
}

runtime::Configuration RealServers::environment(const std::string& service) const {
    runtime::Configuration::Variables variables;
    std::istringstream lines(run("environment", {service}));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = line.find('=');
        variables[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return runtime::Configuration(variables);
}

}  // namespace viaja::test
