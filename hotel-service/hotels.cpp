#include "hotel-service/hotels.hpp"

#include <optional>
#include <set>
#include <utility>

#include "common/catalogue/zones.hpp"
#include "common/contract/check.hpp"
#include "common/contract/quantity.hpp"
#include "common/contract/sale_window.hpp"
#include "common/contract/topology.hpp"
#include "hotel-service/core/night_price.hpp"
#include "hotel-service/core/stay.hpp"
#include "hotel-service/offers.hpp"

namespace viaja::hotel {
namespace {

using supplier::NoQuote;
using supplier::Quote;

constexpr const char* kTestZone = "America/Recife";

RoomType stubborn_room_type() {
    return {std::string(kStubbornRoomType),
            std::string(kReservedHotel),
            "Standard",
            2,
            10,
            Money{100'00, "BRL"}};
}

/// Why a stay cannot begin on this day; empty if it can.
std::string outside_of_sale(Date check_in, const std::string& zone, Instant now) {
    const int days_ahead = days_between(catalogue::local_date(now, zone), check_in);
    if (days_ahead < 0) return "in_the_past";
    return days_ahead > kDaysAheadMax ? "too_far_ahead" : "";
}

/// What one room costs now for the whole stay. The test room has one price on all days.
Money price_of(const RoomType& room, const RoomItem& stay, const std::string& zone, Instant now) {
    if (room.id == kStubbornRoomType) {
        return {room.rate.amount * days_between(stay.check_in, stay.check_out), room.rate.currency};
    }
    return stay_price(room.rate, stay.check_in, stay.check_out, catalogue::local_date(now, zone));
}

/// Of an airport that the catalogue has.
std::optional<std::string> zone_at(Connection& connection, const std::string& airport) {
    const auto found = catalogue::find_airports(connection, std::span(&airport, 1));
    const auto known = found.find(airport);
    return known == found.end() ? std::nullopt : std::optional(known->second.zone);
}

std::vector<std::string> keys_of(const std::set<std::string>& set) {
    return {set.begin(), set.end()};
}

}  // namespace

std::vector<std::variant<Quote, NoQuote>> Hotels::quote(Connection& connection,
                                                        std::span<const HoldRequest> requests,
                                                        Instant now) {
    const Found found = find(connection, requests);
    std::vector<Result> results;
    for (const HoldRequest& request : requests) {
        results.push_back(quote_one(request, found, now));
    }
    return results;
}

Hotels::Found Hotels::find(Connection& connection, std::span<const HoldRequest> requests) {
    std::set<std::string> rooms;
    for (const HoldRequest& request : requests) {
        if (const auto* item = std::get_if<RoomItem>(&request.item))
            rooms.insert(item->room_type_id);
    }
    Found found;
    found.rooms = find_room_types(connection, keys_of(rooms));
    std::set<std::string> hotels;
    for (const auto& [id, room] : found.rooms)
        hotels.insert(room.hotel);
    found.hotels = find_hotels(connection, keys_of(hotels));
    std::set<std::string> airports;
    for (const auto& [id, hotel] : found.hotels)
        airports.insert(hotel.airport);
    found.airports = catalogue::find_airports(connection, keys_of(airports));
    return found;
}

Hotels::Result Hotels::quote_one(const HoldRequest& request, const Found& found,
                                 Instant now) const {
    const auto* item = std::get_if<RoomItem>(&request.item);
    if (!item) return NoQuote{"unknown_item"};

    Quote quote;
    RoomType room;
    std::string hotel_name;
    std::string zone;
    if (item->room_type_id == kStubbornRoomType) {
        if (!test_mode_) return NoQuote{"test_item"};
        room = stubborn_room_type();
        hotel_name = "Test Hotel Stubborn";
        zone = kTestZone;
    } else {
        const auto known = found.rooms.find(item->room_type_id);
        if (known == found.rooms.end()) return NoQuote{"unknown_item"};
        room = known->second;
        const auto hotel = found.hotels.find(room.hotel);
        if (hotel == found.hotels.end()) return NoQuote{"unknown_item"};
        hotel_name = hotel->second.name;
        const auto airport = found.airports.find(hotel->second.airport);
        check(airport != found.airports.end(), "a hotel of the catalogue is near no known airport");
        zone = airport->second.zone;
    }
    if (!is_quantity(request.quantity)) return NoQuote{"invalid_quantity"};
    if (!is_stay(item->check_in, item->check_out)) return NoQuote{"invalid_stay"};
    std::string reason = outside_of_sale(item->check_in, zone, now);
    if (!reason.empty()) return NoQuote{std::move(reason)};

    const std::vector<Date> nights = nights_of(item->check_in, item->check_out);
    for (const Date night : nights) {
        quote.claims.push_back({unit_id(room.id, night), room.rooms, request.quantity});
    }
    const int night_count = static_cast<int>(nights.size());
    const Money price = price_of(room, *item, zone, now);
    quote.price = Money{price.amount * request.quantity, price.currency};
    quote.sale_ends =
        catalogue::instant_of(catalogue::wall_clock(plus_days(item->check_in, 1), 0), zone);
    quote.description = description(hotel_name, room.name, item->check_in, night_count);
    quote.item = HeldRoom{
        *item,     room.hotel,      std::move(hotel_name),
        room.name, quote.sale_ends, catalogue::terms_of(room.refund, item->check_in, zone)};
    return quote;
}

supplier::Behaviour Hotels::behaviour_of(const Item& item) const {
    const auto* room = std::get_if<RoomItem>(&item);
    const bool stubborn = test_mode_ && room && room->room_type_id == kStubbornRoomType;
    return stubborn ? supplier::Behaviour::undo_fails_three_times : supplier::Behaviour::normal;
}

QuestionAnswer Hotels::answer(Connection& connection, const Question& question, Instant now) {
    if (const auto* about = std::get_if<StayQuestion>(&question.about))
        return stays(connection, *about, now);
    if (const auto* about = std::get_if<NightsQuestion>(&question.about))
        return nights(connection, *about, now);
    QuestionAnswer answer;
    answer.offers = StayOffers{};
    answer.problem = "unknown_question";
    return answer;
}

QuestionAnswer Hotels::stays(Connection& connection, const StayQuestion& about, Instant now) {
    QuestionAnswer answer;
    answer.offers = StayOffers{};
    if (!is_quantity(about.guests) || !is_stay(about.check_in, about.check_out)) {
        answer.problem = "invalid_question";
        return answer;
    }
    const auto zone = zone_at(connection, about.near);
    if (!zone) {
        answer.problem = "unknown_airport";
    } else if (outside_of_sale(about.check_in, *zone, now).empty()) {
        add_stays(connection, about, catalogue::local_date(now, *zone), answer);
    }
    return answer;
}

QuestionAnswer Hotels::nights(Connection& connection, const NightsQuestion& about, Instant now) {
    QuestionAnswer answer;
    answer.offers = NightOffers{};
    const int nights = days_between(about.from, about.until) + 1;
    if (!is_quantity(about.guests) || nights < 1 || nights > NightsQuestion::kNightsMax) {
        answer.problem = "invalid_question";
        return answer;
    }
    const auto zone = zone_at(connection, about.near);
    if (zone) {
        add_nights(connection, about, catalogue::local_date(now, *zone), answer);
    } else {
        answer.problem = "unknown_airport";
    }
    return answer;
}

supplier::Program program() {
    return {.service = "hotel-service",
            .address = std::string(topology::kHotel),
            .legacy_key = std::string(topology::kLegacyHotels),
            .goods = "hotels",
            .migrations = hotel_migrations(),
            .load = load_demo,
            .inventory = [](bool test_mode) { return std::make_unique<Hotels>(test_mode); }};
}

}  // namespace viaja::hotel
