#include "session-service/routes/seats.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"

namespace viaja::routes {
namespace {

/// Dearer days count as so many times the schedule's price.
constexpr std::int64_t kLevelMax = 100 * kPermille;

std::int32_t in_bounds(std::int64_t price) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(price, 1, kSeatPriceMax));
}

bool is_good(Moment read, int left, Moment now) {
    return now < read + seats_good_for(left);
}

}  // namespace

SeatCache::SeatCache(std::shared_ptr<const Timetable> timetable, std::size_t entries_max)
    : timetable_(std::move(timetable)), entries_max_(entries_max) {
    check(entries_max_ > 0, "a cache of seats has room for an entry");
}

void SeatCache::put(FlightIndex flight, Day day, Seats seats, Moment now) {
    seats.price = in_bounds(seats.price);
    seats.left = std::max(seats.left, 0);
    const auto known = places_.find(key(flight, day));
    const std::uint32_t place = known != places_.end() ? known->second : free_place();
    if (known != places_.end()) unlink(place);
    entries_[place] = Entry{flight, day, seats, now};
    places_[key(flight, day)] = place;
    make_newest(place);
    learn_level(entries_[place]);
}

void SeatCache::changed(FlightIndex flight, Day day, int left, Moment now) {
    if (const Entry* entry = find(flight, day)) put(flight, day, {left, entry->seats.price}, now);
}

void SeatCache::held(FlightIndex flight, Day day, int quantity) {
    if (Entry* entry = find(flight, day))
        entry->seats.left = std::max(entry->seats.left - quantity, 0);
}

std::optional<Seats> SeatCache::good(FlightIndex flight, Day day, Moment now) {
    const auto known = places_.find(key(flight, day));
    if (known == places_.end()) return std::nullopt;
    const Entry& entry = entries_[known->second];
    if (!is_good(entry.read, entry.seats.left, now)) return std::nullopt;
    const Seats seats = entry.seats;
    unlink(known->second);
    make_newest(known->second);
    return seats;
}

SeatPrice SeatCache::seat_price(int passengers, Moment now, bool checked_only) const {
    return [this, passengers, now, checked_only](FlightIndex flight,
                                                 Day day) -> std::optional<std::int32_t> {
        const Entry* entry = find(flight, day);
        const bool good = entry && is_good(entry->read, entry->seats.left, now);
        if (good && entry->seats.left < passengers) return std::nullopt;
        if (!good && checked_only) return std::nullopt;
        return entry ? entry->seats.price : estimate(flight, day);
    };
}

int SeatCache::price_floor_permille(Day first, Day last) const {
    int floor = kPermille;
    for (auto level = levels_.lower_bound(first); level != levels_.end(); ++level) {
        if (level->first > last) break;
        floor = std::min(floor, level->second.least);
    }
    return floor;
}

void SeatCache::move_to(std::shared_ptr<const Timetable> timetable) {
    const auto old = std::exchange(timetable_, std::move(timetable));
    const auto entries = std::exchange(entries_, {});
    const auto oldest = std::exchange(oldest_, kNone);
    newest_ = kNone;
    places_.clear();
    levels_.clear();
    for (std::uint32_t place = oldest; place != kNone; place = entries[place].newer) {
        const Entry& entry = entries[place];
        const auto flight = timetable_->find_flight(old->flight(entry.flight).number);
        if (flight) put(*flight, entry.day, entry.seats, entry.read);
    }
}

SeatCache::Entry* SeatCache::find(FlightIndex flight, Day day) {
    return const_cast<Entry*>(std::as_const(*this).find(flight, day));
}

const SeatCache::Entry* SeatCache::find(FlightIndex flight, Day day) const {
    const auto known = places_.find(key(flight, day));
    return known == places_.end() ? nullptr : &entries_[known->second];
}

/// A place that is in no list, of the entry used least recently where there is no other.
std::uint32_t SeatCache::free_place() {
    if (places_.size() < entries_max_) {
        entries_.emplace_back();
        return static_cast<std::uint32_t>(entries_.size() - 1);
    }
    const std::uint32_t place = oldest_;
    places_.erase(key(entries_[place].flight, entries_[place].day));
    unlink(place);
    return place;
}

void SeatCache::unlink(std::uint32_t place) {
    const Entry& entry = entries_[place];
    (entry.newer == kNone ? newest_ : entries_[entry.newer].older) = entry.older;
    (entry.older == kNone ? oldest_ : entries_[entry.older].newer) = entry.newer;
}

void SeatCache::make_newest(std::uint32_t place) {
    entries_[place].newer = kNone;
    entries_[place].older = newest_;
    (newest_ == kNone ? oldest_ : entries_[newest_].newer) = place;
    newest_ = place;
}

void SeatCache::learn_level(const Entry& entry) {
    const FlightDetails& flight = timetable_->flight(entry.flight);
    const int level = static_cast<int>(std::min<std::int64_t>(
        std::int64_t{entry.seats.price} * kPermille / flight.price, kLevelMax));
    DayLevel& day = levels_[entry.day];
    day.carriers[flight.carrier] = level;
    day.least = std::min(day.least, level);
}

std::int32_t SeatCache::estimate(FlightIndex flight, Day day) const {
    const FlightDetails& details = timetable_->flight(flight);
    const auto level = levels_.find(day);
    if (level == levels_.end()) return details.price;
    const auto carrier = level->second.carriers.find(details.carrier);
    const int permille =
        carrier != level->second.carriers.end() ? carrier->second : level->second.least;
    // Rounded up, so that it is not below the floor.
    return in_bounds((std::int64_t{details.price} * permille + kPermille - 1) / kPermille);
}

}  // namespace viaja::routes
