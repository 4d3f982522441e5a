#pragma once
// What hotels said of their rooms by night, in front of the hotels: the same question is not asked
// again while its answer is good, which is as long as what carriers say of seats
// (routes/seats.hpp). Pure: the caller gives the time. One thread at a time.
//
// A stale entry costs a refused hold, never a room sold twice: a hold always asks the hotel.

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "common/contract/messages.hpp"
#include "common/ports/clock.hpp"

namespace viaja::session {

struct KnownNights {
    NightOffers offers;
    bool more = false;  ///< there are room types that are not listed
};

class NightCache {
  public:
    /// Nights of rooms in all entries; beyond it the entries that were read first are dropped.
    static constexpr std::size_t kEntriesMax = 262'144;

    explicit NightCache(std::size_t nights_max = kEntriesMax) : nights_max_(nights_max) {}

    /// How long an answer is good: as long as that of the room with the fewest left on any night.
    static Duration good_for(const NightsQuestion& question, const NightOffers& offers);

    void put(const NightsQuestion& question, std::shared_ptr<const KnownNights> known, Moment now);
    /// Null where nothing is known or it is too old.
    std::shared_ptr<const KnownNights> good(const NightsQuestion& question, Moment now) const;
    /// A hold of the room type has come to an outcome: what is known of it is no longer good.
    /// Entries that do not name it stay: it was sold out on all their nights, and is found when
    /// they end.
    void outdate(const std::string& room_type_id);

    std::size_t size() const { return entries_.size(); }

  private:
    using Key = std::tuple<std::string, Date, Date, int>;
    struct Entry {
        std::shared_ptr<const KnownNights> known;
        Moment read;
        Moment ends;
        std::size_t nights = 0;
    };
    static Key key_of(const NightsQuestion& question);
    void make_room();

    const std::size_t nights_max_;
    std::map<Key, Entry> entries_;
    std::size_t nights_ = 0;
};

}  // namespace viaja::session
