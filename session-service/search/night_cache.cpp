#include "session-service/search/night_cache.hpp"

#include <algorithm>
#include <climits>
#include <utility>

#include "session-service/routes/seats.hpp"

namespace viaja::session {
namespace {

/// One at least, so that answers without a room are bounded too.
std::size_t nights_in(const NightOffers& offers) {
    std::size_t nights = 1;
    for (const auto& room : offers.rooms)
        nights += room.nights.size();
    return nights;
}

int fewest_left(const NightsQuestion& question, const NightOffers& offers) {
    const auto asked = static_cast<std::size_t>(days_between(question.from, question.until) + 1);
    if (offers.rooms.empty()) return 0;
    int fewest = INT_MAX;
    for (const auto& room : offers.rooms) {
        if (room.nights.size() < asked) return 0;
        for (const auto& night : room.nights)
            fewest = std::min(fewest, night.rooms_left);
    }
    return fewest;
}

}  // namespace

Duration NightCache::good_for(const NightsQuestion& question, const NightOffers& offers) {
    return routes::seats_good_for(fewest_left(question, offers));
}

NightCache::Key NightCache::key_of(const NightsQuestion& question) {
    return {question.near, question.from, question.until, question.guests};
}

void NightCache::put(const NightsQuestion& question, std::shared_ptr<const KnownNights> known,
                     Moment now) {
    const Moment ends = now + good_for(question, known->offers);
    const std::size_t nights = nights_in(known->offers);
    auto& entry = entries_[key_of(question)];
    nights_ += nights - entry.nights;
    entry = {std::move(known), now, ends, nights};
    make_room();
}

std::shared_ptr<const KnownNights> NightCache::good(const NightsQuestion& question,
                                                    Moment now) const {
    const auto entry = entries_.find(key_of(question));
    const bool is_good = entry != entries_.end() && now < entry->second.ends;
    return is_good ? entry->second.known : nullptr;
}

void NightCache::outdate(const std::string& room_type_id) {
    std::erase_if(entries_, [&](const auto& entry) {
        const bool has_it = std::ranges::any_of(
            entry.second.known->offers.rooms,
            [&](const RoomNights& room) { return room.room_type_id == room_type_id; });
        if (has_it) nights_ -= entry.second.nights;
        return has_it;
    });
}

void NightCache::make_room() {
    while (nights_ > nights_max_ && entries_.size() > 1) {
        const auto oldest = std::ranges::min_element(
            entries_, {}, [](const auto& entry) { return entry.second.read; });
        nights_ -= oldest->second.nights;
        entries_.erase(oldest);
    }
}

}  // namespace viaja::session
