#include "tests/ports/test_servers.hpp"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace viaja::test {

namespace {

using nlohmann::json;

/// The tests run in the root of the project.
constexpr const char* kProgram = "scripts/servers";

/// Starts the command with `socket` as its standard input and output, if there is one, and waits
/// for its end; its exit code.
int run(std::vector<std::string> words, int socket = -1) {
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (socket >= 0) {
        posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    }
    pid_t pid = 0;
    const int error =
        posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    if (error != 0 || waitpid(pid, &status, 0) != pid) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The command followed by the servers that the suite needs.
std::vector<std::string> with_servers(std::vector<std::string> words) {
    std::istringstream names(VIAJA_SUITE_SERVERS);
    for (std::string name; names >> name;)
        words.push_back(name);
    return words;
}

}  // namespace

bool TestServers::are_installed() {
    return run(with_servers({kProgram, "check"})) == 0;
}

TestServers& TestServers::instance() {
    static TestServers only;
    return only;
}

TestServers::TestServers() {
    int ends[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        throw std::runtime_error("no socket for scripts/servers");
    }
    socket_ = ends[0];
    run(with_servers({"setsid", "--fork", kProgram, "attach", "--quick-console"}), ends[1]);
    close(ends[1]);
    read_answer();
}

TestServers::~TestServers() {
    shutdown(socket_, SHUT_WR);
    while (!read_line().empty()) {
    }  // its end of the socket closes when everything is removed
    close(socket_);
}

std::string TestServers::read_line() {
    while (received_.find('\n') == std::string::npos) {
        char bytes[4096];
        const ssize_t count = read(socket_, bytes, sizeof bytes);
        if (count <= 0) return {};
        received_.append(bytes, static_cast<std::size_t>(count));
    }
    const std::size_t end = received_.find('\n');
    const std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    return line;
}

std::string TestServers::read_answer() {
    const std::string line = read_line();
    if (line.empty()) throw std::runtime_error("scripts/servers ended; see what it printed");
    const json answer = json::parse(line);
    if (answer.contains("error")) throw std::runtime_error(answer["error"].get<std::string>());
    return answer["text"];
}

std::string TestServers::command(const std::vector<std::string>& words) {
    const std::string line = json(words).dump() + "\n";
    if (send(socket_, line.data(), line.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(line.size())) {
        throw std::runtime_error("scripts/servers takes no command");
    }
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
