// Rooms by night against brute force: a search for each night as a stay of its own.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "common/contract/sale_window.hpp"
#include "hotel-service/core/stay.hpp"
#include "hotel-service/hotels.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::hotel {
namespace {

using inventory_test::day;
using inventory_test::InventoryDatabase;
using inventory_test::noon;

/// "r1 2026-12-20 2 left for 100", in the order of the rooms, then by night.
using Cells = std::vector<std::string>;

std::string cell_text(const std::string& room, Date night, int left, const Money& price) {
    return room + " " + iso_date(night) + " " + std::to_string(left) + " left for " +
           std::to_string(price.amount);
}

class HotelNights : public testing::Test {
  protected:
    HotelNights()
        : database_(testing::UnitTest::GetInstance()->current_test_info()->name(),
                    hotel_migrations()) {}

    QuestionAnswer answer(const About& about, Instant now = noon()) {
        Question question;
        question.about = about;
        return Hotels(false).answer(database_.connection(), question, now);
    }
    NightOffers nights(const NightsQuestion& about, Instant now = noon()) {
        return std::get<NightOffers>(answer(about, now).offers);
    }

    /// Two hotels near REC and one near GRU, with room types of few rates, so that some are equal.
    void load_random(std::mt19937& chance, int room_types) {
        const auto draw = [&](int least, int most) {
            return std::uniform_int_distribution<int>(least, most)(chance);
        };
        inventory_test::Folder folder;
        folder.write("airports.csv",
                     "iata,name,city,country,lat,lon,tz\n"
                     "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n"
                     "GRU,Cumbica,Guarulhos,BR,-23.43556,-46.47306,America/Sao_Paulo\n");
        folder.write("hotels.csv",
                     "hotel_id,name,city,country,near_iata,stars\nh1,Um,Recife,BR,REC,3\n"
                     "h2,Dois,Recife,BR,REC,4\nh3,Três,Guarulhos,BR,GRU,3\n");
        std::string rows =
            "room_type_id,hotel_id,name_en,max_guests,rooms,base_rate_brl_cents_night\n";
        for (int i = 0; i < room_types; ++i) {
            const auto id = "r" + std::to_string(i);
            rows += id + ",h" + std::to_string(draw(1, 3)) + ",Standard," +
                    std::to_string(draw(1, 4)) + "," + std::to_string(draw(1, 3)) + "," +
                    std::to_string(100 * draw(100, 104)) + "\n";
        }
        folder.write("room_types.csv", rows);
        load_demo(database_.connection(), folder.path());
    }

    /// Sells some rooms of some types on nights from a day on.
    void sell_some(std::mt19937& chance, int room_types, Date from, int units) {
        for (int i = 0; i < units; ++i) {
            const auto room = "r" + std::to_string(chance() % static_cast<unsigned>(room_types));
            const auto night = plus_days(from, static_cast<int>(chance() % 40));
            if (!sold_.insert(unit_id(room, night)).second) continue;
            const auto types =
                find_room_types(database_.connection(), std::vector<std::string>{room});
            const int rooms = types.at(room).rooms;
            const int sold = 1 + static_cast<int>(chance() % static_cast<unsigned>(rooms));
            database_.take(unit_id(room, night), rooms, sold / 2, sold - sold / 2);
        }
    }

    /// The nights of a question, each searched for as a stay. `lowest` by night.
    Cells by_stays(const NightsQuestion& about, Instant now, std::map<Date, Money>& lowest) {
        std::map<std::string, Cells> by_room;
        Cells order;
        for (Date night = about.from; night <= about.until; night = plus_days(night, 1)) {
            const auto found =
                answer(StayQuestion{about.near, night, plus_days(night, 1), about.guests}, now);
            for (const auto& offer : std::get<StayOffers>(found.offers)) {
                const auto& room = offer.item.room_type_id;
                by_room[room].push_back(cell_text(room, night, offer.rooms_left, offer.price));
                const auto known = lowest.emplace(night, offer.price).first;
                known->second.amount = std::min(known->second.amount, offer.price.amount);
            }
        }
        Cells cells;
        for (const auto& [room, own] : by_room)
            cells.insert(cells.end(), own.begin(), own.end());
        return cells;
    }

    static Cells cells_of(NightOffers offers) {
        std::ranges::sort(offers.rooms, {}, &RoomNights::room_type_id);
        Cells cells;
        for (const auto& room : offers.rooms) {
            for (const auto& night : room.nights)
                cells.push_back(
                    cell_text(room.room_type_id, night.date, night.rooms_left, night.price));
        }
        return cells;
    }

    InventoryDatabase database_;
    std::set<std::string> sold_;  ///< units
};

TEST_F(HotelNights, AreThoseThatSearchesForEachNightFind) {
    constexpr int kRoomTypes = 12;
    std::mt19937 chance(2026);
    load_random(chance, kRoomTypes);
    sell_some(chance, kRoomTypes, day("2026-11-15"), 150);
    sell_some(chance, kRoomTypes, day("2027-10-01"), 150);
    std::size_t cells = 0;
    for (int round = 0; round < 100; ++round) {
        const Date from = plus_days(day(round % 2 == 0 ? "2026-11-10" : "2027-09-25"),
                                    static_cast<int>(chance() % 30));
        const int more = static_cast<int>(chance() % NightsQuestion::kNightsMax);
        const NightsQuestion about{chance() % 4 == 0 ? "GRU" : "REC", from, plus_days(from, more),
                                   1 + static_cast<int>(chance() % 5)};
        const Instant now = noon() + std::chrono::hours(chance() % 30);
        std::map<Date, Money> lowest;
        const auto expected = by_stays(about, now, lowest);
        const auto found = nights(about, now);
        EXPECT_EQ(cells_of(found), expected) << about.near << " " << iso_date(about.from);
        std::map<Date, Money> found_lowest;
        for (const auto& night : found.lowest)
            EXPECT_TRUE(found_lowest.emplace(night.date, night.price).second);
        EXPECT_EQ(found_lowest, lowest);
        cells += expected.size();
    }
    EXPECT_GT(cells, 1000U);
}

TEST_F(HotelNights, AddUpToThePriceOfAStay) {
    load_demo(database_.connection(), "data/demo");
    const StayQuestion stay{"REC", day("2026-12-28"), day("2027-01-06"), 2};
    const auto stays = answer(stay);
    const auto found = nights({"REC", stay.check_in, plus_days(stay.check_out, -1), 2});
    std::map<std::string, const RoomNights*> rooms;
    for (const auto& room : found.rooms)
        rooms[room.room_type_id] = &room;
    ASSERT_FALSE(std::get<StayOffers>(stays.offers).empty());
    for (const auto& offer : std::get<StayOffers>(stays.offers)) {
        const auto& room = *rooms.at(offer.item.room_type_id);
        EXPECT_EQ(room.hotel_id, offer.hotel_id);
        EXPECT_EQ(room.hotel, offer.hotel);
        EXPECT_EQ(room.room, offer.room);
        std::int64_t sum = 0;
        for (const auto& night : room.nights)
            sum += night.price.amount;
        EXPECT_EQ(sum, offer.price.amount) << offer.item.room_type_id;
    }
}

TEST_F(HotelNights, BeginTodayByTheClockOfTheHotelAndEnd330DaysLater) {
    load_demo(database_.connection(), "data/demo");
    // In Recife it is still 20 November until 03:00 UTC.
    const Instant late = *parse_rfc3339("2026-11-21T02:59:59Z");
    EXPECT_EQ(nights({"REC", day("2026-11-15"), day("2026-11-25")}, late).lowest.front().date,
              day("2026-11-20"));
    EXPECT_EQ(nights({"REC", day("2026-11-15"), day("2026-11-25")}).lowest.front().date,
              day("2026-11-21"));
    const auto last = plus_days(day("2026-11-21"), kDaysAheadMax);
    EXPECT_EQ(nights({"REC", day("2027-10-01"), day("2027-10-31")}).lowest.back().date, last);
    EXPECT_TRUE(nights({"REC", plus_days(last, 1), plus_days(last, 9)}).lowest.empty());
}

TEST_F(HotelNights, BeyondTheRoomsThatAreListedTheLowestPriceLooksAtAll) {
    std::mt19937 chance(7);
    inventory_test::Folder folder;
    folder.write("airports.csv",
                 "iata,name,city,country,lat,lon,tz\n"
                 "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n");
    folder.write("hotels.csv",
                 "hotel_id,name,city,country,near_iata,stars\nh1,Hotel Um,Recife,BR,REC,3\n");
    std::string rows = "room_type_id,hotel_id,name_en,max_guests,rooms,base_rate_brl_cents_night\n";
    for (int i = 0; i < 301; ++i)
        rows += "r" + std::to_string(i) + ",h1,Standard,2,1," + std::to_string(10'000 + i) + "\n";
    folder.write("room_types.csv", rows);
    load_demo(database_.connection(), folder.path());
    for (int i = 0; i < 300; ++i)
        database_.take("r" + std::to_string(i) + "/2026-12-21", 1, 0, 1);
    const NightsQuestion about{"REC", day("2026-12-20"), day("2026-12-21")};
    const auto found = answer(about);
    EXPECT_TRUE(found.more);
    const auto& offers = std::get<NightOffers>(found.offers);
    EXPECT_EQ(offers.rooms.size(), NightOffers::kRoomsMax);
    ASSERT_EQ(offers.lowest.size(), 2U);
    std::map<Date, Money> lowest;
    by_stays(about, noon(), lowest);
    EXPECT_EQ(offers.lowest[1].price, lowest.at(day("2026-12-21")));
}

TEST_F(HotelNights, OfAQuestionThatCannotBeAnsweredAreNone) {
    load_demo(database_.connection(), "data/demo");
    EXPECT_EQ(answer(NightsQuestion{"ZZZ", day("2026-12-01"), day("2026-12-31")}).problem,
              "unknown_airport");
    EXPECT_EQ(answer(NightsQuestion{"REC", day("2026-12-02"), day("2026-12-01")}).problem,
              "invalid_question");
    EXPECT_EQ(answer(NightsQuestion{"REC", day("2026-12-01"), day("2027-01-01")}).problem,
              "invalid_question");
    EXPECT_EQ(answer(NightsQuestion{"REC", day("2026-12-01"), day("2026-12-31"), 10}).problem,
              "invalid_question");
}

}  // namespace
}  // namespace viaja::hotel
