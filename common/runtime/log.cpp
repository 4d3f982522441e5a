#include "common/runtime/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"

namespace viaja::runtime {
namespace {

bool g_for_people = false;  // written once by open_log, before threads start

std::string as_json(std::string_view text) {
    return json_text(nlohmann::json(text));
}

void write(spdlog::level::level_enum level, std::string_view message, const LogFields& fields) {
    std::string line;
    if (g_for_people) {
        line = message;
        for (const auto& [name, value] : fields) {
            line += "  ";
            line += name;
            line += '=' + value;
        }
    } else {
        line = as_json(message);
        for (const auto& [name, value] : fields) {
            line += ',' + as_json(name) + ':' + as_json(value);
        }
    }
    spdlog::default_logger_raw()->log(level, spdlog::string_view_t{line});
}

}  // namespace

void open_log(const std::string& service) {
    g_for_people = isatty(STDERR_FILENO) != 0;
    auto logger = spdlog::stderr_color_mt(service);
    spdlog::set_default_logger(logger);
    if (g_for_people) {
        spdlog::set_pattern("%H:%M:%S.%e %^%-7l%$ %n  %v");
    } else {
        spdlog::set_pattern(
            R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","service":"%n","msg":%v})",
            spdlog::pattern_time_type::utc);
    }
    spdlog::flush_on(spdlog::level::info);
}

void log_info(std::string_view message, const LogFields& fields) {
    write(spdlog::level::info, message, fields);
}

void log_warning(std::string_view message, const LogFields& fields) {
    write(spdlog::level::warn, message, fields);
}

std::function<void(std::size_t, std::size_t)> log_progress(std::string message, std::string what) {
    return [message = std::move(message), what = std::move(what), said = std::size_t{0}](
               std::size_t done, std::size_t total) mutable {
        const auto tenth = total == 0 ? 10 : done * 10 / total;
        if (tenth <= said) return;
        said = tenth;
        log_info(message,
                 {{"of", what}, {"rows", std::to_string(done)}, {"total", std::to_string(total)}});
    };
}

void log_error(std::string_view message, const LogFields& fields) {
    write(spdlog::level::err, message, fields);
}

void log_event(const LogEvent& event) {
    switch (event.severity) {
        case Severity::info:
            return log_info(event.event, event.fields);
        case Severity::warning:
            return log_warning(event.event, event.fields);
        case Severity::error:
            return log_error(event.event, event.fields);
    }
}

}  // namespace viaja::runtime
