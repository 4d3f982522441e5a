// Airports around those that were asked for.

#include <gtest/gtest.h>

#include "session-service/routes/nearby.hpp"
#include "session-service/routes/zone_data.hpp"

namespace viaja::routes {
namespace {

constexpr std::int64_t kDegree = 1'000'000;
constexpr const char* kZone = "America/Sao_Paulo";

/// On the equator, where a degree is 111.19 km.
Airport at(const std::string& code, std::int64_t longitude) {
    Airport airport;
    airport.code = code;
    airport.zone = kZone;
    airport.country = "BR";
    airport.longitude = longitude;
    return airport;
}

std::shared_ptr<const Timetable> timetable_with(const std::vector<Airport>& airports) {
    auto clock =
        std::make_shared<const WallClock>(read_wall_clock({kZone}, *parse_date("2026-11-21")));
    return build_timetable(airports, {}, std::move(clock)).timetable;
}

TEST(RoutesNearby, DistancesAreThoseOverTheGround) {
    Airport gru = at("GRU", -46'473'056);
    gru.latitude = -23'435'556;
    Airport rec = at("REC", -34'923'600);
    rec.latitude = -8'126'490;
    EXPECT_NEAR(distance_km(gru, rec), 2'105, 15);
    EXPECT_EQ(distance_km(gru, gru), 0);
    EXPECT_NEAR(distance_km(at("AAA", 179 * kDegree), at("BBB", -179 * kDegree)), 222.4, 0.1)
        << "over the date line";
}

TEST(RoutesNearby, TheNearestComeFirstAndThoseFurtherAwayNot) {
    const auto timetable = timetable_with({at("AAA", 0), at("FAR", 2 * kDegree), at("TWO", 900'000),
                                           at("ONE", -500'000), at("ZZZ", 50 * kDegree)});
    const auto sides = sides_near(*timetable, "AAA", "ZZZ", 101);
    EXPECT_EQ(sides.from, (std::vector<std::string>{"AAA", "ONE", "TWO"}));
    EXPECT_EQ(sides.to, std::vector<std::string>{"ZZZ"});
    EXPECT_EQ(sides_near(*timetable, "AAA", "ZZZ", 0).from, std::vector<std::string>{"AAA"});
}

TEST(RoutesNearby, AnAirportBelongsToTheNearerSideAndTheTwoStayWhereTheyAre) {
    const auto timetable = timetable_with({at("AAA", 0), at("ZZZ", kDegree), at("NEA", 400'000),
                                           at("MID", 500'000), at("TOO", 600'000)});
    const auto sides = sides_near(*timetable, "AAA", "ZZZ", 200);
    EXPECT_EQ(sides.from, (std::vector<std::string>{"AAA", "NEA", "MID"}));
    EXPECT_EQ(sides.to, (std::vector<std::string>{"ZZZ", "TOO"}));
}

TEST(RoutesNearby, ASideHasTheTwentyNearest) {
    std::vector<Airport> airports = {at("AAA", 0), at("ZZZ", 50 * kDegree)};
    for (int number = 0; number < 30; ++number)
        airports.push_back(at("B" + std::to_string(number), (number + 1) * 10'000));
    const auto sides = sides_near(*timetable_with(airports), "AAA", "ZZZ", 200);
    ASSERT_EQ(sides.from.size(), kAirportsOfASideMax);
    EXPECT_EQ(sides.from.back(), "B18");
}

}  // namespace
}  // namespace viaja::routes
