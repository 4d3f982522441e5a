#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "session-service/routes/timetable.hpp"

namespace viaja::routes {
namespace {

constexpr std::uint8_t kAllWeekdays = 0x7F;

/// A flight that passed the checks, before it has its place.
struct Candidate {
    AirportIndex from = 0;
    AirportIndex to = 0;
    Leg leg;
};

/// Why the numbers of a flight cannot be used; empty if they can.
std::string defect_of(const ScheduledFlight& flight, const std::string& currency) {
    if (flight.from == flight.to) return "same_airport";
    if (flight.departure_minutes < 0 || flight.departure_minutes >= kMinutesOfDay) {
        return "departure";
    }
    if (flight.weekdays == 0 || flight.weekdays > kAllWeekdays) return "weekdays";
    if (flight.block_minutes < 1 || flight.block_minutes > kBlockMinutesMax) {
        return "block_minutes";
    }
    if (flight.price.amount < 1 || flight.price.amount > kSeatPriceMax) return "price";
    if (flight.price.currency != currency) return "currency";
    const bool dates_exist =
        flight.first.value_or(date_of(0)).ok() && flight.last.value_or(date_of(0)).ok();
    if (!dates_exist) return "validity";
    if (flight.first && flight.last && days_between(*flight.first, *flight.last) < 0) {
        return "validity";
    }
    return "";
}

}  // namespace

class TimetableBuilder {
  public:
    TimetableBuilder(std::shared_ptr<const WallClock> clock, const std::string& currency)
        : result_(new Timetable) {
        result_->clock_ = std::move(clock);
        result_->currency_ = currency;
    }

    void add_airports(const std::vector<Airport>& airports) {
        result_->airports_.reserve(std::min(airports.size(), kAirportsMax));
        for (const Airport& airport : airports) {
            const auto zone = result_->clock_->zone(airport.zone);
            if (!zone) {
                without_zone_.insert(airport.code);
                continue;
            }
            if (result_->airports_.size() == kAirportsMax) break;
            // Views of the codes are keys, so the vector may not grow.
            const auto index = static_cast<AirportIndex>(result_->airports_.size());
            result_->airports_.push_back(airport);
            const bool is_new =
                result_->airport_by_code_.emplace(result_->airports_.back().code, index).second;
            if (!is_new) {
                result_->airports_.pop_back();
                continue;
            }
            result_->zones_.push_back(*zone);
            result_->minimums_.push_back(airport.minimum_connection);
        }
    }

    void add_schedules(const std::vector<Schedule>& schedules) {
        std::size_t flights = 0;
        for (const Schedule& schedule : schedules)
            flights += schedule.flights.size();
        // Views of the numbers are keys, so the vector may not grow.
        result_->details_.reserve(std::min(flights, kFlightsMax));
        result_->flight_by_number_.reserve(std::min(flights, kFlightsMax));
        for (const Schedule& schedule : schedules) {
            if (result_->find_carrier(schedule.carrier)) continue;
            const bool fits = result_->carriers_.size() < kCarriersMax &&
                              result_->details_.size() + schedule.flights.size() <= kFlightsMax;
            if (fits) result_->carriers_.push_back(schedule.carrier);
            for (const ScheduledFlight& flight : schedule.flights) {
                std::string reason = fits ? add(flight) : "too_many";
                if (!reason.empty()) {
                    left_out_.push_back({schedule.carrier, flight.number, std::move(reason)});
                }
            }
        }
    }

    BuiltTimetable finish() {
        std::ranges::stable_sort(candidates_, {}, [](const Candidate& one) {
            return std::tuple(one.from, one.to, one.leg.departure, one.leg.flight);
        });
        Timetable& index = *result_;
        index.legs_.reserve(candidates_.size());
        for (const Candidate& one : candidates_) {
            add_to_pair(one);
            index.legs_.push_back(one.leg);
        }
        for (std::size_t pair = 0; pair < index.pairs_.size(); ++pair) {
            const Pair& one = index.pairs_[pair];
            index.into_.push_back({one.from, one.block_min, one.price_min,
                                   static_cast<PairIndex>(pair), one.domestic});
        }
        std::ranges::stable_sort(
            index.into_, {}, [&index](const PairInto& one) { return index.pairs_[one.pair].to; });
        const auto from = [](const Pair& pair) { return pair.from; };
        const auto to = [&index](const PairInto& one) { return index.pairs_[one.pair].to; };
        index.from_ = beginnings(index.pairs_, from);
        index.into_from_ = beginnings(index.into_, to);
        return {std::move(result_), std::move(left_out_)};
    }

  private:
    std::string add(const ScheduledFlight& flight) {
        const auto from = result_->find_airport(flight.from);
        const auto to = result_->find_airport(flight.to);
        if (!from || !to) return lacks_zone(flight) ? "unknown_zone" : "unknown_airport";
        std::string defect = defect_of(flight, result_->currency_);
        if (!defect.empty()) return defect;
        if (result_->find_flight(flight.number)) return "duplicate";

        const auto index = static_cast<FlightIndex>(result_->details_.size());
        const auto carrier = static_cast<CarrierIndex>(result_->carriers_.size() - 1);
        const auto price = static_cast<std::int32_t>(flight.price.amount);
        result_->details_.push_back(
            {flight.number, *from, *to, carrier, flight.seats, price, flight.operated_by});
        result_->flight_by_number_.emplace(result_->details_.back().number, index);
        const bool limited = flight.first || flight.last;
        if (limited) {
            result_->validity_.resize(index + 1U);
            if (flight.first) result_->validity_[index].first = day_of(*flight.first);
            if (flight.last) result_->validity_[index].last = day_of(*flight.last);
        } else if (!result_->validity_.empty()) {
            result_->validity_.emplace_back();
        }
        candidates_.push_back({*from,
                               *to,
                               {static_cast<std::uint16_t>(flight.departure_minutes),
                                static_cast<std::uint16_t>(flight.block_minutes), carrier,
                                flight.weekdays, limited, price, index}});
        return "";
    }

    bool lacks_zone(const ScheduledFlight& flight) const {
        return without_zone_.contains(flight.from) || without_zone_.contains(flight.to);
    }

    void add_to_pair(const Candidate& one) {
        Timetable& index = *result_;
        const bool is_new = index.pairs_.empty() || index.pairs_.back().from != one.from ||
                            index.pairs_.back().to != one.to ||
                            index.pairs_.back().count == UINT16_MAX;
        if (is_new) {
            const bool domestic =
                index.airports_[one.from].country == index.airports_[one.to].country;
            index.pairs_.push_back({one.from, one.to,
                                    static_cast<std::uint32_t>(index.legs_.size()), 0,
                                    one.leg.block, one.leg.price, domestic});
        }
        Pair& pair = index.pairs_.back();
        ++pair.count;
        pair.block_min = std::min(pair.block_min, one.leg.block);
        pair.price_min = std::min(pair.price_min, one.leg.price);
    }

    /// Where the elements of each airport begin in a list that is sorted by it; one entry more.
    template <class T, class AirportOf>
    std::vector<std::uint32_t> beginnings(const std::vector<T>& sorted,
                                          AirportOf airport_of) const {
        std::vector<std::uint32_t> result(result_->airports_.size() + 1, 0);
        for (const T& one : sorted)
            ++result[airport_of(one) + 1U];
        for (std::size_t airport = 1; airport < result.size(); ++airport)
            result[airport] += result[airport - 1];
        return result;
    }

    std::shared_ptr<Timetable> result_;
    std::set<std::string> without_zone_;
    std::vector<Candidate> candidates_;
    std::vector<LeftOut> left_out_;
};

BuiltTimetable build_timetable(const std::vector<Airport>& airports,
                               const std::vector<Schedule>& schedules,
                               std::shared_ptr<const WallClock> clock,
                               const std::string& currency) {
    TimetableBuilder builder(std::move(clock), currency);
    builder.add_airports(airports);
    builder.add_schedules(schedules);
    return builder.finish();
}

}  // namespace viaja::routes
