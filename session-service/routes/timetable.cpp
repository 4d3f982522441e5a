#include "session-service/routes/timetable.hpp"

#include <algorithm>

namespace viaja::routes {

std::optional<AirportIndex> Timetable::find_airport(std::string_view code) const {
    const auto place = airport_by_code_.find(code);
    if (place == airport_by_code_.end()) return std::nullopt;
    return place->second;
}

std::optional<CarrierIndex> Timetable::find_carrier(std::string_view code) const {
    const auto place = std::ranges::find(carriers_, code);
    if (place == carriers_.end()) return std::nullopt;
    return static_cast<CarrierIndex>(place - carriers_.begin());
}

std::optional<FlightIndex> Timetable::find_flight(std::string_view number) const {
    const auto place = flight_by_number_.find(number);
    if (place == flight_by_number_.end()) return std::nullopt;
    return place->second;
}

Validity Timetable::validity(FlightIndex flight) const {
    return validity_.empty() ? Validity{} : validity_[flight];
}

std::span<const Pair> Timetable::pairs_from(AirportIndex airport) const {
    return {pairs_.data() + from_[airport], pairs_.data() + from_[airport + 1U]};
}

std::span<const PairInto> Timetable::pairs_into(AirportIndex airport) const {
    return {into_.data() + into_from_[airport], into_.data() + into_from_[airport + 1U]};
}

std::size_t Timetable::bytes() const {
    return legs_.size() * sizeof(Leg) + pairs_.size() * sizeof(Pair) +
           into_.size() * sizeof(PairInto) + from_.size() * sizeof(PairIndex) +
           into_from_.size() * sizeof(std::uint32_t) + validity_.size() * sizeof(Validity) +
           zones_.size() * sizeof(Zone) + minimums_.size() * sizeof(MinimumConnection);
}

}  // namespace viaja::routes
