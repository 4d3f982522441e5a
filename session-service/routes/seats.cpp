#include "session-service/routes/seats.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/contract/check.hpp"

namespace viaja::routes {
namespace {

/// A level is the price of a day in parts of the schedule's. So fine that a flight of the same
/// schedule price is estimated at the same price, for one that seemed a cent cheaper would be asked
/// about in vain; times a price it fits into 64 bits.
constexpr std::int64_t kLevelWhole = 100'000'000;
constexpr std::int64_t kLevelMax = 30 * kLevelWhole;
/// A day of which nothing is known is priced like the nearest known one within so many days: as
/// many as a route can last, so that a search that knows its first day has an estimate on all of
/// them.
constexpr Day kNearDays = kDaysAfterMax + 1;

std::int32_t in_bounds(std::int64_t price) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(price, 1, kSeatPriceMax));
}

/// No day price of the timetable's dearest flight is above kSeatPriceMax, so no level that holds
/// for all flights is higher than that.
std::int64_t highest_level(const Timetable& timetable) {
    std::int64_t dearest = 1;
    for (FlightIndex flight = 0; flight < timetable.flights(); ++flight)
        dearest = std::max<std::int64_t>(dearest, timetable.flight(flight).price);
    return std::min(kLevelMax, kSeatPriceMax * kLevelWhole / dearest);
}

constexpr bool is_known(Moment read, Moment now) {
    return now < read + kPriceKnownFor;
}

}  // namespace

SeatCache::SeatCache(std::shared_ptr<const Timetable> timetable, std::size_t entries_max)
    : timetable_(std::move(timetable)),
      highest_level_(highest_level(*timetable_)),
      entries_max_(entries_max) {
    check(entries_max_ > 0, "a cache of seats has room for an entry");
}

void SeatCache::put(FlightIndex flight, Day day, Seats seats, Moment now) {
    seats.price = in_bounds(seats.price);
    seats.left = std::max(seats.left, 0);
    write(Entry{flight, day, seats, now, now + seats_good_for(seats.left)});
}

void SeatCache::not_sold(FlightIndex flight, Day day, Moment now) {
    write(Entry{flight, day, {}, now, now + seats_good_for(0)});
}

void SeatCache::changed(FlightIndex flight, Day day, int left, Moment now) {
    Entry* entry = find(flight, day);
    if (!entry || entry->seats.price == 0) return;
    entry->seats.left = std::max(left, 0);
    entry->good_until = std::min(entry->read + kPriceKnownFor, now + seats_good_for(left));
}

void SeatCache::outdate(FlightIndex flight, Day day) {
    if (Entry* entry = find(flight, day)) entry->good_until = Moment::min();
}

std::optional<Seats> SeatCache::good(FlightIndex flight, Day day, Moment now) const {
    const Entry* entry = find(flight, day);
    return entry && now < entry->good_until ? std::optional(entry->seats) : std::nullopt;
}

bool SeatCache::knows_price(FlightIndex flight, Day day, Moment now) const {
    const Entry* entry = find(flight, day);
    if (!entry) return false;
    return entry->seats.price > 0 ? is_known(entry->read, now) : now < entry->good_until;
}

bool SeatCache::knows_level(CarrierIndex carrier, Day day, Moment now) {
    forget_old(now);
    const auto level = levels_.find(day);
    return level != levels_.end() && level->second.carriers.contains(carrier);
}

SeatPrice SeatCache::seat_price(int passengers, Moment now, bool checked_only) {
    forget_old(now);
    return [this, passengers, now, checked_only](FlightIndex flight,
                                                 Day day) -> std::optional<std::int32_t> {
        const Entry* entry = find(flight, day);
        const bool good = entry && now < entry->good_until;
        if (good && entry->seats.left < passengers) return std::nullopt;
        if (!good && checked_only) return std::nullopt;
        return entry && entry->seats.price > 0 ? entry->seats.price : estimate(flight, day);
    };
}

int SeatCache::price_floor_permille(Day first, Day last, Moment now) {
    forget_old(now);
    std::int64_t floor = highest_level_;
    for (Day day = first; day <= last; ++day) {
        const DayLevel* level = level_near(day);
        floor = std::min(floor, level ? level->least() : kLevelWhole);
    }
    return static_cast<int>(floor * kPermille / kLevelWhole);
}

void SeatCache::move_to(std::shared_ptr<const Timetable> timetable) {
    const auto old = std::exchange(timetable_, std::move(timetable));
    highest_level_ = highest_level(*timetable_);
    const auto entries = std::exchange(entries_, {});
    const auto oldest = std::exchange(oldest_, kNone);
    newest_ = kNone;
    free_places_.clear();
    places_.clear();
    levels_.clear();
    for (std::uint32_t place = oldest; place != kNone; place = entries[place].newer) {
        Entry entry = entries[place];
        const FlightDetails& before = old->flight(entry.flight);
        const auto flight = timetable_->find_flight(before.number);
        if (!flight || timetable_->flight(*flight).price != before.price) continue;
        entry.flight = *flight;
        write(entry);
    }
}

void SeatCache::write(const Entry& entry) {
    const auto known = places_.find(key(entry.flight, entry.day));
    if (known != places_.end()) drop(known->second);
    const std::uint32_t place = free_place();
    entries_[place] = entry;
    places_[key(entry.flight, entry.day)] = place;
    make_newest(place);
    learn_level(entry);
}

/// A place that is in no list, of the entry that was read first where there is no other.
std::uint32_t SeatCache::free_place() {
    if (places_.size() == entries_max_) drop(oldest_);
    if (free_places_.empty()) {
        entries_.emplace_back();
        return static_cast<std::uint32_t>(entries_.size() - 1);
    }
    const std::uint32_t place = free_places_.back();
    free_places_.pop_back();
    return place;
}

void SeatCache::forget_old(Moment now) {
    while (oldest_ != kNone && !is_known(entries_[oldest_].read, now))
        drop(oldest_);
}

void SeatCache::drop(std::uint32_t place) {
    places_.erase(key(entries_[place].flight, entries_[place].day));
    unlink(place);
    forget_level(entries_[place]);
    free_places_.push_back(place);
}

SeatCache::Entry* SeatCache::find(FlightIndex flight, Day day) {
    return const_cast<Entry*>(std::as_const(*this).find(flight, day));
}

const SeatCache::Entry* SeatCache::find(FlightIndex flight, Day day) const {
    const auto known = places_.find(key(flight, day));
    return known == places_.end() ? nullptr : &entries_[known->second];
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

std::int64_t SeatCache::level_of(const Entry& entry) const {
    const std::int64_t usual = timetable_->flight(entry.flight).price;
    return std::min(entry.seats.price * kLevelWhole / usual, kLevelMax);
}

void SeatCache::learn_level(const Entry& entry) {
    if (entry.seats.price == 0) return;
    DayLevel& day = levels_[entry.day];
    CarrierLevel& carrier = day.carriers[timetable_->flight(entry.flight).carrier];
    carrier.last = level_of(entry);
    ++carrier.entries;
    ++day.entries[level_of(entry)];
}

void SeatCache::forget_level(const Entry& entry) {
    if (entry.seats.price == 0) return;
    const auto day = levels_.find(entry.day);
    const auto carrier = day->second.carriers.find(timetable_->flight(entry.flight).carrier);
    if (--carrier->second.entries == 0) day->second.carriers.erase(carrier);
    const auto level = day->second.entries.find(level_of(entry));
    if (--level->second > 0) return;
    day->second.entries.erase(level);
    if (day->second.entries.empty()) levels_.erase(day);
}

const SeatCache::DayLevel* SeatCache::level_near(Day day) const {
    const auto later = levels_.lower_bound(day);
    const DayLevel* nearest = nullptr;
    Day distance = kNearDays + 1;
    if (later != levels_.end() && later->first - day < distance) {
        nearest = &later->second;
        distance = later->first - day;
    }
    if (later != levels_.begin()) {
        const auto earlier = std::prev(later);
        if (day - earlier->first < distance) nearest = &earlier->second;
    }
    return nearest;
}

std::int32_t SeatCache::estimate(FlightIndex flight, Day day) const {
    const FlightDetails& details = timetable_->flight(flight);
    const DayLevel* level = level_near(day);
    if (!level) return details.price;
    const auto carrier = level->carriers.find(details.carrier);
    const bool known = carrier != level->carriers.end();
    // The flight that it was learned of may have been dropped since, and with it its part in the
    // floor, below which no estimate may be; for the same reason it is rounded up.
    const std::int64_t share = std::max(known ? carrier->second.last : 0, level->least());
    return in_bounds((details.price * share + kLevelWhole - 1) / kLevelWhole);
}

}  // namespace viaja::routes
