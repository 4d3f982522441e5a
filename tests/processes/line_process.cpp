#include "tests/processes/line_process.hpp"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace viaja::test {

namespace {

/// With `socket` as its standard input and output, if there is one; -1 if it does not start.
pid_t start(std::vector<std::string> words, int socket) {
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
    pid_t pid = -1;
    const int error =
        posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? pid : -1;
}

int exit_code_of(pid_t pid) {
    int status = 0;
    if (pid < 0 || waitpid(pid, &status, 0) != pid) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

int run_program(const std::vector<std::string>& command) {
    return exit_code_of(start(command, -1));
}

LineProcess::LineProcess(const std::vector<std::string>& command) {
    int ends[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
        socket_ = ends[0];
        pid_ = start(command, ends[1]);
        close(ends[1]);
    }
    if (pid_ < 0) {
        close(socket_);
        throw std::runtime_error(command[0] + " does not start");
    }
}

LineProcess::~LineProcess() {
    shutdown(socket_, SHUT_WR);
    while (read_more()) {
    }  // nothing is asked any more
    close(socket_);
    exit_code_of(pid_);
}

bool LineProcess::read_more() {
    char bytes[4096];
    const ssize_t count = read(socket_, bytes, sizeof bytes);
    if (count > 0) received_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
}

void LineProcess::send(const std::string& line) {
    std::string rest = line + "\n";
    while (!rest.empty()) {
        const ssize_t count = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (count <= 0) throw std::runtime_error("the program has ended; see what it printed");
        rest.erase(0, static_cast<std::size_t>(count));
    }
}

std::string LineProcess::receive() {
    std::size_t end = received_.find('\n');
    for (; end == std::string::npos; end = received_.find('\n')) {
        if (!read_more()) throw std::runtime_error("the program has ended; see what it printed");
    }
    const std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    return line;
}

}  // namespace viaja::test
