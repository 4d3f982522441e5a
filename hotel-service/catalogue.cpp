#include "hotel-service/catalogue.hpp"

#include <array>
#include <utility>

#include "common/catalogue/load.hpp"
#include "common/supplier/core/day_prices.hpp"
#include "common/supplier/store.hpp"

namespace viaja::hotel {
namespace {

constexpr std::array<std::string_view, 6> kHotelColumns = {"id",      "name",    "city",
                                                           "country", "airport", "stars"};
constexpr Table kHotels{"hotels", kHotelColumns, 1};

constexpr std::array<std::string_view, 9> kRoomColumns = {
    "id",   "hotel",     "name",           "guests_max", "rooms",
    "rate", "withdrawn", "refund_percent", "refund_days"};
constexpr Table kRoomTypes{"room_types", kRoomColumns, 1};
constexpr int kRoomsOfTypeMax = 10'000;

constexpr Migration kMigrations[] = {
    {111, "hotels", R"(
CREATE TABLE hotels (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    city VARCHAR(200) NOT NULL,
    country VARCHAR(2) NOT NULL,
    airport VARCHAR(3) NOT NULL,
    stars BIGINT NOT NULL
))"},
    {112, "hotels by airport", "CREATE INDEX hotels_by_airport ON hotels (airport)"},
    {113, "room types", R"(
CREATE TABLE room_types (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    hotel VARCHAR(64) NOT NULL,
    name VARCHAR(200) NOT NULL,
    guests_max BIGINT NOT NULL,
    rooms BIGINT NOT NULL,
    rate BIGINT NOT NULL
))"},
    {114, "room types by hotel", "CREATE INDEX room_types_by_hotel ON room_types (hotel)"},
    {115, "withdrawn room types",
     "ALTER TABLE room_types ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0"},
    {116, "how much comes back for a room",
     "ALTER TABLE room_types ADD COLUMN refund_percent BIGINT NOT NULL DEFAULT 100"},
    {117, "and until when",
     "ALTER TABLE room_types ADD COLUMN refund_days BIGINT NOT NULL DEFAULT 1"},
};

Values to_row(const Hotel& hotel) {
    return {hotel.id,      hotel.name,    hotel.city,
            hotel.country, hotel.airport, std::int64_t{hotel.stars}};
}

Values to_row(const RoomType& room) {
    return {room.id,
            room.hotel,
            room.name,
            std::int64_t{room.guests_max},
            std::int64_t{room.rooms},
            room.rate.amount,
            std::int64_t{room.withdrawn},
            std::int64_t{room.refund.percent},
            std::int64_t{room.refund.days}};
}

RoomType room_from_row(const Values& values) {
    RowReader row(values);
    RoomType room;
    room.id = row.text();
    room.hotel = row.text();
    room.name = row.text();
    room.guests_max = static_cast<int>(row.integer());
    room.rooms = static_cast<int>(row.integer());
    room.rate.amount = row.integer();
    room.withdrawn = row.integer() != 0;
    room.refund.percent = static_cast<int>(row.integer());
    room.refund.days = static_cast<int>(row.integer());
    return room;
}

Hotel hotel_from_row(const Values& values) {
    RowReader row(values);
    Hotel hotel;
    hotel.id = row.text();
    hotel.name = row.text();
    hotel.city = row.text();
    hotel.country = row.text();
    hotel.airport = row.text();
    hotel.stars = static_cast<int>(row.integer());
    return hotel;
}

/// What was sold keeps its meaning: refuses a row that moves a room type to another hotel, or a
/// hotel to another airport.
class Promises {
  public:
    Promises(Connection& connection, const catalogue::Load& load)
        : connection_(connection), today_(load.yesterday()) {
        for (const Values& row : connection.query(
                 "SELECT id, hotel, name, guests_max, rooms, rate, withdrawn, refund_percent, "
                 "refund_days FROM room_types")) {
            RoomType room = room_from_row(row);
            std::string id = room.id;
            rooms_.emplace(std::move(id), std::move(room));
        }
        for (const Values& row :
             connection.query("SELECT id, name, city, country, airport, stars FROM hotels")) {
            const Hotel hotel = hotel_from_row(row);
            airports_.emplace(hotel.id, hotel.airport);
        }
    }

    void check_kept(const csv::Reader& reader, const RoomType& room) const {
        const auto known = rooms_.find(room.id);
        if (known == rooms_.end() || known->second.hotel == room.hotel) return;
        if (!supplier::is_taken_from(connection_, room.id, today_)) return;
        reader.fail("hotel_id", "rooms of " + room.id + " are held or sold in the hotel " +
                                    known->second.hotel + "; give the room type of " + room.hotel +
                                    " another id");
    }

    void check_kept(const csv::Reader& reader, const Hotel& hotel) const {
        const auto known = airports_.find(hotel.id);
        if (known == airports_.end() || known->second == hotel.airport) return;
        for (const auto& [id, room] : rooms_) {
            if (room.hotel != hotel.id || !supplier::is_taken_from(connection_, id, today_))
                continue;
            reader.fail("near_iata", "rooms of " + hotel.id + " are held or sold near " +
                                         known->second + "; give the hotel near " + hotel.airport +
                                         " another id");
        }
    }

    /// Room types for sale that `kept` has not, as withdrawn.
    std::vector<Values> withdrawn(const std::map<std::string, RoomType>& kept) const {
        std::vector<Values> rows;
        for (const auto& [id, room] : rooms_) {
            if (room.withdrawn || kept.contains(id)) continue;
            RoomType gone = room;
            gone.withdrawn = true;
            rows.push_back(to_row(gone));
        }
        return rows;
    }

  private:
    Connection& connection_;
    const Date today_;
    std::map<std::string, RoomType> rooms_;
    std::map<std::string, std::string> airports_;  // by hotel
};

std::map<std::string, Hotel> read_hotels(const catalogue::Load& load, const Promises& promises) {
    auto reader =
        load.reader("hotels.csv", {"hotel_id", "name", "city", "country", "near_iata", "stars"});
    std::map<std::string, Hotel> hotels;
    while (reader.next()) {
        Hotel hotel;
        hotel.id = reader.item_id("hotel_id");
        if (hotel.id == kReservedHotel) reader.fail("hotel_id", hotel.id + " is a test hotel");
        hotel.name = reader.text("name");
        hotel.city = reader.text("city");
        hotel.country = reader.text("country", 2, 2);
        hotel.airport = load.airport(reader, "near_iata").iata;
        hotel.stars = static_cast<int>(reader.integer("stars", 1, 5));
        promises.check_kept(reader, hotel);
        std::string id = hotel.id;
        if (!hotels.emplace(std::move(id), std::move(hotel)).second) {
            reader.fail("hotel_id", reader.text("hotel_id") + " is there twice");
        }
    }
    return hotels;
}

std::map<std::string, RoomType> read_room_types(const catalogue::Load& load,
                                                const std::map<std::string, Hotel>& hotels,
                                                const Promises& promises) {
    auto reader = load.reader(
        "room_types.csv",
        {"room_type_id", "hotel_id", "name_en", "max_guests", "rooms", "base_rate_brl_cents_night"},
        {catalogue::kRefundPercent, catalogue::kRefundDays});
    std::map<std::string, RoomType> rooms;
    while (reader.next()) {
        RoomType room;
        room.id = reader.item_id("room_type_id");
        room.hotel = reader.item_id("hotel_id");
        if (!hotels.contains(room.hotel)) {
            reader.fail("hotel_id", "the hotel " + room.hotel + " is not in hotels.csv");
        }
        room.name = reader.text("name_en");
        room.guests_max = static_cast<int>(reader.integer("max_guests", 1, 20));
        room.rooms = static_cast<int>(reader.integer("rooms", 1, kRoomsOfTypeMax));
        room.rate.amount = reader.integer("base_rate_brl_cents_night", 1, supplier::kBasePriceMax);
        room.refund = catalogue::read_refund_rule(reader);
        promises.check_kept(reader, room);
        std::string id = room.id;
        if (!rooms.emplace(std::move(id), std::move(room)).second) {
            reader.fail("room_type_id", reader.text("room_type_id") + " is there twice");
        }
    }
    return rooms;
}

std::vector<std::string> ids_of(const std::map<std::string, RoomType>& room_types) {
    std::vector<std::string> ids;
    for (const auto& [id, type] : room_types)
        ids.push_back(id);
    return ids;
}

template <class Kept>
std::vector<Values> rows_of(const std::map<std::string, Kept>& items) {
    std::vector<Values> rows;
    for (const auto& [id, item] : items)
        rows.push_back(to_row(item));
    return rows;
}

}  // namespace

std::vector<Migration> hotel_migrations() {
    return catalogue::with_catalogue_migrations(kMigrations);
}

LoadResult load_demo(Connection& connection, const std::filesystem::path& folder,
                     const catalogue::Progress& progress) {
    catalogue::Load load(connection, folder, "demo", {"hotels.csv", "room_types.csv"}, progress);
    if (load.is_done()) return {.already_loaded = true};
    const Promises promises(connection, load);
    const auto hotels = read_hotels(load, promises);
    const auto rooms = read_room_types(load, hotels, promises);
    const auto withdrawn = promises.withdrawn(rooms);
    // A room type always finds its hotel: hotels come before their rooms, and stay.
    const auto amend = supplier::keep_edits(editable_room_types());
    const auto written = load.write({{kHotels, rows_of(hotels)},
                                     {kRoomTypes, rows_of(rooms), amend},
                                     {kRoomTypes, withdrawn, amend}});
    supplier::set_capacities(connection, editable_room_types(), ids_of(rooms));
    load.finish();
    return {false, written[0], written[1], written[2], withdrawn.size()};
}

const supplier::EditableTable& editable_room_types() {
    static const supplier::EditableTable editable = {
        .table = &kRoomTypes,
        .price = "rate",
        .capacity = "rooms",
        .capacity_max = kRoomsOfTypeMax,
        .is_for_sale = [](const Values& row) { return !room_from_row(row).withdrawn; }};
    return editable;
}

std::map<std::string, RoomType> find_room_types(Connection& connection,
                                                std::span<const std::string> ids) {
    const Values keys(ids.begin(), ids.end());
    std::map<std::string, RoomType> rooms;
    for (const Values& row : connection.find(kRoomTypes, "id", keys)) {
        RoomType room = room_from_row(row);
        if (room.withdrawn) continue;
        std::string id = room.id;
        rooms.emplace(std::move(id), std::move(room));
    }
    return rooms;
}

std::map<std::string, Hotel> find_hotels(Connection& connection, std::span<const std::string> ids) {
    const Values keys(ids.begin(), ids.end());
    std::map<std::string, Hotel> hotels;
    for (const Values& values : connection.find(kHotels, "id", keys)) {
        Hotel hotel = hotel_from_row(values);
        std::string id = hotel.id;
        hotels.emplace(std::move(id), std::move(hotel));
    }
    return hotels;
}

std::optional<RoomPlace> place_of(Connection& connection, const std::string& room_type) {
    const Value key = room_type;
    const auto rows = connection.find(kRoomTypes, "id", std::span(&key, 1));
    if (rows.empty()) return std::nullopt;
    return RoomPlace{room_from_row(rows.front()).rate.amount, room_type};
}

std::vector<RoomType> room_types_near(Connection& connection, const std::string& airport,
                                      int guests, const RoomPlace& after, std::size_t limit) {
    const Values parameters = {airport,    std::int64_t{guests},
                               after.rate, after.rate,
                               after.id,   static_cast<std::int64_t>(limit)};
    const Rows rows = connection.query(
        "SELECT r.id, r.hotel, r.name, r.guests_max, r.rooms, r.rate, r.withdrawn, "
        "r.refund_percent, r.refund_days "
        "FROM room_types r JOIN hotels h ON h.id = r.hotel "
        "WHERE h.airport = ? AND r.guests_max >= ? AND r.withdrawn = 0 "
        "AND (r.rate > ? OR (r.rate = ? AND r.id > ?)) ORDER BY r.rate, r.id LIMIT ?",
        parameters);
    std::vector<RoomType> rooms;
    for (const Values& row : rows)
        rooms.push_back(room_from_row(row));
    return rooms;
}

}  // namespace viaja::hotel
