#include "common/supplier/core/day_prices.hpp"

#include <algorithm>
#include <array>

#include "common/contract/check.hpp"

namespace viaja::supplier {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::month_day;

/// National holidays on a fixed date. Those of December and January lie in the high season anyway.
constexpr std::array kHolidays = {
    month_day{month{4}, day{21}},   // Tiradentes
    month_day{month{5}, day{1}},    // Labour Day
    month_day{month{9}, day{7}},    // Independence
    month_day{month{10}, day{12}},  // Our Lady of Aparecida
    month_day{month{11}, day{2}},   // All Souls
    month_day{month{11}, day{15}},  // Republic
    month_day{month{11}, day{20}},  // Black Consciousness
};

// Days from Easter Sunday.
constexpr int kFridayBeforeCarnival = -51;
constexpr int kAshWednesday = -46;
constexpr int kMaundyThursday = -3;
constexpr int kEasterMonday = 1;
constexpr int kCorpusChristi = 60;

/// Whether the day lies between two days of any year, both included; the first is the earlier one.
bool is_between(const month_day& day, const month_day& first, const month_day& last) {
    return first <= day && day <= last;
}

bool is_peak(Date date, int from_easter) {
    const month_day day{date.month(), date.day()};
    return is_between(day, {month{12}, std::chrono::day{20}}, {month{12}, std::chrono::day{31}}) ||
           is_between(day, {month{1}, std::chrono::day{1}}, {month{1}, std::chrono::day{3}}) ||
           (from_easter >= kFridayBeforeCarnival && from_easter <= kAshWednesday) ||
           (from_easter >= kMaundyThursday && from_easter <= kEasterMonday);
}

bool is_at_a_holiday(Date date, int from_easter) {
    if (from_easter >= kCorpusChristi - 1 && from_easter <= kCorpusChristi + 1) return true;
    return std::ranges::any_of(kHolidays, [&](const month_day& holiday) {
        const int distance = days_between(Date{date.year(), holiday.month(), holiday.day()}, date);
        return distance >= -1 && distance <= 1;
    });
}

bool is_high(Date date, int from_easter) {
    const month_day day{date.month(), date.day()};
    return is_between(day, {month{12}, std::chrono::day{10}}, {month{12}, std::chrono::day{31}}) ||
           date.month() == month{1} || date.month() == month{7} ||
           is_at_a_holiday(date, from_easter);
}

bool is_low(Date date) {
    return date.month() == month{3} || date.month() == month{5} || date.month() == month{8};
}

/// Of two numbers above zero, to the nearest whole number, a half up.
std::int64_t rounded_quotient(std::int64_t dividend, std::int64_t divisor) {
    return (dividend + divisor / 2) / divisor;
}

}  // namespace

/// The anonymous Gregorian algorithm.
Date easter_sunday(int year) {
    const int golden = year % 19;
    const int century = year / 100;
    const int of_century = year % 100;
    const int moon_shift = (century - (century + 8) / 25 + 1) / 3;
    const int epact = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
    const int weekday =
        (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    const int late = (golden + 11 * epact + 22 * weekday) / 451;
    const int days = epact + weekday - 7 * late + 114;
    return Date{std::chrono::year{year}, month{static_cast<unsigned>(days / 31)},
                day{static_cast<unsigned>(days % 31 + 1)}};
}

Season season_of(Date day) {
    const int from_easter = days_between(easter_sunday(static_cast<int>(day.year())), day);
    if (is_peak(day, from_easter)) return Season::peak;
    if (is_high(day, from_easter)) return Season::high;
    return is_low(day) ? Season::low : Season::ordinary;
}

int factor_on(std::span<const CurvePoint> points, int days_ahead) {
    check(!points.empty(), "a price curve has points");
    if (days_ahead <= points.front().days_ahead) return points.front().permille;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const CurvePoint& left = points[i - 1];
        const CurvePoint& right = points[i];
        if (days_ahead > right.days_ahead) continue;
        const std::int64_t weighted =
            std::int64_t{left.permille} * (right.days_ahead - days_ahead) +
            std::int64_t{right.permille} * (days_ahead - left.days_ahead);
        return static_cast<int>(rounded_quotient(weighted, right.days_ahead - left.days_ahead));
    }
    return points.back().permille;
}

Money times(const Money& base, std::initializer_list<int> factors) {
    check(base.amount >= 1 && base.amount <= kBasePriceMax, "a base price is out of its bounds");
    check(factors.size() <= 3, "a price has three factors at most");
    std::int64_t product = base.amount;
    std::int64_t divisor = 1;
    for (const int factor : factors) {
        check(factor >= 1 && factor <= kFactorMax, "a price's factor is out of its bounds");
        product *= factor;
        divisor *= kPermille;
    }
    return {std::max<std::int64_t>(1, rounded_quotient(product, divisor)), base.currency};
}

Money price_on(Date day, int days_ahead, const Money& base, const PriceTable& table) {
    const std::chrono::weekday weekday{std::chrono::sys_days(day)};
    return times(base, {table.weekdays[weekday.iso_encoding() - 1],
                        table.seasons[static_cast<std::size_t>(season_of(day))],
                        factor_on(table.days_ahead, days_ahead)});
}

}  // namespace viaja::supplier
