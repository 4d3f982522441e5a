#pragma once
// The processor time that processes have used, read from /proc. Any thread.

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace viaja::bench {

/// One process, and all that it started and that still live: "rabbitmq" = 1234.
struct Watched {
    std::string name;
    int pid = 0;
};

/// "rabbitmq=1234". Throws std::invalid_argument with a sentence if it is not that, or if there is
/// no such process.
Watched watched_from(std::string_view text);

/// User and system time since their start, by name; processes of one name are added up. A process
/// that is gone counts as nothing.
std::map<std::string, std::chrono::microseconds> processor_time(
    const std::vector<Watched>& processes);

/// The same for the calling process, all threads.
std::chrono::microseconds own_processor_time();

}  // namespace viaja::bench
