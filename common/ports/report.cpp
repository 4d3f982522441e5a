#include "common/ports/report.hpp"

#include <new>
#include <stdexcept>

namespace viaja {

LogEvent event_of(const Origin& origin, Severity severity, std::string event, LogFields fields) {
    if (!origin.input.empty()) fields.emplace_back("input", origin.input);
    if (origin.session_id) fields.emplace_back("session", origin.session_id->text());
    if (const auto trace_id = origin.trace_id(); trace_id.is_set()) {
        fields.emplace_back("trace", trace_id.text());
    }
    if (!origin.context.request_id.empty()) {
        fields.emplace_back("request", origin.context.request_id);
    }
    if (origin.message_id) fields.emplace_back("message", origin.message_id->text());
    return {severity, std::move(event), std::move(fields)};
}

std::string text_of(const LogEvent& event) {
    std::string text = event.event;
    for (const auto& [name, value] : event.fields) {
        text += text.size() == event.event.size() ? " · " : " ";
        text += std::string(name) + '=' + value;
    }
    return text;
}

bool is_operational(const std::exception& error) {
    return dynamic_cast<const std::runtime_error*>(&error) != nullptr ||
           dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
}

}  // namespace viaja
