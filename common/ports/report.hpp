#pragma once
// What an operator should see, as one event with its severity and fields. Layers without a log of
// their own are given a Report; a process's Report writes a log line.

#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/contract/trace_context.hpp"

namespace viaja {

enum class Severity {
    info,     ///< the system is as it should be, or is so again
    warning,  ///< a server is unavailable, or a sender made a mistake; no work is lost
    error,    ///< a bug, or work that was given up: an operator has to look
};

/// Names of fields are literals. Never tokens, names of travellers or card numbers.
using LogFields = std::vector<std::pair<std::string_view, std::string>>;

struct LogEvent {
    Severity severity = Severity::warning;
    std::string event;
    LogFields fields = {};
};

/// Called on any thread; must only hand over.
using Report = std::function<void(const LogEvent&)>;

/// An event about an input or a message: its fields end with what is known of `input`, `session`,
/// `trace`, `request` and `message`.
LogEvent event_of(const Origin& origin, Severity severity, std::string event,
                  LogFields fields = {});

/// In one line: "EVENT · name=value name=value".
std::string text_of(const LogEvent& event);

/// True for what a server or the system failed at, which may succeed later: Unavailable, files that
/// cannot be opened, memory that is not there. Anything else, such as Bug, is a programming error.
bool is_operational(const std::exception& error);

inline Severity severity_of(const std::exception& error) {
    return is_operational(error) ? Severity::warning : Severity::error;
}

}  // namespace viaja
