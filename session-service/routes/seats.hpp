#pragma once
// What is known of seats and day prices: a cache in front of the carriers, filled by their answers
// and corrected by their events. Pure: the caller gives the time. One thread at a time.
//
// A stale entry costs a refused hold, never a seat sold twice: a hold always asks the carrier.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "session-service/routes/route_query.hpp"

namespace viaja::routes {

/// The entries that were read first are dropped beyond it: 40 bytes each, and their index.
constexpr std::size_t kSeatEntriesMax = 262'144;

/// How long a price that was read counts as known, and says something of others. Longer than that
/// it could be too high without any search finding out: a flight that seems too dear for a result
/// is not asked about.
constexpr Duration kPriceKnownFor = std::chrono::seconds(60);

/// How long an answer is good: the fewer seats are left, the sooner a sale matters.
constexpr Duration seats_good_for(int left) {
    if (left >= 20) return std::chrono::seconds(60);
    if (left >= 10) return std::chrono::seconds(10);
    return std::chrono::seconds(5);
}

struct Seats {
    std::int32_t left = 0;
    std::int32_t price = 0;  ///< of one seat; 0 where nothing is sold
    bool operator==(const Seats&) const = default;
};

class SeatCache {
  public:
    explicit SeatCache(std::shared_ptr<const Timetable> timetable,
                       std::size_t entries_max = kSeatEntriesMax);

    const std::shared_ptr<const Timetable>& timetable() const { return timetable_; }
    std::size_t size() const { return places_.size(); }

    /// A carrier has answered. The price is cut to 1 … kSeatPriceMax.
    void put(FlightIndex flight, Day day, Seats seats, Moment now);
    /// A carrier has answered that it does not sell the flight on that day, for no price.
    void not_sold(FlightIndex flight, Day day, Moment now);
    /// A carrier's event has how many seats are left, and nothing of the price: that grows no
    /// younger, and a unit without an entry gets none.
    void changed(FlightIndex flight, Day day, int left, Moment now);
    /// A hold has changed what is left: the entry is no longer good. Its price stays known.
    void outdate(FlightIndex flight, Day day);

    /// An entry that is still good.
    std::optional<Seats> good(FlightIndex flight, Day day, Moment now) const;

    /// Whether the carrier has said within kPriceKnownFor what the flight costs on that day, or, of
    /// an entry that is still good, that it is not sold.
    bool knows_price(FlightIndex flight, Day day, Moment now) const;
    /// The same of any flight of the carrier that is sold on that day.
    bool knows_level(CarrierIndex carrier, Day day, Moment now);

    /// For RouteQuery::seat_price: nothing where a good entry has fewer seats than `passengers`,
    /// else the price that is known, else an estimate: the schedule's price, times what the
    /// carrier's other flights on that day cost in relation to theirs, or the least that any
    /// carrier's do; of a day of which nothing is known, those of the nearest known day. With
    /// `checked_only`, nothing where no entry is good. Refers to the cache; not to be used after a
    /// call with a later time.
    SeatPrice seat_price(int passengers, Moment now, bool checked_only = false);
    /// For RouteQuery::price_floor_permille: no price that seat_price gives on these days is lower.
    /// In a dear season it is above 1000, and the bounds are as tight as they can be.
    int price_floor_permille(Day first, Day last, Moment now);

    /// Entries of flights that cost the same in the new timetable keep what is known of them; what
    /// was read of another schedule price says nothing of the new one.
    void move_to(std::shared_ptr<const Timetable> timetable);

  private:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    struct Entry {
        FlightIndex flight = 0;
        Day day = 0;
        Seats seats;
        Moment read;
        Moment good_until;
        std::uint32_t newer = kNone;
        std::uint32_t older = kNone;
    };
    struct CarrierLevel {
        std::int64_t last = 0;  ///< of the flight last heard of
        std::size_t entries = 0;
    };
    /// Prices of a day in relation to those of the schedule. Only days and carriers with entries
    /// have one.
    struct DayLevel {
        std::map<std::int64_t, std::size_t> entries;  ///< how many entries have that level
        std::map<CarrierIndex, CarrierLevel> carriers;
        std::int64_t least() const { return entries.begin()->first; }
    };

    static std::uint64_t key(FlightIndex flight, Day day) {
        return (std::uint64_t{flight} << 32) | static_cast<std::uint32_t>(day);
    }
    Entry* find(FlightIndex flight, Day day);
    const Entry* find(FlightIndex flight, Day day) const;
    void write(const Entry& entry);
    std::uint32_t free_place();
    void forget_old(Moment now);
    void drop(std::uint32_t place);
    void unlink(std::uint32_t place);
    void make_newest(std::uint32_t place);
    std::int64_t level_of(const Entry& entry) const;
    void learn_level(const Entry& entry);
    void forget_level(const Entry& entry);
    const DayLevel* level_near(Day day) const;
    std::int32_t estimate(FlightIndex flight, Day day) const;

    std::shared_ptr<const Timetable> timetable_;
    std::int64_t highest_level_ = 0;
    const std::size_t entries_max_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> free_places_;  ///< of `entries_`
    std::unordered_map<std::uint64_t, std::uint32_t> places_;
    std::uint32_t newest_ = kNone;  ///< by the time they were read
    std::uint32_t oldest_ = kNone;
    std::map<Day, DayLevel> levels_;
};

}  // namespace viaja::routes
