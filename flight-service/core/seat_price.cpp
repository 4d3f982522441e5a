#include "flight-service/core/seat_price.hpp"

#include <array>
#include <chrono>

#include "common/contract/check.hpp"
#include "common/supplier/core/day_prices.hpp"

namespace viaja::flight {
namespace {

using supplier::CurvePoint;
using supplier::Season;

/// Monday to Sunday: most travel on Monday for work, on Friday and Sunday for the weekend.
constexpr std::array kWeekdays = {1040, 930, 900, 980, 1130, 960, 1100};

/// Dear in the last days, cheapest two months before, and a little dearer again far ahead.
constexpr std::array kDaysAhead = {
    CurvePoint{0, 1600}, CurvePoint{3, 1450}, CurvePoint{7, 1280},  CurvePoint{14, 1120},
    CurvePoint{30, 970}, CurvePoint{60, 900}, CurvePoint{120, 930}, CurvePoint{330, 1000},
};

int season_factor(Season season) {
    switch (season) {
        case Season::low:
            return 900;
        case Season::ordinary:
            return 1000;
        case Season::high:
            return 1200;
        case Season::peak:
            return 1400;
    }
    throw Bug("a day is in no known season");
}

}  // namespace

Money seat_price(const Money& base, Date departure, int days_ahead) {
    const std::chrono::weekday weekday{std::chrono::sys_days(departure)};
    return supplier::times(
        base, {kWeekdays[weekday.iso_encoding() - 1], season_factor(supplier::season_of(departure)),
               supplier::factor_on(kDaysAhead, days_ahead)});
}

}  // namespace viaja::flight
