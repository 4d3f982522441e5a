#include "flight-service/core/seat_price.hpp"

#include <array>

#include "common/supplier/core/day_prices.hpp"

namespace viaja::flight {
namespace {

using supplier::CurvePoint;

/// Monday to Sunday: most travel on Monday for work, on Friday and Sunday for the weekend.
constexpr std::array kWeekdays = {1040, 930, 900, 980, 1130, 960, 1100};

/// Dear in the last days, cheapest two months before, and a little dearer again far ahead.
constexpr std::array kDaysAhead = {
    CurvePoint{0, 1600}, CurvePoint{3, 1450}, CurvePoint{7, 1280},  CurvePoint{14, 1120},
    CurvePoint{30, 970}, CurvePoint{60, 900}, CurvePoint{120, 930}, CurvePoint{330, 1000},
};

constexpr supplier::PriceTable kPrices{kWeekdays, {900, 1000, 1200, 1400}, kDaysAhead};

}  // namespace

Money seat_price(const Money& base, Date departure, int days_ahead) {
    return supplier::price_on(departure, days_ahead, base, kPrices);
}

}  // namespace viaja::flight
