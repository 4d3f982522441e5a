#include "bench/measure/processes.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "common/text/whole_number.hpp"

namespace viaja::bench {
namespace {

struct ProcessLine {
    int parent = 0;
    std::int64_t ticks = 0;  ///< of its own and of the children that it has waited for
};

/// The fields of /proc/PID/stat behind the name, which stands in parentheses and may hold spaces.
std::optional<ProcessLine> read_line(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    if (!std::getline(file, text)) return std::nullopt;
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) return std::nullopt;
    std::istringstream fields(text.substr(name_end + 1));
    ProcessLine line;
    std::string skipped;
    fields >> skipped >> line.parent;
    for (int field = 5; field <= 13; ++field)
        fields >> skipped;
    for (int field = 14; field <= 17; ++field) {
        std::int64_t ticks = 0;
        fields >> ticks;
        line.ticks += ticks;
    }
    return fields ? std::optional(line) : std::nullopt;
}

std::map<int, ProcessLine> all_processes() {
    std::map<int, ProcessLine> lines;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto pid = whole_number(entry.path().filename().string(), 1);
        if (!pid) continue;
        if (const auto line = read_line(*pid)) lines.emplace(*pid, *line);
    }
    return lines;
}

bool is_of_family(const std::map<int, ProcessLine>& lines, int pid, int ancestor) {
    for (auto found = lines.find(pid); found != lines.end() && pid > 1;
         found = lines.find(pid = found->second.parent)) {
        if (pid == ancestor) return true;
    }
    return false;
}

std::chrono::microseconds of_time(const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

}  // namespace

Watched watched_from(std::string_view text) {
    const auto sign = text.find('=');
    const auto pid = sign == text.npos ? std::nullopt : whole_number(text.substr(sign + 1), 1);
    if (!pid || sign == 0) {
        throw std::invalid_argument("\"" + std::string(text) +
                                    "\" is not NAME=PID, such as rabbitmq=1234");
    }
    if (!read_line(*pid)) {
        throw std::invalid_argument("there is no process " + std::to_string(*pid));
    }
    return {.name = std::string(text.substr(0, sign)), .pid = *pid};
}

std::map<std::string, std::chrono::microseconds> processor_time(
    const std::vector<Watched>& processes) {
    std::map<std::string, std::chrono::microseconds> times;
    if (processes.empty()) return times;
    const auto lines = all_processes();
    const auto ticks_a_second = sysconf(_SC_CLK_TCK);
    for (const auto& watched : processes) {
        std::int64_t ticks = 0;
        for (const auto& [pid, line] : lines) {
            if (is_of_family(lines, pid, watched.pid)) ticks += line.ticks;
        }
        times[watched.name] += std::chrono::microseconds(ticks * 1'000'000 / ticks_a_second);
    }
    return times;
}

std::chrono::microseconds own_processor_time() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return of_time(usage.ru_utime) + of_time(usage.ru_stime);
}

}  // namespace viaja::bench
