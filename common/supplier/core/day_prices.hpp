#pragma once
// What the prices of flights and of hotel nights have in common: how they move with the season and
// with the days that are left. Pure: the same input gives the same price on every machine and at
// every replica. Integers only: factors are permille, 1000 leaves a price as it is.

#include <array>
#include <initializer_list>
#include <span>

#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja::supplier {

constexpr int kPermille = 1000;
/// No factor is larger, so that a product of three fits into 64 bits for every price.
constexpr int kFactorMax = 2000;
/// The largest price of a catalogue, in centavos.
constexpr std::int64_t kBasePriceMax = 100'000'000;

/// How many travel on a day, by the Brazilian calendar. The first that applies:
///   peak      20 December to 3 January; Friday before Carnival to Ash Wednesday; Thursday before
///             Easter to the Monday after it
///   high      10 December to 31 January; July; a national holiday, the day before and the day
///             after it
///   low       March, May and August
///   ordinary  every other day
enum class Season { low, ordinary, high, peak };
Season season_of(Date day);

/// Easter Sunday of a year of the Gregorian calendar; Carnival and Corpus Christi follow from it.
Date easter_sunday(int year);

/// A point of a price curve: so many days before the day of travel the factor is `permille`.
struct CurvePoint {
    int days_ahead = 0;
    int permille = kPermille;
};
/// The curve's factor: linear between two points, to the nearest permille, and level before the
/// first and behind the last. `points` ascend by days and are not empty.
int factor_on(std::span<const CurvePoint> points, int days_ahead);

/// `base` times the factors, of which there are at most three, each 1 to kFactorMax; `base` is 1 to
/// kBasePriceMax. Rounded once, at the end: to the nearest centavo, a half up, and never to
/// nothing.
Money times(const Money& base, std::initializer_list<int> factors);

/// How the prices of one kind of thing move. Each factor is 1 to kFactorMax.
struct PriceTable {
    std::array<int, 7> weekdays;  ///< Monday to Sunday
    std::array<int, 4> seasons;   ///< low, ordinary, high, peak
    std::span<const CurvePoint> days_ahead;
};

/// `base` times the factors of the day's weekday, of its season, and of the days that are left.
Money price_on(Date day, int days_ahead, const Money& base, const PriceTable& table);

}  // namespace viaja::supplier
