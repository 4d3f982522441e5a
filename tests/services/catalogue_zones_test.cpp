// Local times by the time zone data of the system, also on the days when clocks change.

#include <gtest/gtest.h>

#include <stdexcept>

#include "common/catalogue/zones.hpp"

namespace viaja::catalogue {
namespace {

std::string utc_of(const char* date, int minutes, const char* zone) {
    return rfc3339(instant_of(wall_clock(*parse_date(date), minutes), zone));
}

std::string local_of(const char* utc, const char* zone) {
    return local_text(local_time(*parse_rfc3339(utc), zone));
}

TEST(Zones, ANoonInRecifeIsThreeInTheAfternoonInUtc) {
    EXPECT_EQ(utc_of("2026-12-20", 12 * 60, "America/Recife"), "2026-12-20T15:00:00.000Z");
    EXPECT_EQ(local_of("2026-12-20T15:00:30.000Z", "America/Recife"), "2026-12-20T12:00");
}

TEST(Zones, AmsterdamHasSummerTime) {
    EXPECT_EQ(utc_of("2026-01-15", 600, "Europe/Amsterdam"), "2026-01-15T09:00:00.000Z");
    EXPECT_EQ(utc_of("2026-07-15", 600, "Europe/Amsterdam"), "2026-07-15T08:00:00.000Z");
}

TEST(Zones, ATimeThatIsSkippedBecomesTheFirstInstantAfterTheGap) {
    // On 29 March 2026 clocks in Amsterdam go from 02:00 to 03:00.
    EXPECT_EQ(utc_of("2026-03-29", 2 * 60 + 30, "Europe/Amsterdam"), "2026-03-29T01:00:00.000Z");
    EXPECT_EQ(local_of("2026-03-29T01:00:00.000Z", "Europe/Amsterdam"), "2026-03-29T03:00");
}

TEST(Zones, OfATimeThatComesTwiceTheEarlierOneCounts) {
    // On 25 October 2026 clocks in Amsterdam go from 03:00 back to 02:00.
    EXPECT_EQ(utc_of("2026-10-25", 2 * 60 + 30, "Europe/Amsterdam"), "2026-10-25T00:30:00.000Z");
    EXPECT_EQ(local_of("2026-10-25T01:30:00.000Z", "Europe/Amsterdam"), "2026-10-25T02:30");
}

TEST(Zones, TheDayIsThatOfThePlace) {
    const Instant late = *parse_rfc3339("2026-11-21T02:30:00.000Z");
    EXPECT_EQ(iso_date(local_date(late, "America/Sao_Paulo")), "2026-11-20");
    EXPECT_EQ(iso_date(local_date(late, "Asia/Tokyo")), "2026-11-21");
}

TEST(Zones, AnUnknownZoneIsNotTakenForAnother) {
    EXPECT_FALSE(zone_exists("America/Nowhere"));
    EXPECT_FALSE(zone_exists(""));
    EXPECT_TRUE(zone_exists("Asia/Kolkata"));
    EXPECT_THROW(local_time(Instant(), "America/Nowhere"), std::runtime_error)
        << "the machine is at fault, not what is asked";
    EXPECT_THROW(read_zone("America/Nowhere"), std::runtime_error);
    read_zone("Asia/Kolkata");
}

}  // namespace
}  // namespace viaja::catalogue
