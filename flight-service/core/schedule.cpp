#include "flight-service/core/schedule.hpp"

#include <algorithm>
#include <chrono>

namespace viaja::flight {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

bool is_flight_number(std::string_view number, std::string_view carrier) {
    if (!number.starts_with(carrier)) return false;
    const auto digits = number.substr(carrier.size());
    const bool has_length = digits.size() == 4 || (digits.size() == 5 && digits.front() != '0');
    return has_length && std::ranges::all_of(digits, is_digit);
}

bool flies_on(const Flight& flight, Date date) {
    const std::chrono::weekday day{std::chrono::sys_days(date)};
    const char digit = static_cast<char>('0' + day.iso_encoding());
    return flight.days.find(digit) != std::string::npos;
}

std::string unit_id(std::string_view number, Date date) {
    return std::string(number) + "/" + iso_date(date);
}

std::optional<DatedFlight> dated_flight(std::string_view unit_id) {
    const auto slash = unit_id.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto date = parse_date(unit_id.substr(slash + 1));
    if (!date) return std::nullopt;
    return DatedFlight{std::string(unit_id.substr(0, slash)), *date};
}

std::string description(const Flight& flight, Date date) {
    return flight.number + " " + flight.origin + "–" + flight.destination + " " + iso_date(date);
}

}  // namespace viaja::flight
