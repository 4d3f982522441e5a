#include "hotel-service/core/night_price.hpp"

#include <array>
#include <chrono>

#include "common/contract/check.hpp"
#include "common/supplier/core/day_prices.hpp"
#include "hotel-service/core/stay.hpp"

namespace viaja::hotel {
namespace {

using supplier::CurvePoint;
using supplier::Season;

/// The nights from Monday to Sunday: the weekend is dear, and the night of Sunday is not.
constexpr std::array kWeekdays = {950, 960, 970, 1000, 1130, 1160, 920};

/// Rooms are booked later than flights and vary less.
constexpr std::array kDaysAhead = {
    CurvePoint{0, 1080}, CurvePoint{3, 1060},  CurvePoint{14, 1000},
    CurvePoint{45, 960}, CurvePoint{120, 980}, CurvePoint{330, 1020},
};

int season_factor(Season season) {
    switch (season) {
        case Season::low:
            return 880;
        case Season::ordinary:
            return 1000;
        case Season::high:
            return 1250;
        case Season::peak:
            return 1550;
    }
    throw Bug("a night is in no known season");
}

}  // namespace

Money night_price(const Money& rate, Date night, int days_ahead) {
    const std::chrono::weekday weekday{std::chrono::sys_days(night)};
    return supplier::times(
        rate, {kWeekdays[weekday.iso_encoding() - 1], season_factor(supplier::season_of(night)),
               supplier::factor_on(kDaysAhead, days_ahead)});
}

Money stay_price(const Money& rate, Date check_in, Date check_out, Date today) {
    Money sum{0, rate.currency};
    for (const Date night : nights_of(check_in, check_out)) {
        sum.amount += night_price(rate, night, days_between(today, night)).amount;
    }
    return sum;
}

}  // namespace viaja::hotel
