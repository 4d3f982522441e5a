#include "common/contract/schedule.hpp"

#include <cstdio>

namespace viaja {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

bool is_weekdays(std::string_view days) {
    char last = '0';
    for (const char day : days) {
        if (day <= last || day > '7') return false;
        last = day;
    }
    return !days.empty();
}

std::optional<int> minutes_of_day(std::string_view clock) {
    if (clock.size() != 5 || clock[2] != ':') return std::nullopt;
    for (const std::size_t place : {0, 1, 3, 4}) {
        if (!is_digit(clock[place])) return std::nullopt;
    }
    const int hours = (clock[0] - '0') * 10 + (clock[1] - '0');
    const int minutes = (clock[3] - '0') * 10 + (clock[4] - '0');
    if (hours > 23 || minutes > 59) return std::nullopt;
    return hours * 60 + minutes;
}

std::string clock_text(int minutes_of_day) {
    char text[32];
    std::snprintf(text, sizeof text, "%02d:%02d", minutes_of_day / 60, minutes_of_day % 60);
    return text;
}

}  // namespace viaja
