// What hotels quote for a stay, why they do not, and what a search finds.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "hotel-service/core/stay.hpp"
#include "hotel-service/hotels.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::hotel {
namespace {

using inventory_test::day;
using inventory_test::InventoryDatabase;
using inventory_test::noon;
using supplier::Behaviour;
using supplier::Claim;
using supplier::NoQuote;
using supplier::Quote;

class HotelInventory : public testing::Test {
  protected:
    HotelInventory()
        : database_(testing::UnitTest::GetInstance()->current_test_info()->name(),
                    hotel_migrations()) {
        load_demo(database_.connection(), "data/demo");
    }

    static HoldRequest stay(const std::string& room_type, const char* check_in,
                            const char* check_out, int quantity = 1) {
        return {RoomItem{room_type, day(check_in), day(check_out)}, quantity, {}};
    }
    std::variant<Quote, NoQuote> quote(const HoldRequest& request, Instant now = noon(),
                                       bool test_mode = false) {
        Hotels hotels(test_mode);
        return hotels.quote(database_.connection(), std::span(&request, 1), now).at(0);
    }
    std::string reason(const HoldRequest& request, Instant now = noon(), bool test_mode = false) {
        const auto result = quote(request, now, test_mode);
        const auto* refused = std::get_if<NoQuote>(&result);
        return refused ? refused->reason : "quoted";
    }
    QuestionAnswer ask(const std::string& near, const char* check_in, const char* check_out,
                       int guests = 1) {
        Hotels hotels(true);
        Question question;
        question.about = StayQuestion{near, day(check_in), day(check_out), guests};
        return hotels.answer(database_.connection(), question, noon());
    }
    static const StayOffer* find(const QuestionAnswer& answer, const std::string& room_type) {
        const auto found =
            std::find_if(answer.stays.begin(), answer.stays.end(),
                         [&](const auto& o) { return o.item.room_type_id == room_type; });
        return found == answer.stays.end() ? nullptr : &*found;
    }

    InventoryDatabase database_;
};

TEST_F(HotelInventory, AStayClaimsEachOfItsNightsButNotTheDayOfCheckingOut) {
    const auto result =
        std::get<Quote>(quote(stay("htl_rec01_std", "2026-12-30", "2027-01-02", 2)));
    EXPECT_EQ(result.claims, (std::vector<Claim>{{"htl_rec01_std/2026-12-30", 6, 2},
                                                 {"htl_rec01_std/2026-12-31", 6, 2},
                                                 {"htl_rec01_std/2027-01-01", 6, 2}}));
    EXPECT_EQ(result.price, (Money{25500 * 3 * 2, "BRL"}));
    EXPECT_EQ(result.description,
              "Hotel Boutique Flor do Cerrado, Standard, 3 nights from 2026-12-30");
    const HeldRoom held{RoomItem{"htl_rec01_std", day("2026-12-30"), day("2027-01-02")},
                        "htl_rec01", "Hotel Boutique Flor do Cerrado", "Standard"};
    EXPECT_EQ(result.item, HeldItem(held));
    EXPECT_EQ(result.behaviour, Behaviour::normal);
    EXPECT_EQ(std::get<Quote>(quote(stay("htl_rec01_std", "2026-12-30", "2026-12-31"))).description,
              "Hotel Boutique Flor do Cerrado, Standard, 1 night from 2026-12-30");
}

TEST_F(HotelInventory, StaysHaveOneToThirtyNights) {
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-12-01", "2026-12-31")), "quoted");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-12-01", "2027-01-01")), "invalid_stay");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-12-20", "2026-12-20")), "invalid_stay");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-12-20", "2026-12-19")), "invalid_stay");
}

TEST_F(HotelInventory, WhatIsNotInTheCatalogueIsUnknown) {
    EXPECT_EQ(reason(stay("htl_rec01_xxx", "2026-12-20", "2026-12-21")), "unknown_item");
    EXPECT_EQ(reason({FlightItem{"I0", "I01370", day("2026-12-21")}, 1, {}}), "unknown_item");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-12-20", "2026-12-21", 10)), "invalid_quantity");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-12-20", "2026-12-21", 0)), "invalid_quantity");
}

TEST_F(HotelInventory, AStayBeginsTodayByTheClockOfTheHotelAtTheEarliest) {
    // In Recife it is still 20 November until 03:00 UTC.
    const Instant late = *parse_rfc3339("2026-11-21T02:59:59Z");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-11-20", "2026-11-22"), late), "quoted");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-11-20", "2026-11-22")), "in_the_past");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2026-11-21", "2026-11-22")), "quoted");
}

TEST_F(HotelInventory, AStayBegins330DaysAheadAtTheLatest) {
    EXPECT_EQ(reason(stay("htl_rec01_std", "2027-10-17", "2027-10-20")), "quoted");
    EXPECT_EQ(reason(stay("htl_rec01_std", "2027-10-18", "2027-10-20")), "too_far_ahead");
}

TEST_F(HotelInventory, TheStubbornRoomExistsInTestModeOnly) {
    const HoldRequest request = stay("htl_test_stubborn_std", "2026-12-20", "2026-12-22");
    EXPECT_EQ(reason(request), "test_item");
    const auto result = std::get<Quote>(quote(request, noon(), true));
    EXPECT_EQ(result.behaviour, Behaviour::undo_fails_three_times);
    EXPECT_EQ(result.claims.at(0), (Claim{"htl_test_stubborn_std/2026-12-20", 10, 1}));
    EXPECT_EQ(result.price, (Money{200'00, "BRL"}));
}

TEST_F(HotelInventory, ABatchIsAnsweredInItsOrder) {
    Hotels hotels(false);
    const std::vector<HoldRequest> requests = {stay("htl_rec01_sup", "2026-12-20", "2026-12-21"),
                                               stay("nothing", "2026-12-20", "2026-12-21"),
                                               stay("htl_rec01_std", "2026-12-20", "2026-12-21")};
    const auto results = hotels.quote(database_.connection(), requests, noon());
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(std::get<Quote>(results[0]).claims.at(0).unit, "htl_rec01_sup/2026-12-20");
    EXPECT_EQ(std::get<NoQuote>(results[1]).reason, "unknown_item");
    EXPECT_EQ(std::get<Quote>(results[2]).claims.at(0).unit, "htl_rec01_std/2026-12-20");
}

TEST_F(HotelInventory, ASearchFindsRoomsForTheGuestsCheapestFirst) {
    const QuestionAnswer answer = ask("REC", "2026-12-20", "2026-12-23", 3);
    EXPECT_EQ(answer.from, "hotel");
    EXPECT_EQ(answer.problem, "");
    ASSERT_FALSE(answer.stays.empty());
    for (std::size_t i = 1; i < answer.stays.size(); ++i) {
        EXPECT_LE(answer.stays[i - 1].price.amount, answer.stays[i].price.amount);
    }
    EXPECT_EQ(find(answer, "htl_rec01_std"), nullptr);  // for two guests at most
    const StayOffer* family = find(answer, "htl_rec01_fam");
    ASSERT_NE(family, nullptr);
    EXPECT_EQ(family->item, (RoomItem{"htl_rec01_fam", day("2026-12-20"), day("2026-12-23")}));
    EXPECT_EQ(family->hotel_id, "htl_rec01");
    EXPECT_EQ(family->hotel, "Hotel Boutique Flor do Cerrado");
    EXPECT_EQ(family->room, "Family");
    EXPECT_EQ(family->nights, 3);
    EXPECT_EQ(family->rooms_left, 2);
    EXPECT_EQ(family->price, (Money{40800 * 3, "BRL"}));
}

TEST_F(HotelInventory, RoomsLeftAreThoseOfTheFullestNight) {
    database_.take("htl_rec01_std/2026-12-20", 6, 1, 0);
    database_.take("htl_rec01_std/2026-12-21", 6, 2, 2);
    database_.take("htl_rec01_sup/2026-12-22", 3, 0, 3);
    database_.take("htl_rec01_std/2026-12-23", 6, 6, 0);  // the day of checking out
    const QuestionAnswer answer = ask("REC", "2026-12-20", "2026-12-23");
    ASSERT_NE(find(answer, "htl_rec01_std"), nullptr);
    EXPECT_EQ(find(answer, "htl_rec01_std")->rooms_left, 2);
    EXPECT_EQ(find(answer, "htl_rec01_sup"), nullptr);
    EXPECT_EQ(find(ask("REC", "2026-12-20", "2026-12-22"), "htl_rec01_sup")->rooms_left, 3);
}

TEST_F(HotelInventory, ASearchThatCannotBeAnsweredNamesItsProblem) {
    EXPECT_EQ(ask("XXX", "2026-12-20", "2026-12-23").problem, "unknown_airport");
    EXPECT_EQ(ask("REC", "2026-12-23", "2026-12-20").problem, "invalid_question");
    EXPECT_EQ(ask("REC", "2026-12-20", "2026-12-23", 0).problem, "invalid_question");
    EXPECT_TRUE(ask("REC", "2026-11-20", "2026-11-23").stays.empty());
    EXPECT_TRUE(ask("REC", "2027-10-18", "2027-10-20").stays.empty());
    Hotels hotels(false);
    Question question;
    question.about = FlightQuestion{"GRU", "REC", day("2026-12-21"), 1};
    EXPECT_EQ(hotels.answer(database_.connection(), question, noon()).problem, "unknown_question");
}

TEST_F(HotelInventory, TheStubbornRoomIsNeverFound) {
    const QuestionAnswer answer = ask("REC", "2026-12-20", "2026-12-23");
    ASSERT_FALSE(answer.stays.empty());
    EXPECT_EQ(find(answer, "htl_test_stubborn_std"), nullptr);
}

TEST(Stay, NightsCrossTheEndOfAMonthAndALeapDay) {
    std::string nights;
    for (const Date night : nights_of(day("2028-02-28"), day("2028-03-02"))) {
        nights += iso_date(night) + " ";
    }
    EXPECT_EQ(nights, "2028-02-28 2028-02-29 2028-03-01 ");
    EXPECT_FALSE(is_stay(Date{}, day("2026-12-20")));
}

}  // namespace
}  // namespace viaja::hotel
