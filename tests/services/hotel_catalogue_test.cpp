// The demo hotels in their database: complete, the same after a second load, refused where damaged.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/csv/csv.hpp"
#include "hotel-service/catalogue.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::hotel {
namespace {

using inventory_test::Folder;
using inventory_test::InventoryDatabase;

constexpr const char* kAirports =
    "iata,name,city,country,lat,lon,tz\n"
    "REC,Guararapes,Recife,BR,-8.12649,-34.92360,America/Recife\n";
constexpr const char* kHotels =
    "hotel_id,name,city,country,near_iata,stars\n"
    "h1,Hotel Um,Recife,BR,REC,3\n"
    "h2,Hotel Dois,Recife,BR,REC,4\n";
constexpr const char* kRoomsHeader =
    "room_type_id,hotel_id,name_en,max_guests,rooms,base_rate_brl_cents_night\n";

std::string error_of(Connection& connection, const Folder& folder) {
    try {
        load_demo(connection, folder.path());
    } catch (const csv::Error& error) {
        return std::string(error.what()).substr(folder.path().string().size() + 1);
    }
    return "no error";
}

TEST(HotelCatalogue, TheDemoIsLoadedWholeAndOnce) {
    InventoryDatabase database("hotels", hotel_migrations());
    std::size_t last = 0;
    const LoadResult result =
        load_demo(database.connection(), "data/demo", [&](std::size_t done, std::size_t total) {
            EXPECT_GT(done, last);
            EXPECT_EQ(total, 342U + 176U + 651U);
            last = done;
        });
    EXPECT_EQ(last, 342U + 176U + 651U);
    EXPECT_EQ(result.airports.added, 342U);
    EXPECT_EQ(result.hotels.added, 176U);
    EXPECT_EQ(result.room_types.added, 651U);
    EXPECT_TRUE(load_demo(database.connection(), "data/demo").already_loaded);
    EXPECT_EQ(database.count("room_types"), 651);
}

TEST(HotelCatalogue, RoomTypesAndHotelsAreReadWhole) {
    InventoryDatabase database("hotel rows", hotel_migrations());
    load_demo(database.connection(), "data/demo");
    const std::vector<std::string> ids = {"htl_rec01_std", "nothing"};
    const auto rooms = find_room_types(database.connection(), ids);
    ASSERT_EQ(rooms.size(), 1U);
    const RoomType& room = rooms.at("htl_rec01_std");
    EXPECT_EQ(room.hotel, "htl_rec01");
    EXPECT_EQ(room.name, "Standard");
    EXPECT_EQ(room.guests_max, 2);
    EXPECT_EQ(room.rooms, 6);
    EXPECT_EQ(room.rate, (Money{25500, "BRL"}));
    const std::vector<std::string> hotel_ids = {"htl_rec01"};
    const Hotel hotel = find_hotels(database.connection(), hotel_ids).at("htl_rec01");
    EXPECT_EQ(hotel.name, "Hotel Boutique Flor do Cerrado");
    EXPECT_EQ(hotel.airport, "REC");
}

TEST(HotelCatalogue, AChangedFileUpdatesAddsAndRemovesAndLeavesWhatIsHeld) {
    InventoryDatabase database("hotels changed", hotel_migrations());
    Folder folder;
    folder.write("airports.csv", kAirports);
    folder.write("hotels.csv", kHotels);
    folder.write("room_types.csv",
                 std::string(kRoomsHeader) + "r1,h1,Standard,2,5,10000\nr2,h2,Suite,2,1,30000\n");
    load_demo(database.connection(), folder.path());
    database.take("r1/2026-12-20", 5, 1, 1);
    folder.write("hotels.csv",
                 "hotel_id,name,city,country,near_iata,stars\nh1,Hotel Um,Recife,BR,REC,3\n");
    folder.write("room_types.csv",
                 std::string(kRoomsHeader) + "r1,h1,Standard,2,6,11000\nr3,h1,Suite,2,1,30000\n");
    const LoadResult result = load_demo(database.connection(), folder.path());
    EXPECT_EQ(result.hotels, (catalogue::Written{0, 0, 1}));
    EXPECT_EQ(result.room_types, (catalogue::Written{1, 1, 0}));
    EXPECT_EQ(result.withdrawn, 1U);
    const std::vector<std::string> gone = {"r2"};
    EXPECT_TRUE(find_room_types(database.connection(), gone).empty());
    const std::vector<std::string> unit = {"r1/2026-12-20"};
    EXPECT_EQ(supplier::taken(database.connection(), unit).at(unit[0]), 2);
}

TEST(HotelCatalogue, AChangedNumberOfRoomsCountsOnNightsThatWereSold) {
    InventoryDatabase database("hotel capacities", hotel_migrations());
    Folder folder;
    folder.write("airports.csv", kAirports);
    folder.write("hotels.csv", kHotels);
    const auto load = [&](int rooms) {
        folder.write("room_types.csv", std::string(kRoomsHeader) + "r1,h1,Standard,2," +
                                           std::to_string(rooms) + ",10000\n");
        load_demo(database.connection(), folder.path());
        return supplier::find_units(database.connection(), "r1/", "", 9).at(0);
    };
    folder.write("room_types.csv", std::string(kRoomsHeader) + "r1,h1,Standard,2,2,10000\n");
    load_demo(database.connection(), folder.path());
    database.take("r1/2026-12-20", 2, 1, 1);
    EXPECT_EQ(load(5).free(), 3);
    EXPECT_EQ(load(1).oversold(), 1);
    EXPECT_EQ(load(1).free(), 0);
}

TEST(HotelCatalogue, WhatIsSoldStaysInItsHotelAndTheHotelAtItsAirport) {
    InventoryDatabase database("hotel promises", hotel_migrations());
    Folder folder;
    folder.write("airports.csv",
                 std::string(kAirports) + "GRU,Guarulhos,SP,BR,-23.4,-46.4,America/Sao_Paulo\n");
    const auto load = [&](const std::string& hotels, const std::string& rooms) {
        folder.write("hotels.csv", hotels);
        folder.write("room_types.csv", kRoomsHeader + rooms);
        return error_of(database.connection(), folder);
    };
    const std::string r1 = "r1,h1,Standard,2,5,10000\n";
    EXPECT_EQ(load(kHotels, r1 + "r2,h2,Suite,2,1,30000\n"), "no error");
    database.take("r1/2026-12-20", 5, 0, 1);
    const std::string moved =
        "room_types.csv, line 2, column hotel_id: rooms of r1 are held or sold in the hotel h1; "
        "give "
        "the room type of h2 another id";
    EXPECT_EQ(load(kHotels, "r1,h2,Standard,2,5,10000\n"), moved);
    EXPECT_EQ(load(kHotels, "r2,h1,Suite,2,1,30000\n"), "no error") << "nothing of r2 was sold";
    EXPECT_EQ(load(kHotels, "r1,h2,Standard,2,5,10000\n"), moved) << "also when it left the file";
    const std::string elsewhere =
        "hotel_id,name,city,country,near_iata,stars\nh1,Hotel Um,Recife,BR,GRU,3\n";
    EXPECT_EQ(
        load(elsewhere, r1),
        "hotels.csv, line 2, column near_iata: rooms of h1 are held or sold near REC; give the "
        "hotel near GRU another id");
    EXPECT_EQ(load(kHotels, r1), "no error");
    const std::vector<std::string> ids = {"r1", "r2"};
    EXPECT_EQ(find_room_types(database.connection(), ids).size(), 1U);
}

TEST(HotelCatalogue, AnIdThatNoHoldCouldNameIsRefused) {
    InventoryDatabase database("hotel ids", hotel_migrations());
    Folder folder;
    folder.write("airports.csv", kAirports);
    for (const char* id : {"r 1", "r/1", "são", "\"r\n1\"", ""}) {
        folder.write("hotels.csv", kHotels);
        folder.write("room_types.csv", std::string(kRoomsHeader) + id + ",h1,Standard,2,5,10000\n");
        const auto error = error_of(database.connection(), folder);
        EXPECT_TRUE(error.starts_with("room_types.csv, line 2, column room_type_id: ")) << error;
        EXPECT_TRUE(
            error.ends_with(" is no id; an id is 1 to 64 visible ASCII characters without "
                            "\"/\""))
            << error;
    }
    folder.write("hotels.csv", std::string(kHotels) + "h x,Hotel,Recife,BR,REC,3\n");
    EXPECT_TRUE(error_of(database.connection(), folder)
                    .starts_with("hotels.csv, line 4, column hotel_id: \"h x\" is no id"));
    EXPECT_EQ(database.count("room_types"), 0);
}

TEST(HotelCatalogue, DamagedFilesAreNamedWithLineAndColumnAndChangeNothing) {
    InventoryDatabase database("hotels damaged", hotel_migrations());
    Folder folder;
    folder.write("airports.csv", kAirports);
    folder.write("hotels.csv", kHotels);
    const auto with_rooms = [&](const std::string& rows) {
        folder.write("room_types.csv", kRoomsHeader + rows);
        return error_of(database.connection(), folder);
    };
    EXPECT_EQ(with_rooms("r1,h3,Standard,2,5,10000\n"),
              "room_types.csv, line 2, column hotel_id: the hotel h3 is not in hotels.csv");
    EXPECT_EQ(with_rooms("r1,h1,Standard,2,0,10000\n"),
              "room_types.csv, line 2, column rooms: \"0\" is not between 1 and 10000");
    EXPECT_EQ(with_rooms("r1,h1,Standard,2,5,0\n"),
              "room_types.csv, line 2, column base_rate_brl_cents_night: \"0\" is not between 1 "
              "and 100000000");
    EXPECT_EQ(with_rooms("r1,h1,Standard,2,5,1\nr1,h1,Standard,2,5,1\n"),
              "room_types.csv, line 3, column room_type_id: r1 is there twice");
    folder.write("hotels.csv", std::string(kHotels) + "h3,Hotel,Recife,BR,XXX,3\n");
    EXPECT_EQ(with_rooms(""),
              "hotels.csv, line 4, column near_iata: the airport XXX is not in airports.csv");
    folder.write("hotels.csv", std::string(kHotels) + "htl_test_stubborn,H,Recife,BR,REC,3\n");
    EXPECT_EQ(with_rooms(""),
              "hotels.csv, line 4, column hotel_id: htl_test_stubborn is a test hotel");
    EXPECT_EQ(database.count("hotels"), 0);
    EXPECT_EQ(database.count("room_types"), 0);
}

}  // namespace
}  // namespace viaja::hotel
