#pragma once
// `viaja conformance`: examines a participant on RabbitMQ. The broker is that of the environment
// (VIAJA_RABBITMQ_…); the user must be allowed what session-service is.

#include <string>
#include <vector>

namespace viaja::conformance {

struct CommandLine {
    std::string address;
    std::vector<std::string> near = {"REC", "GRU", "GIG", "BSB", "SSA"};
    int patience_ms = 5'000;
    std::string restart;  ///< a command of the shell
    bool alone = false;
    std::string good_card = "tok_ok";
    std::string declined_card = "tok_do_not_honor";
    std::vector<std::string> only;
    bool json = false;
    std::string junit;  ///< the file to write; empty: none
};

/// The exit code: 0 where all that was examined holds, 1 where something is broken, 2 for an
/// address that is none, 7 where there is no broker.
int run(const CommandLine& line);

}  // namespace viaja::conformance
