#include "tests/ports/test_servers.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace viaja::test {

namespace {

using nlohmann::json;

/// The tests run in the root of the project.
constexpr const char* kProgram = "scripts/servers";

/// The command followed by the servers that the suite needs.
std::vector<std::string> with_servers(std::vector<std::string> words) {
    std::istringstream names(VIAJA_SUITE_SERVERS);
    for (std::string name; names >> name;)
        words.push_back(name);
    return words;
}

}  // namespace

bool TestServers::are_installed() {
    return run_program(with_servers({kProgram, "check"})) == 0;
}

TestServers& TestServers::instance() {
    static TestServers only;
    return only;
}

/// Out of reach of what kills the test program, so that it can clean up.
TestServers::TestServers()
    : program_(with_servers({"setsid", "--fork", kProgram, "attach", "--quick-console"})) {
    read_answer();
}

std::string TestServers::read_answer() {
    const json answer = json::parse(program_.receive());
    if (answer.contains("error")) throw std::runtime_error(answer["error"].get<std::string>());
    return answer["text"];
}

std::string TestServers::command(const std::vector<std::string>& words) {
    program_.send(json(words).dump());
    return read_answer();
}

std::map<std::string, std::string> TestServers::environment(const std::string& service) {
    std::map<std::string, std::string> variables;
    std::istringstream lines(command({"environment", service}));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = line.find('=');
        variables[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return variables;
}

void TestServers::disturb(const std::string& server, Disturbance disturbance) {
    if (disturbance == Disturbance::frozen) {
        command({"freeze", server});
        return;
    }
    if (server == "rabbitmq") command({"persist", server});
    command({"kill", server});
    if (disturbance == Disturbance::restarted) command({"revive", server});
}

void TestServers::restore(const std::string& server) {
    command({"revive", server});
    command({"thaw", server});
}

}  // namespace viaja::test
