#include "flight-service/core/schedule.hpp"

#include <algorithm>
#include <chrono>

namespace viaja::flight {
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

bool is_flight_number(std::string_view number, std::string_view carrier) {
    return number.size() == carrier.size() + 4 && number.starts_with(carrier) &&
           std::all_of(number.begin() + static_cast<std::ptrdiff_t>(carrier.size()), number.end(),
                       is_digit);
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

bool flies_on(const Flight& flight, Date date) {
    const std::chrono::weekday day{std::chrono::sys_days(date)};
    const char digit = static_cast<char>('0' + day.iso_encoding());
    return flight.days.find(digit) != std::string::npos;
}

std::string unit_id(std::string_view number, Date date) {
    return std::string(number) + "/" + iso_date(date);
}

std::string description(const Flight& flight, Date date) {
    return flight.number + " " + flight.origin + "–" + flight.destination + " " + iso_date(date);
}

}  // namespace viaja::flight
