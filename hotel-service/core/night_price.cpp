#include "hotel-service/core/night_price.hpp"

#include <array>

#include "common/supplier/core/day_prices.hpp"
#include "hotel-service/core/stay.hpp"

namespace viaja::hotel {
namespace {

using supplier::CurvePoint;

/// The nights from Monday to Sunday: the weekend is dear, and the night of Sunday is not.
constexpr std::array kWeekdays = {950, 960, 970, 1000, 1130, 1160, 920};

/// Rooms are booked later than flights and vary less.
constexpr std::array kDaysAhead = {
    CurvePoint{0, 1080}, CurvePoint{3, 1060},  CurvePoint{14, 1000},
    CurvePoint{45, 960}, CurvePoint{120, 980}, CurvePoint{330, 1020},
};

constexpr supplier::PriceTable kPrices{kWeekdays, {880, 1000, 1250, 1550}, kDaysAhead};

}  // namespace

Money night_price(const Money& rate, Date night, int days_ahead) {
    return supplier::price_on(night, days_ahead, rate, kPrices);
}

Money stay_price(const Money& rate, Date check_in, Date check_out, Date today) {
    Money sum{0, rate.currency};
    for (const Date night : nights_of(check_in, check_out)) {
        sum.amount += night_price(rate, night, days_between(today, night)).amount;
    }
    return sum;
}

}  // namespace viaja::hotel
