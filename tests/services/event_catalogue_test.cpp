// The demo events in their database: complete, on days ahead, refused where damaged or where a
// change would move what is sold.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "common/csv/csv.hpp"
#include "event-service/catalogue.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::event {
namespace {

using inventory_test::Folder;
using inventory_test::InventoryDatabase;

constexpr const char* kAirports =
    "iata,name,city,country,lat,lon,tz\n"
    "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n"
    "SCL,Benitez,Santiago,CL,-33.39300,-70.78580,America/Santiago\n";
constexpr const char* kHeader =
    "event_id,name_pt,name_en,kind,near_iata,days_from_seed,start_local,section,capacity,"
    "price_brl_cents\n";

class EventCatalogue : public testing::Test {
  protected:
    EventCatalogue() { folder_.write("airports.csv", kAirports); }

    LoadResult load(const std::string& rows) {
        folder_.write("events.csv", kHeader + rows);
        return load_demo(database_.connection(), folder_.path());
    }
    std::string error_of(const std::string& rows) {
        try {
            load(rows);
        } catch (const csv::Error& error) {
            return std::string(error.what()).substr(folder_.path().string().size() + 1);
        }
        return "no error";
    }
    Section section(const std::string& id) {
        const auto found = find_sections(database_.connection(), std::span(&id, 1));
        return found.empty() ? Section{} : found.begin()->second;
    }

    InventoryDatabase database_{testing::UnitTest::GetInstance()->current_test_info()->name(),
                                event_migrations()};
    Folder folder_;
};

TEST_F(EventCatalogue, TheDemoIsLoadedWholeAndOnce) {
    std::size_t last = 0;
    const auto result =
        load_demo(database_.connection(), "data/demo", [&](std::size_t done, std::size_t total) {
            EXPECT_GT(done, last);
            EXPECT_EQ(total, 342U + 72U);
            last = done;
        });
    EXPECT_EQ(last, 342U + 72U);
    EXPECT_EQ(result.airports.added, 342U);
    EXPECT_EQ(result.sections.added, 72U);
    EXPECT_TRUE(load_demo(database_.connection(), "data/demo").already_loaded);
    const Section pit = section("evt_gru/PISTA");
    EXPECT_EQ(pit.name, "Maré Sound Festival São Paulo");
    EXPECT_EQ(pit.name_pt, "Festival Som da Maré São Paulo");
    EXPECT_EQ(pit.kind, "music");
    EXPECT_EQ(pit.airport, "GRU");
    EXPECT_EQ(pit.starts, "2026-12-26T20:00");
    EXPECT_EQ(pit.capacity, 400);
    EXPECT_EQ(pit.price, (Money{12'000, "BRL"}));
    EXPECT_EQ(unit_id(pit), "evt_gru/PISTA/2026-12-26");
}

/// A database of events on which each load has a day of its own.
class EventDays : public testing::Test {
  protected:
    EventDays() {
        folder_.write("airports.csv", kAirports);
        migrate(*keeper_, kName, supplier::with_supplier_migrations(event_migrations()));
    }

    void load(int day, const std::string& rows) {
        folder_.write("events.csv", kHeader + rows);
        on_day(day, [&](Connection& connection) {
            EXPECT_FALSE(load_demo(connection, folder_.path()).already_loaded);
        });
    }
    std::string starts(const std::string& id) {
        return find_sections(*keeper_, std::span(&id, 1)).at(id).starts;
    }
    void take(const std::string& unit) {
        Transaction transaction(*keeper_);
        const supplier::Unit row{unit, 5, 0, 1};
        supplier::save_units(*keeper_, std::span(&row, 1), {});
        transaction.commit();
    }

  private:
    static constexpr const char* kName = "days of events";

    template <typename Work>
    void on_day(int day, const Work& work) {
        test::TestClock clock(inventory_test::noon() + std::chrono::days(day));
        SqliteDatabase database(SqliteDatabase::Memory{kName}, clock);
        work(*database.connect());
    }

    test::TestClock clock_{inventory_test::noon()};
    SqliteDatabase kept_{SqliteDatabase::Memory{kName}, clock_};
    std::unique_ptr<Connection> keeper_ = kept_.connect();
    Folder folder_;
};

constexpr const char* kOneOfA = "e1,Um,One,music,REC,10,20:00,A,5,1000\n";
constexpr const char* kOneOfB = "e1,Um,One,music,REC,10,20:00,B,5,1000\n";

TEST_F(EventDays, AnEventKeepsItsDayUntilItIsOver) {
    load(0, kOneOfA);
    EXPECT_EQ(starts("e1/A"), "2026-12-01T20:00");
    load(3, kOneOfA);
    EXPECT_EQ(starts("e1/A"), "2026-12-01T20:00");
    load(12, kOneOfA);
    EXPECT_EQ(starts("e1/A"), "2026-12-13T20:00");
}

TEST_F(EventDays, AnEventThatLeavesAndComesBackHasTheDayForWhichItsTicketsAreSold) {
    load(0, kOneOfA);
    take("e1/A/2026-12-01");
    load(1, "");
    load(2, kOneOfA);
    EXPECT_EQ(starts("e1/A"), "2026-12-01T20:00");
}

TEST_F(EventDays, AnEventThatComesBackHasTheDayOfItsSectionsThatLeftLast) {
    load(0, kOneOfA);
    load(1, kOneOfB);
    load(12, kOneOfB);
    take("e1/B/2026-12-13");
    load(13, "");
    load(14, std::string(kOneOfA) + kOneOfB);
    EXPECT_EQ(starts("e1/A"), "2026-12-13T20:00");
    EXPECT_EQ(starts("e1/B"), "2026-12-13T20:00");
}

TEST_F(EventCatalogue, AStartThatAChangeOfTheClocksSkipsIsMovedBehindIt) {
    // In Chile the clocks go from midnight to one o'clock on 5 September 2027.
    load("e1,Um,One,music,SCL,288,00:30,A,5,1000\n");
    EXPECT_EQ(section("e1/A").starts, "2027-09-05T01:00");
}

TEST_F(EventCatalogue, AChangedFileUpdatesAddsAndRemovesAndLeavesWhatIsHeld) {
    load("e1,Um,One,music,REC,10,20:00,A,5,1000\ne1,Um,One,music,REC,10,20:00,B,5,2000\n");
    database_.take("e1/A/2026-12-01", 5, 1, 1);
    const auto result =
        load("e1,Um,One,music,REC,10,20:00,A,1,1100\ne1,Um,One,music,REC,10,20:00,C,7,3000\n");
    EXPECT_EQ(result.sections, (catalogue::Written{1, 1, 0}));
    EXPECT_EQ(result.withdrawn, 1U);
    EXPECT_TRUE(section("e1/B").item.event_id.empty()) << "withdrawn";
    EXPECT_EQ(section("e1/A").price.amount, 1'100);
    const auto unit = supplier::find_units(database_.connection(), "e1/A/", "", 9).at(0);
    EXPECT_EQ(unit.free(), 0);
    EXPECT_EQ(unit.oversold(), 1);
}

TEST_F(EventCatalogue, WhatIsSoldStaysWhereAndWhenItIs) {
    load("e1,Um,One,music,REC,10,20:00,A,5,1000\n");
    EXPECT_EQ(error_of("e1,Um,One,music,SCL,10,20:00,A,5,1000\n"), "no error");
    load("e1,Um,One,music,REC,10,20:00,A,5,1000\n");
    database_.take("e1/A/2026-12-01", 5, 0, 1);
    const std::string sold =
        "events.csv, line 2, column event_id: tickets of e1/A are held or sold near REC at "
        "2026-12-01T20:00; give the other event another id";
    EXPECT_EQ(error_of("e1,Um,One,music,SCL,10,20:00,A,5,1000\n"), sold);
    EXPECT_EQ(error_of("e1,Um,One,music,REC,10,21:00,A,5,1000\n"), sold);
    EXPECT_EQ(error_of("e1,Um,One,music,REC,11,20:00,A,5,1000\n"), sold);
    EXPECT_EQ(section("e1/A").starts, "2026-12-01T20:00");
}

TEST_F(EventCatalogue, ADamagedFileIsRefusedWithThePlaceAndChangesNothing) {
    load("e1,Um,One,music,REC,10,20:00,A,5,1000\n");
    const struct {
        std::string rows;
        std::string error;
    } wrong[] = {
        {"e1,Um,One,music,XXX,10,20:00,A,5,1000\n",
         "line 2, column near_iata: the airport XXX is not in airports.csv"},
        {"e1,Um,One,music,REC,10,24:00,A,5,1000\n",
         "line 2, column start_local: a time of day is written 09:40"},
        {"e1,Um,One,music,REC,10,20:00,A,5,1000\ne1,Um,One,music,REC,10,20:00,A,5,1000\n",
         "line 3, column section: A of the event is there twice"},
        {"e1,Um,One,music,REC,10,20:00,A,5,1000\ne1,Um,One,music,REC,11,20:00,B,5,1000\n",
         "line 3, column event_id: e1 has another place or time above"},
    };
    for (const auto& [rows, error] : wrong)
        EXPECT_EQ(error_of(rows), "events.csv, " + error) << rows;
    for (const char* rows :
         {"e/1,Um,One,music,REC,10,20:00,A,5,1000\n", "e1,Um,One,music,REC,366,20:00,A,5,1000\n",
          "e1,Um,One,music,REC,10,20:00,A,0,1000\n", "e1,Um,One,music,REC,10,20:00,A,5,0\n",
          "e1,,One,music,REC,10,20:00,A,5,1000\n"})
        EXPECT_NE(error_of(rows), "no error") << rows;
    EXPECT_NE(error_of(std::string(51, 'e') + ",Um,One,music,REC,10,20:00,A,5,1000\n"), "no error");
    EXPECT_EQ(section("e1/A").capacity, 5);
}

}  // namespace
}  // namespace viaja::event
