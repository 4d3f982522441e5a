// Stories of searches while prices change: what was heard before hides nothing from them.

#include <gtest/gtest.h>

#include "tests/core/itineraries_stage.hpp"

namespace viaja::routes {
namespace {

using Kind = ItineraryQuery::Kind;
using std::chrono::seconds;

/// Flights of one segment, for pages of one route or a calendar of one day.
struct Prices : Stage {
    Prices(const std::vector<std::string>& flights, Kind kind) : Stage(flights) {
        query.kind = kind;
        query.route.max_segments = 1;
        query.limit = 1;
    }
    void know(const std::string& number, int price) {
        cache().put(flight(number), day, {50, price}, now);
    }

    const Day day = day_of(*parse_date("2026-12-10"));
};

TEST(ItinerariesPrices, ACalendarFindsAFlightThatItsScheduleMadeCheaper) {
    Prices stage({"AA1 GRU-REC 09:00 +180 1000", "BB1 GRU-REC 09:00 +180 700"}, Kind::calendar);
    stage.know("AA1", 1'000);
    EXPECT_EQ(stage.run(), "ask BB: BB1/10\n10 BB1 for 700\n");
    stage.move_to({"AA1 GRU-REC 09:00 +180 400", "BB1 GRU-REC 09:00 +180 700"});
    EXPECT_EQ(stage.run(), "ask AA: AA1/10\n10 AA1 for 400\n");
}

TEST(ItinerariesPrices, ASearchFindsAFlightWhosePriceFellAMinuteAfterItWasHeard) {
    for (const Kind kind : {Kind::calendar, Kind::best}) {
        Prices stage({"AA1 GRU-REC 09:00 +180 400", "BB1 GRU-REC 09:00 +180 700"}, kind);
        const std::string day = kind == Kind::calendar ? "10 " : "";
        stage.know("AA1", 1'000);
        stage.know("BB1", 700);
        stage.now += seconds(59);
        EXPECT_EQ(stage.run(), day + "BB1 for 700\n");
        stage.now += seconds(1);
        EXPECT_EQ(stage.run(), "ask AA: AA1/10\n" + day + "AA1 for 400\n");
    }
}

TEST(ItinerariesPrices, AFlightThatBecameCheaperDoesNotMakeItsCarrierSeemDear) {
    Prices stage(
        {"AA1 GIG-REC 09:00 +180 1000", "AA2 GRU-REC 09:00 +180 450", "BB1 GRU-REC 09:00 +180 700"},
        Kind::calendar);
    stage.know("BB1", 700);
    stage.know("AA1", 1'000);
    stage.move_to(
        {"AA1 GIG-REC 09:00 +180 400", "AA2 GRU-REC 09:00 +180 450", "BB1 GRU-REC 09:00 +180 700"});
    EXPECT_EQ(stage.run(), "ask AA: AA2/10\n10 AA2 for 450\n");
}

TEST(ItinerariesPrices, AFlightThatBecameCheaperIsOnAPage) {
    Prices stage({"AA1 GRU-REC 09:00 +180 1000", "BB1 GRU-REC 09:00 +180 900"}, Kind::all);
    stage.know("AA1", 1'000);
    stage.know("BB1", 900);
    EXPECT_EQ(stage.run(), "BB1 for 900\nmore\n");
    stage.move_to({"AA1 GRU-REC 09:00 +180 400", "BB1 GRU-REC 09:00 +180 900"});
    EXPECT_EQ(stage.run(), "ask AA: AA1/10\nAA1 for 400\nmore\n");
    stage.query.after = stage.result.next;
    EXPECT_EQ(stage.run(), "BB1 for 900\n");
}

TEST(ItinerariesPrices, NoPriceIsShownThatIsOlderThanAMinuteWhateverIsHeardOfItsSeats) {
    Prices stage({"AA1 GRU-REC 09:00 +180 1000"}, Kind::best);
    stage.know("AA1", 1'000);
    stage.now += seconds(59);
    stage.cache().changed(stage.flight("AA1"), stage.day, 8, stage.now);
    EXPECT_EQ(stage.run(), "AA1 for 1000\n");
    stage.now += seconds(1);
    stage.books["AA1"] = {8, 1'200};
    EXPECT_EQ(stage.run(), "ask AA: AA1/10\nAA1 for 1200\n");
}

TEST(ItinerariesPrices, AFlightThatWasNotSoldIsAskedAboutAgainAroundTheEndOfAPage) {
    Prices stage({"AA1 GRU-REC 09:00 +180 1000", "AA2 GRU-REC 09:00 +180 990",
                  "AA3 GRU-REC 09:00 +180 1100"},
                 Kind::all);
    stage.know("AA2", 990);
    stage.know("AA3", 1'100);
    stage.cache().not_sold(stage.flight("AA1"), stage.day, stage.now);
    EXPECT_EQ(stage.run(), "AA2 for 990\nmore\n");
    stage.now += seconds(5);
    stage.books["AA1"] = {50, 985};
    EXPECT_EQ(stage.run(), "ask AA: AA1/10\nAA1 for 985\nmore\n");
}

}  // namespace
}  // namespace viaja::routes
