// Prices by weekday, season and days ahead: tables, bounds, and the same answer on every machine.

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>

#include "common/contract/check.hpp"
#include "common/supplier/core/day_prices.hpp"
#include "flight-service/core/seat_price.hpp"
#include "hotel-service/core/night_price.hpp"

namespace viaja {
namespace {

using supplier::easter_sunday;
using supplier::Season;
using supplier::season_of;

Date day(const char* text) {
    return *parse_date(text);
}

Money reais(std::int64_t whole) {
    return {whole * 100, "BRL"};
}

TEST(Seasons, EasterIsWhereTheCalendarHasIt) {
    for (const char* sunday : {"1961-04-02", "2000-04-23", "2024-03-31", "2026-04-05", "2027-03-28",
                               "2028-04-16", "2038-04-25", "2285-03-22"}) {
        EXPECT_EQ(easter_sunday(static_cast<int>(day(sunday).year())), day(sunday)) << sunday;
    }
    for (int year = 1900; year < 2300; ++year) {
        const Date easter = easter_sunday(year);
        EXPECT_EQ(std::chrono::weekday(std::chrono::sys_days(easter)), std::chrono::Sunday) << year;
        EXPECT_GE(
            days_between(Date{easter.year(), std::chrono::March, std::chrono::day{22}}, easter), 0);
        EXPECT_LE(
            days_between(Date{easter.year(), std::chrono::April, std::chrono::day{25}}, easter), 0);
    }
}

TEST(Seasons, FollowTheBrazilianCalendar) {
    const struct {
        const char* first;
        const char* last;
        Season season;
    } rows[] = {
        {"2026-12-01", "2026-12-09", Season::ordinary},
        {"2026-12-10", "2026-12-19", Season::high},
        {"2026-12-20", "2027-01-03", Season::peak},
        {"2027-01-04", "2027-01-31", Season::high},
        {"2027-02-01", "2027-02-04", Season::ordinary},
        {"2027-02-05", "2027-02-10", Season::peak},  // Carnival
        {"2027-02-11", "2027-02-28", Season::ordinary},
        {"2027-03-01", "2027-03-24", Season::low},
        {"2027-03-25", "2027-03-29", Season::peak},  // Easter
        {"2027-03-30", "2027-03-31", Season::low},
        {"2027-04-01", "2027-04-19", Season::ordinary},
        {"2027-04-20", "2027-04-22", Season::high},  // Tiradentes
        {"2027-04-23", "2027-04-29", Season::ordinary},
        {"2027-04-30", "2027-05-02", Season::high},  // Labour Day
        {"2027-05-03", "2027-05-25", Season::low},
        {"2027-05-26", "2027-05-28", Season::high},  // Corpus Christi
        {"2027-05-29", "2027-05-31", Season::low},
        {"2027-06-01", "2027-06-30", Season::ordinary},
        {"2027-07-01", "2027-07-31", Season::high},
        {"2027-08-01", "2027-08-31", Season::low},
        {"2027-09-01", "2027-09-05", Season::ordinary},
        {"2027-09-06", "2027-09-08", Season::high},  // Independence
        {"2027-10-11", "2027-10-13", Season::high},  // Our Lady of Aparecida
        {"2027-11-01", "2027-11-03", Season::high},  // All Souls
        {"2027-11-14", "2027-11-16", Season::high},  // Republic
        {"2027-11-17", "2027-11-18", Season::ordinary},
        {"2027-11-19", "2027-11-21", Season::high},  // Black Consciousness
        {"2027-11-22", "2027-11-30", Season::ordinary},
    };
    for (const auto& row : rows) {
        for (Date date = day(row.first); days_between(date, day(row.last)) >= 0;
             date = plus_days(date, 1)) {
            EXPECT_EQ(season_of(date), row.season) << iso_date(date);
        }
    }
}

TEST(PriceCurve, IsLinearBetweenItsPointsAndLevelOutside) {
    const supplier::CurvePoint points[] = {{0, 1600}, {3, 1450}, {7, 1280}};
    const int expected[] = {1600, 1600, 1550, 1500, 1450, 1408, 1365, 1323, 1280, 1280};
    for (int ahead = -1; ahead <= 8; ++ahead)
        EXPECT_EQ(supplier::factor_on(points, ahead), expected[ahead + 1]) << ahead;
    EXPECT_EQ(supplier::factor_on(points, std::numeric_limits<int>::max()), 1280);
}

TEST(PriceFactors, AreMultipliedExactlyAndRoundedOnceWithAHalfUp) {
    EXPECT_EQ(supplier::times({100, "BRL"}, {1000, 1000, 1000}), (Money{100, "BRL"}));
    EXPECT_EQ(supplier::times({1000, "BRL"}, {1004}), (Money{1004, "BRL"}));
    EXPECT_EQ(supplier::times({100, "BRL"}, {1004}), (Money{100, "BRL"}));
    EXPECT_EQ(supplier::times({100, "BRL"}, {1005}), (Money{101, "BRL"}));
    // Rounded after each factor this would be 103.
    EXPECT_EQ(supplier::times({100, "BRL"}, {1005, 1005, 1005}), (Money{102, "BRL"}));
    EXPECT_EQ(supplier::times({1, "BRL"}, {1}), (Money{1, "BRL"}));
    EXPECT_EQ(supplier::times({supplier::kBasePriceMax, "EUR"}, {2000, 2000, 2000}),
              (Money{800'000'000, "EUR"}));
    EXPECT_THROW(supplier::times({0, "BRL"}, {1000}), Bug);
    EXPECT_THROW(supplier::times({supplier::kBasePriceMax + 1, "BRL"}, {1000}), Bug);
    EXPECT_THROW(supplier::times({1, "BRL"}, {2001}), Bug);
    EXPECT_THROW(supplier::times({1, "BRL"}, {0}), Bug);
}

TEST(SeatPrice, MovesWithTheWeekday) {
    // A week of the ordinary season, 100 days ahead: 920 permille.
    const std::int64_t expected[] = {956'80, 855'60, 828'00, 901'60, 1039'60, 883'20, 1012'00};
    for (int i = 0; i < 7; ++i) {
        const Date monday = day("2027-06-07");
        EXPECT_EQ(flight::seat_price(reais(1000), plus_days(monday, i), 100).amount, expected[i])
            << i;
    }
}

TEST(SeatPrice, MovesWithTheSeason) {
    const auto on_a_wednesday = [](const char* date) {
        return flight::seat_price(reais(1000), day(date), 330).amount;
    };
    EXPECT_EQ(on_a_wednesday("2027-08-11"), 810'00);
    EXPECT_EQ(on_a_wednesday("2027-06-09"), 900'00);
    EXPECT_EQ(on_a_wednesday("2027-07-14"), 1080'00);
    EXPECT_EQ(on_a_wednesday("2026-12-23"), 1260'00);
}

TEST(SeatPrice, FallsUntilTwoMonthsBeforeAndRisesSlowlyBehindThem) {
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
    for (int ahead = 0; ahead <= 60; ++ahead) {
        const auto amount = flight::seat_price(reais(1000), day("2027-06-09"), ahead).amount;
        EXPECT_LT(amount, last) << ahead;
        last = amount;
    }
    for (int ahead = 61; ahead <= 330; ++ahead) {
        const auto amount = flight::seat_price(reais(1000), day("2027-06-09"), ahead).amount;
        EXPECT_GE(amount, last) << ahead;
        last = amount;
    }
    EXPECT_EQ(flight::seat_price(reais(1000), day("2027-06-09"), 0).amount, 1440'00);
    EXPECT_EQ(flight::seat_price(reais(1000), day("2027-06-09"), 60).amount, 810'00);
}

TEST(SeatPrice, AWeekHasDaysWorthWaitingFor) {
    std::set<std::int64_t> prices;
    for (int i = 0; i < 7; ++i)
        prices.insert(
            flight::seat_price(reais(1000), plus_days(day("2027-06-07"), i), 30 + i).amount);
    EXPECT_GE(prices.size(), 5U);
    EXPECT_GE(*prices.rbegin() * 10, *prices.begin() * 12);
}

/// Every day of four years and every distance that is sold, at the ends of what a base price may
/// be.
template <class PriceOf>
void check_bounds(std::int64_t lowest_permille, std::int64_t highest_permille, PriceOf price_of) {
    for (Date date = day("2026-01-01"); date != day("2030-01-01"); date = plus_days(date, 1)) {
        for (int ahead = 0; ahead <= 360; ahead += 3) {
            const Money price = price_of(reais(1000), date, ahead);
            ASSERT_GE(price.amount, 100 * lowest_permille) << iso_date(date) << " " << ahead;
            ASSERT_LE(price.amount, 100 * highest_permille) << iso_date(date) << " " << ahead;
            ASSERT_EQ(price, price_of(reais(1000), date, ahead));
            ASSERT_GE(price_of({1, "BRL"}, date, ahead).amount, 1);
            ASSERT_GT(price_of({supplier::kBasePriceMax, "BRL"}, date, ahead).amount, 0);
        }
    }
}

TEST(SeatPrice, StaysInItsBoundsOnEveryDayThatIsSold) {
    check_bounds(700, 2600, flight::seat_price);
}

TEST(NightPrice, StaysInItsBoundsOnEveryNightThatIsSold) {
    check_bounds(700, 2000, hotel::night_price);
}

TEST(NightPrice, MovesWithWeekdaySeasonAndDaysAhead) {
    const auto price = [](const char* night, int ahead) {
        return hotel::night_price(reais(100), day(night), ahead).amount;
    };
    EXPECT_EQ(price("2027-06-07", 14), 95'00);   // a Monday
    EXPECT_EQ(price("2027-06-12", 14), 116'00);  // a Saturday
    EXPECT_EQ(price("2027-06-13", 14), 92'00);   // a Sunday
    EXPECT_EQ(price("2027-06-10", 0), 108'00);   // a Thursday, for tonight
    EXPECT_EQ(price("2027-06-10", 45), 96'00);
    EXPECT_EQ(price("2026-12-31", 14), 155'00);  // a Thursday at New Year
    EXPECT_EQ(price("2027-08-12", 14), 88'00);   // a Thursday in August
}

TEST(StayPrice, IsTheSumOfItsNights) {
    const Date today = day("2026-12-01");
    const auto stay = [&](const char* from, const char* to) {
        return hotel::stay_price(reais(255), day(from), day(to), today).amount;
    };
    EXPECT_EQ(stay("2026-12-18", "2026-12-21"), stay("2026-12-18", "2026-12-19") +
                                                    stay("2026-12-19", "2026-12-20") +
                                                    stay("2026-12-20", "2026-12-21"));
    EXPECT_EQ(stay("2026-12-19", "2026-12-20"),
              hotel::night_price(reais(255), day("2026-12-19"), 18).amount);
    EXPECT_GT(stay("2026-12-30", "2026-12-31"), stay("2026-12-09", "2026-12-10"));
}

}  // namespace
}  // namespace viaja
