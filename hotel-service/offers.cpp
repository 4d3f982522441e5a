#include "hotel-service/offers.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/contract/sale_window.hpp"
#include "common/supplier/store.hpp"
#include "hotel-service/catalogue.hpp"
#include "hotel-service/core/night_price.hpp"
#include "hotel-service/core/stay.hpp"

namespace viaja::hotel {
namespace {

constexpr std::size_t kRoomTypesAtOnce = 200;

/// Some room types with what belongs to them.
struct Rooms {
    std::vector<RoomType> types;
    std::map<std::string, Hotel> hotels;
    std::map<std::string, int> taken;  ///< by unit

    int left(const RoomType& room, Date night) const {
        const auto sold = taken.find(unit_id(room.id, night));
        return room.rooms - (sold == taken.end() ? 0 : sold->second);
    }
    /// Nullptr where the hotel has left the catalogue meanwhile.
    const Hotel* hotel_of(const RoomType& room) const {
        const auto hotel = hotels.find(room.hotel);
        return hotel == hotels.end() ? nullptr : &hotel->second;
    }
};

Rooms with_hotels(Connection& connection, std::vector<RoomType> types,
                  std::span<const Date> nights) {
    std::vector<std::string> units;
    std::set<std::string> hotel_ids;
    for (const RoomType& room : types) {
        hotel_ids.insert(room.hotel);
        for (const Date night : nights)
            units.push_back(unit_id(room.id, night));
    }
    const std::vector<std::string> ids(hotel_ids.begin(), hotel_ids.end());
    return {std::move(types), find_hotels(connection, ids), supplier::taken(connection, units)};
}

/// Calls `take` with the rooms near an airport, some at a time, by rate, which is by price: on one
/// day the factors of all rooms are the same. Ends when `take` returns false.
template <class Take>
void each_room_near(Connection& connection, const std::string& near, int guests,
                    std::optional<RoomPlace> place, std::span<const Date> nights, Take take) {
    while (place) {
        auto types = room_types_near(connection, near, guests, *place, kRoomTypesAtOnce);
        const bool is_last = types.size() < kRoomTypesAtOnce;
        if (!is_last) place = RoomPlace{types.back().rate.amount, types.back().id};
        if (!take(with_hotels(connection, std::move(types), nights)) || is_last) return;
    }
}

/// Rooms that are free on every night.
int rooms_left(const Rooms& rooms, const RoomType& room, std::span<const Date> nights) {
    int left = room.rooms;
    for (const Date night : nights)
        left = std::min(left, rooms.left(room, night));
    return left;
}

/// Nights that a stay can begin with.
std::vector<Date> nights_on_sale(const NightsQuestion& question, Date today) {
    std::vector<Date> nights;
    const Date first = std::max(question.from, today);
    const Date last = std::min(question.until, plus_days(today, kDaysAheadMax));
    for (Date night = first; night <= last; night = plus_days(night, 1))
        nights.push_back(night);
    return nights;
}

std::vector<FreeNight> free_nights(const Rooms& rooms, const RoomType& room,
                                   std::span<const Date> nights, Date today) {
    std::vector<FreeNight> free;
    for (const Date night : nights) {
        const int left = rooms.left(room, night);
        if (left < 1) continue;
        free.push_back({night, left, night_price(room.rate, night, days_between(today, night))});
    }
    return free;
}

}  // namespace

void add_stays(Connection& connection, const StayQuestion& question, Date today,
               QuestionAnswer& answer) {
    auto& offers = std::get<StayOffers>(answer.offers);
    const std::vector<Date> nights = nights_of(question.check_in, question.check_out);
    const auto place = question.after.empty() ? RoomPlace{} : place_of(connection, question.after);
    const auto take = [&](const Rooms& rooms) {
        for (const RoomType& room : rooms.types) {
            const Hotel* hotel = rooms.hotel_of(room);
            const int left = rooms_left(rooms, room, nights);
            if (left < 1 || !hotel) continue;
            answer.more = offers.size() == kOffersMax;
            if (answer.more) return false;
            StayOffer offer;
            offer.item = RoomItem{room.id, question.check_in, question.check_out};
            offer.hotel_id = room.hotel;
            offer.hotel = hotel->name;
            offer.room = room.name;
            offer.nights = static_cast<int>(nights.size());
            offer.rooms_left = left;
            offer.price = stay_price(room.rate, question.check_in, question.check_out, today);
            offers.push_back(std::move(offer));
        }
        return true;
    };
    each_room_near(connection, question.near, question.guests, place, nights, take);
}

void add_nights(Connection& connection, const NightsQuestion& question, Date today,
                QuestionAnswer& answer) {
    auto& offers = std::get<NightOffers>(answer.offers);
    const std::vector<Date> nights = nights_on_sale(question, today);
    if (nights.empty()) return;
    std::map<Date, FreeNight> lowest;
    const auto take = [&](const Rooms& rooms) {
        for (const RoomType& room : rooms.types) {
            const Hotel* hotel = rooms.hotel_of(room);
            auto free = free_nights(rooms, room, nights, today);
            if (free.empty() || !hotel) continue;
            for (const FreeNight& night : free)
                lowest.emplace(night.date, night);
            answer.more = offers.rooms.size() == NightOffers::kRoomsMax;
            if (answer.more && lowest.size() == nights.size()) return false;
            if (answer.more) continue;
            offers.rooms.push_back({room.id, room.hotel, hotel->name, room.name, std::move(free)});
        }
        return true;
    };
    each_room_near(connection, question.near, question.guests, RoomPlace{}, nights, take);
    for (const auto& [date, night] : lowest)
        offers.lowest.push_back(night);
}

}  // namespace viaja::hotel
