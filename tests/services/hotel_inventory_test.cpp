// What hotels quote for a stay, why they do not, and what a search finds.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
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
        const auto found = std::find_if(
            std::get<StayOffers>(answer.offers).begin(), std::get<StayOffers>(answer.offers).end(),
            [&](const auto& o) { return o.item.room_type_id == room_type; });
        return found == std::get<StayOffers>(answer.offers).end() ? nullptr : &*found;
    }

    InventoryDatabase database_;
};

TEST_F(HotelInventory, AStayClaimsEachOfItsNightsButNotTheDayOfCheckingOut) {
    const auto result =
        std::get<Quote>(quote(stay("htl_rec01_std", "2026-12-30", "2027-01-02", 2)));
    EXPECT_EQ(result.claims, (std::vector<Claim>{{"htl_rec01_std/2026-12-30", 6, 2},
                                                 {"htl_rec01_std/2026-12-31", 6, 2},
                                                 {"htl_rec01_std/2027-01-01", 6, 2}}));
    EXPECT_EQ(result.price, (Money{(37112 + 38181 + 43100) * 2, "BRL"}));
    EXPECT_EQ(result.description,
              "Hotel Boutique Flor do Cerrado, Standard, 3 nights from 2026-12-30");
    const HeldRoom held{RoomItem{"htl_rec01_std", day("2026-12-30"), day("2027-01-02")},
                        "htl_rec01",
                        "Hotel Boutique Flor do Cerrado",
                        "Standard",
                        *parse_rfc3339("2026-12-31T03:00:00Z"),
                        RefundTerms{100, *parse_rfc3339("2026-12-29T03:00:00Z")}};
    EXPECT_EQ(result.item, HeldItem(held));
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
    EXPECT_EQ(
        std::get<Quote>(quote(stay("htl_rec01_std", "2026-11-20", "2026-11-22"), late)).sale_ends,
        *parse_rfc3339("2026-11-21T03:00:00Z"));
    EXPECT_EQ(Hotels(false).after_sale(), "in_the_past");
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
    EXPECT_EQ(Hotels(true).behaviour_of(request.item), Behaviour::undo_fails_three_times);
    EXPECT_EQ(Hotels(false).behaviour_of(request.item), Behaviour::normal);
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
    EXPECT_EQ(answer.problem, "");
    ASSERT_FALSE(std::get<StayOffers>(answer.offers).empty());
    for (std::size_t i = 1; i < std::get<StayOffers>(answer.offers).size(); ++i) {
        EXPECT_LE(std::get<StayOffers>(answer.offers)[i - 1].price.amount,
                  std::get<StayOffers>(answer.offers)[i].price.amount);
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
    EXPECT_EQ(family->price, (Money{57075 + 58816 + 59375, "BRL"}));
}

TEST_F(HotelInventory, AHoldCostsWhatTheSearchOfTheSameDaySaid) {
    const QuestionAnswer answer = ask("REC", "2026-12-30", "2027-01-04");
    ASSERT_FALSE(std::get<StayOffers>(answer.offers).empty());
    for (const StayOffer& offer : std::get<StayOffers>(answer.offers)) {
        EXPECT_EQ(std::get<Quote>(quote({offer.item, 1, {}})).price, offer.price);
        EXPECT_EQ(std::get<Quote>(quote({offer.item, 3, {}})).price.amount, offer.price.amount * 3);
    }
}

TEST_F(HotelInventory, ANightChangesItsPriceAtMidnightOfTheHotel) {
    // Far ahead the curve is flat; seven days before it is not. In Recife 03:00 UTC is midnight.
    const HoldRequest request = stay("htl_rec01_std", "2026-12-01", "2026-12-02");
    const auto price = [&](const char* now) {
        return std::get<Quote>(quote(request, *parse_rfc3339(now))).price.amount;
    };
    EXPECT_EQ(price("2026-11-23T03:00:00Z"), price("2026-11-24T02:59:59Z"));
    EXPECT_NE(price("2026-11-24T02:59:59Z"), price("2026-11-24T03:00:00Z"));
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

/// The demo's airports and one hotel near REC with many room types.
class ManyRooms : public testing::Test {
  protected:
    ManyRooms()
        : database_(testing::UnitTest::GetInstance()->current_test_info()->name(),
                    hotel_migrations()) {
        inventory_test::Folder folder;
        folder.write("airports.csv",
                     "iata,name,city,country,lat,lon,tz\n"
                     "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n");
        folder.write("hotels.csv",
                     "hotel_id,name,city,country,near_iata,stars\nh1,Hotel Um,Recife,BR,REC,3\n");
        std::string rooms =
            "room_type_id,hotel_id,name_en,max_guests,rooms,base_rate_brl_cents_night\n";
        for (int i = 0; i < 501; ++i) {
            // Some rates differ by so little that the prices of a day are equal.
            rooms += "r" + std::to_string(900 - i) + ",h1,Standard,2,1," +
                     std::to_string(i == 500 ? 90000 : 100 + i / 3) + "\n";
        }
        folder.write("room_types.csv", rooms);
        load_demo(database_.connection(), folder.path());
    }

    QuestionAnswer ask(const std::string& after = "") {
        Hotels hotels(false);
        Question question;
        question.about = StayQuestion{"REC", day("2026-12-20"), day("2026-12-22"), 1, after};
        return hotels.answer(database_.connection(), question, noon());
    }

    InventoryDatabase database_;
};

TEST_F(ManyRooms, ThatAreSoldOutHideNone) {
    for (int i = 0; i < 500; ++i)
        database_.take("r" + std::to_string(900 - i) + "/2026-12-21", 1, 0, 1);
    const auto answer = ask();
    ASSERT_EQ(std::get<StayOffers>(answer.offers).size(), 1U);
    EXPECT_EQ(std::get<StayOffers>(answer.offers)[0].item.room_type_id, "r400");
    EXPECT_FALSE(answer.more);
}

TEST_F(ManyRooms, AreFoundBehindTheLastOfferOfEachAnswer) {
    std::set<std::string> ids;
    std::string after;
    std::int64_t price = 0;
    for (const std::size_t expected : {kOffersMax, kOffersMax, std::size_t{101}, std::size_t{0}}) {
        const auto answer = ask(after);
        ASSERT_EQ(std::get<StayOffers>(answer.offers).size(), expected);
        EXPECT_EQ(answer.more, expected == kOffersMax);
        for (const StayOffer& offer : std::get<StayOffers>(answer.offers)) {
            ids.insert(offer.item.room_type_id);
            EXPECT_GE(offer.price.amount, price) << "the cheapest come first";
            price = offer.price.amount;
        }
        if (!std::get<StayOffers>(answer.offers).empty())
            after = std::get<StayOffers>(answer.offers).back().item.room_type_id;
    }
    EXPECT_EQ(ids.size(), 501U);
    EXPECT_TRUE(std::get<StayOffers>(ask("r0").offers).empty()) << "there is no such place";
}

TEST_F(HotelInventory, ASearchThatCannotBeAnsweredNamesItsProblem) {
    EXPECT_EQ(ask("XXX", "2026-12-20", "2026-12-23").problem, "unknown_airport");
    EXPECT_EQ(ask("REC", "2026-12-23", "2026-12-20").problem, "invalid_question");
    EXPECT_EQ(ask("REC", "2026-12-20", "2026-12-23", 0).problem, "invalid_question");
    EXPECT_TRUE(std::get<StayOffers>(ask("REC", "2026-11-20", "2026-11-23").offers).empty());
    EXPECT_TRUE(std::get<StayOffers>(ask("REC", "2027-10-18", "2027-10-20").offers).empty());
    Hotels hotels(false);
    Question question;
    question.about = FlightQuestion{"GRU", "REC", day("2026-12-21"), 1};
    EXPECT_EQ(hotels.answer(database_.connection(), question, noon()).problem, "unknown_question");
}

TEST_F(HotelInventory, TheStubbornRoomIsNeverFound) {
    const QuestionAnswer answer = ask("REC", "2026-12-20", "2026-12-23");
    ASSERT_FALSE(std::get<StayOffers>(answer.offers).empty());
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
