#pragma once
// Hotels and their room types in the hotel service's database; always read by SQL, never kept in
// memory. Functions over the connection of the calling thread; they throw what it throws
// (ports/errors.hpp) and csv::Error for a file that cannot be used.

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/catalogue/loading.hpp"
#include "common/catalogue/refund_rule.hpp"
#include "common/contract/money.hpp"
#include "common/supplier/catalogue_edits.hpp"

namespace viaja::hotel {

/// Tables of the catalogue; the database has those of supplier::supplier_migrations() too.
std::vector<Migration> hotel_migrations();

/// The hotel of the room type that misbehaves in test mode (hotels.hpp); no file may use it.
constexpr std::string_view kReservedHotel = "htl_test_stubborn";

struct Hotel {
    std::string id;
    std::string name;
    std::string city;
    std::string country;
    std::string airport;  ///< near which it stands; the hotel keeps that airport's clock
    int stars = 0;
};

struct RoomType {
    std::string id;
    std::string hotel;
    std::string name;
    int guests_max = 0;
    int rooms = 0;
    Money rate;  ///< one room, one night, before the factors of the day (core/night_price.hpp)
    bool withdrawn = false;  ///< left the files: not for sale, but what is sold keeps its meaning
    catalogue::RefundRule refund = {};
};

struct LoadResult {
    bool already_loaded = false;  ///< the same files were loaded before; nothing was done
    catalogue::Written airports = {};
    catalogue::Written hotels = {};
    catalogue::Written room_types = {};
    std::size_t withdrawn = 0;  ///< room types that earlier files had
};

/// Brings the database to the state of airports.csv, hotels.csv and room_types.csv in `folder`.
/// Does nothing if the same files were loaded before, so it can be called at every start. Holds
/// are never touched. Interrupted, it is done again at the next call. Progress counts rows. Throws
/// csv::Error before anything is written if a file is damaged, or if it moves a room type to
/// another hotel, or a hotel to another airport, while rooms are held or sold.
LoadResult load_demo(Connection& connection, const std::filesystem::path& folder,
                     const catalogue::Progress& progress = {});

/// What operators may change of room types: the rate of a night, and the rooms.
const supplier::EditableTable& editable_room_types();

/// Those of the room types that are for sale, by id.
std::map<std::string, RoomType> find_room_types(Connection& connection,
                                                std::span<const std::string> ids);
/// Those of the hotels that exist, by id.
std::map<std::string, Hotel> find_hotels(Connection& connection, std::span<const std::string> ids);

/// A place in the order by rate and id: behind the room type with this id, which has or had this
/// rate. The default stands before all.
struct RoomPlace {
    std::int64_t rate = 0;
    std::string id;
};
/// The place of a room type, also of one that is withdrawn; nullopt if there never was one.
std::optional<RoomPlace> place_of(Connection& connection, const std::string& room_type);

/// The next room types that are for sale, for at least so many guests, in hotels near the airport,
/// by ascending rate and id, at most `limit`.
std::vector<RoomType> room_types_near(Connection& connection, const std::string& airport,
                                      int guests, const RoomPlace& after, std::size_t limit);

}  // namespace viaja::hotel
