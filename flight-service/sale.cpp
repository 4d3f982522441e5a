#include "flight-service/sale.hpp"

#include "common/catalogue/zones.hpp"
#include "common/contract/sale_window.hpp"
#include "flight-service/core/seat_price.hpp"

namespace viaja::flight {

Instant departure_of(const Flight& flight, Date date, const std::string& zone) {
    return catalogue::instant_of(catalogue::wall_clock(date, flight.departure_minutes), zone);
}

std::string outside_of_sale(const Flight& flight, Date date, const std::string& zone, Instant now) {
    if (!date.ok() || !flies_on(flight, date)) return "not_on_this_day";
    if (departure_of(flight, date, zone) <= now) return "departed";
    const Date today = catalogue::local_date(now, zone);
    return days_between(today, date) > kDaysAheadMax ? "too_far_ahead" : "";
}

Money price_of(const Flight& flight, Date date, const std::string& zone, Instant now) {
    return seat_price(flight.price, date, days_between(catalogue::local_date(now, zone), date));
}

}  // namespace viaja::flight
