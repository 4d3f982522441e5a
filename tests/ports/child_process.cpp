#include "tests/ports/child_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace viaja::test {

namespace {

constexpr int kLookEveryMilliseconds = 5;

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// In the child, between fork and exec.
[[noreturn]] void become(std::vector<char*>& arguments, const char* log, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    const int output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    setpgid(0, 0);  // Ctrl-C at the terminal is for the test program
    execvp(arguments[0], arguments.data());
    _exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command,
                           const std::filesystem::path& log)
    : log_(log) {
    std::vector<std::string> texts = command;
    std::vector<char*> arguments;
    for (std::string& text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    const std::string log_name = log.string();
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork: " + std::string(std::strerror(errno)));
    if (pid_ == 0) become(arguments, log_name.c_str(), parent);
    handle_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
}

ChildProcess::~ChildProcess() {
    signal(SIGKILL);
    wait();
    if (handle_ >= 0) close(handle_);
}

void ChildProcess::signal(int number) const {
    if (!ended_) kill(pid_, number);
}

int ChildProcess::wait() {
    if (ended_) return -1;
    int status = 0;
    waitpid(pid_, &status, 0);
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ChildProcess::wait_until(const std::function<bool()>& is_ready,
                              std::chrono::seconds patience) {
    const auto give_up = std::chrono::steady_clock::now() + patience;
    while (!is_ready()) {
        pollfd end{handle_, POLLIN, 0};
        if (poll(&end, 1, kLookEveryMilliseconds) > 0) {
            wait();
            throw std::runtime_error("the server ended: " + content_of(log_));
        }
        if (std::chrono::steady_clock::now() > give_up) {
            throw std::runtime_error("the server does not become ready: " + content_of(log_));
        }
    }
}

int free_port() {
    const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = bind(handle, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    close(handle);
    if (!bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

}  // namespace viaja::test
