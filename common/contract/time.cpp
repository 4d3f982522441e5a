#include "common/contract/time.hpp"

#include <algorithm>
#include <cstdio>

namespace viaja {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;

/// The digits of `text` at [from, from + count) as a number, or -1.
int number(std::string_view text, std::size_t from, std::size_t count) {
    if (from + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

std::string rfc3339(Instant at) {
    const auto midnight = std::chrono::floor<days>(at);
    const std::chrono::hh_mm_ss clock{
        std::chrono::duration_cast<std::chrono::milliseconds>(at - midnight)};
    char text[16];
    std::snprintf(
        text, sizeof text, "T%02d:%02d:%02d.%03dZ", static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return iso_date(Date(midnight)) + text;
}

std::string rfc3339_exact(Instant at) {
    constexpr Instant first{sys_days(year(1) / 1 / 1)};
    constexpr Instant last = Instant(sys_days(year(9999) / 12 / 31) + days(1)) - Duration(1);
    const Instant inside = std::clamp(at, first, last);
    const auto midnight = std::chrono::floor<days>(inside);
    const std::chrono::hh_mm_ss<Duration> clock(inside - midnight);
    char text[32];
    std::snprintf(
        text, sizeof text, "T%02d:%02d:%02d.%06dZ", static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return iso_date(Date(midnight)) + text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    if (text.size() < 20 || text.back() != 'Z' || text[10] != 'T') return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    const int hours = number(text, 11, 2);
    const int minutes = number(text, 14, 2);
    const int seconds = number(text, 17, 2);
    if (!date || text[13] != ':' || text[16] != ':') return std::nullopt;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
        return std::nullopt;
    }
    std::int64_t fraction = 0;
    if (text.size() > 20) {
        const std::size_t digits = text.size() - 21;
        if (text[19] != '.' || digits == 0 || digits > 6) return std::nullopt;
        const int value = number(text, 20, digits);
        if (value < 0) return std::nullopt;
        fraction = value;
        for (std::size_t i = digits; i < 6; ++i)
            fraction *= 10;
    }
    return Instant(sys_days(*date)) + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
           std::chrono::seconds(seconds) + Duration(fraction);
}

std::string iso_date(Date date) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()) % 10000,
                  static_cast<unsigned>(date.month()) % 100,
                  static_cast<unsigned>(date.day()) % 100);
    return text;
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int y = number(text, 0, 4);
    const int m = number(text, 5, 2);
    const int d = number(text, 8, 2);
    if (y < 1 || m < 0 || d < 0) return std::nullopt;
    const Date date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Date> day_of_local_time(std::string_view text) {
    if (text.size() != 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
    const int hours = number(text, 11, 2);
    const int minutes = number(text, 14, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return parse_date(text.substr(0, 10));
}

int days_between(Date from, Date to) {
    return static_cast<int>((sys_days(to) - sys_days(from)).count());
}

Date plus_days(Date date, int count) {
    return Date(sys_days(date) + days(count));
}

Date utc_date(Instant at) {
    return Date(std::chrono::floor<days>(at));
}

}  // namespace viaja
