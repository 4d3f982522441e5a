#include "terminal/event_parser.hpp"

namespace viaja::terminal {

std::vector<std::string> EventParser::take(std::string_view bytes) {
    std::vector<std::string> events;
    for (std::size_t end; (end = bytes.find('\n')) != std::string_view::npos;) {
        unfinished_ += bytes.substr(0, end);
        bytes.remove_prefix(end + 1);
        if (unfinished_.ends_with('\r')) unfinished_.pop_back();
        line(unfinished_, events);
        unfinished_.clear();
    }
    unfinished_ += bytes;
    return events;
}

void EventParser::line(std::string_view text, std::vector<std::string>& events) {
    constexpr std::string_view field = "data:";
    if (text.empty()) {
        if (has_data_) events.push_back(std::move(data_));
        data_.clear();
        has_data_ = false;
    } else if (text.starts_with(field)) {
        text.remove_prefix(field.size());
        if (text.starts_with(' ')) text.remove_prefix(1);
        if (has_data_) data_ += '\n';
        data_ += text;
        has_data_ = true;
    }
}

}  // namespace viaja::terminal
