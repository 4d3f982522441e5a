#pragma once
// The process's log: one JSON object a line on standard error, or plain lines on a terminal. Any
// thread. Never tokens, names of travellers or card numbers.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "common/ports/report.hpp"

namespace viaja::runtime {

/// Once, before threads start. `service` is named in every line.
void open_log(const std::string& service);

void log_info(std::string_view message, const LogFields& fields = {});
void log_warning(std::string_view message, const LogFields& fields = {});
/// One line a tenth of the way, so that long work is seen to go on: "MESSAGE of=WHAT rows=…".
std::function<void(std::size_t done, std::size_t total)> log_progress(std::string message,
                                                                      std::string what);
void log_error(std::string_view message, const LogFields& fields = {});
/// A line with the event's severity: what a process gives as its Report.
void log_event(const LogEvent& event);

}  // namespace viaja::runtime
