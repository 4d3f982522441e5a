#pragma once
// A server's process that belongs to a test program: it ends with the program, however that ends.

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace viaja::test {

class ChildProcess {
  public:
    /// Starts `command` (a path or a name on PATH, and its arguments), its output going to `log`.
    /// From the main thread only: the child would end with another.
    ChildProcess(const std::vector<std::string>& command, const std::filesystem::path& log);
    /// Kills it, if it still runs, and waits for its end.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    void signal(int number) const;
    /// Waits for the end of the process; its exit code, -1 if a signal ended it.
    int wait();

    /// Looks every few milliseconds until `is_ready`. Throws, with what the process wrote, when it
    /// ends before that, or after `patience`.
    void wait_until(const std::function<bool()>& is_ready, std::chrono::seconds patience);

  private:
    const std::filesystem::path log_;
    pid_t pid_ = -1;
    int handle_ = -1;  ///< readable once the process has ended
    bool ended_ = false;
};

/// A TCP port of the loopback interface that nobody uses now.
int free_port();

}  // namespace viaja::test
