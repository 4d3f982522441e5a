#include "bench/load/wishes.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "common/csv/csv.hpp"

namespace viaja::bench {
namespace {

static_assert(
    std::variant_size_v<Item> == 4,
    "The trips of the load are flights and a room, and have nothing else, so that figures of "
    "different versions compare: decide whether they have items of the new kind.");

/// Flights with fewer seats are there to show what "sold out" looks like.
constexpr int kSeatsMin = 20;
constexpr int kRoomsMax = 1000;

/// Spreads neighbouring numbers over a list, by the multiplier of Knuth's multiplicative hash.
std::uint64_t spread(std::uint64_t number) {
    return number * 2'654'435'761U;
}

}  // namespace

Wishes::Wishes(Options options) : options_(std::move(options)) {
    std::map<std::string, Week> carriers;
    auto flights = csv::Reader::open(options_.catalogue / "flights.csv",
                                     {"carrier", "flight", "days", "seats"});
    while (flights.next()) {
        if (flights.integer("seats", 1, 1000) < kSeatsMin) continue;
        auto& week = carriers[flights.text("carrier")];
        for (const char day : flights.text("days")) {
            if (day < '1' || day > '7') flights.fail("days", "has other digits than 1 to 7");
            week[static_cast<std::size_t>(day - '1')].push_back(flights.text("flight"));
        }
    }
    // A carrier without flights on a day of the week would leave a trip of that day without one.
    for (auto& [code, week] : carriers) {
        if (std::ranges::none_of(week, &std::vector<std::string>::empty)) {
            carriers_.emplace_back(code, std::move(week));
        }
    }
    std::vector<std::pair<int, std::string>> types;
    auto rooms =
        csv::Reader::open(options_.catalogue / "room_types.csv", {"room_type_id", "rooms"});
    while (rooms.next()) {
        types.emplace_back(static_cast<int>(rooms.integer("rooms", 0, kRoomsMax)),
                           rooms.text("room_type_id"));
    }
    for (int pass = 0; pass < kRoomsMax; ++pass) {
        for (const auto& [count, id] : types) {
            if (count > pass) rooms_.push_back(id);
        }
    }
    if (carriers_.empty() || rooms_.empty()) {
        throw csv::Error("the catalogue has no flights or no rooms");
    }
}

FlightItem Wishes::flight(std::uint64_t trip, std::uint64_t leg) const {
    const auto& [carrier, week] = carriers_[(trip + leg) % carriers_.size()];
    const auto day = day_of(trip);
    const auto& numbers = week[std::chrono::weekday(day).iso_encoding() - 1];
    return {.carrier = carrier, .flight = numbers[spread(trip) % numbers.size()], .date = day};
}

RoomItem Wishes::room(std::uint64_t trip) const {
    const auto night = day_of(trip);
    return {.room_type_id = rooms_[trip / stays() % rooms_.size()],
            .check_in = night,
            .check_out = night + std::chrono::days(options_.nights)};
}

std::vector<std::string> Wishes::carriers() const {
    std::vector<std::string> codes;
    for (const auto& [code, week] : carriers_)
        codes.push_back(code);
    return codes;
}

std::uint64_t Wishes::rooms_total() const {
    return rooms_.size() * stays();
}

/// How many stays follow each other in one room: those of several nights begin so many days apart
/// that no two want the same night.
std::uint64_t Wishes::stays() const {
    return static_cast<std::uint64_t>(options_.days / options_.nights);
}

std::chrono::sys_days Wishes::day_of(std::uint64_t trip) const {
    const auto offset = static_cast<int>(trip % stays()) * options_.nights;
    return options_.today + std::chrono::days(2 + offset);
}

}  // namespace viaja::bench
