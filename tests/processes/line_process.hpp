#pragma once
// A program that answers each line of its standard input with one line. One thread at a time.

#include <sys/types.h>

#include <string>
#include <vector>

namespace viaja::test {

/// The command's exit code; -1 if it could not be started or was ended by a signal.
int run_program(const std::vector<std::string>& command);

class LineProcess {
  public:
    /// Starts it; a program name is looked for on PATH. Throws std::runtime_error if it does not
    /// start.
    explicit LineProcess(const std::vector<std::string>& command);
    /// Ends its input, and waits until it has closed its output.
    ~LineProcess();
    LineProcess(const LineProcess&) = delete;
    LineProcess& operator=(const LineProcess&) = delete;

    /// Throws std::runtime_error where the program has ended.
    void send(const std::string& line);
    /// The next line. Throws std::runtime_error where there is none.
    std::string receive();

  private:
    bool read_more();

    pid_t pid_ = -1;
    int socket_ = -1;
    std::string received_;
};

}  // namespace viaja::test
