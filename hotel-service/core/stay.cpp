#include "hotel-service/core/stay.hpp"

#include "common/contract/check.hpp"
#include "common/contract/sale_window.hpp"

namespace viaja::hotel {

bool is_stay(Date check_in, Date check_out) {
    if (!check_in.ok() || !check_out.ok()) return false;
    const int nights = days_between(check_in, check_out);
    return nights >= 1 && nights <= kStayNightsMax;
}

std::vector<Date> nights_of(Date check_in, Date check_out) {
    check(is_stay(check_in, check_out), "nights were asked of dates that make no stay");
    std::vector<Date> nights;
    for (Date night = check_in; night != check_out; night = plus_days(night, 1)) {
        nights.push_back(night);
    }
    return nights;
}

std::string unit_id(std::string_view room_type, Date night) {
    return std::string(room_type) + "/" + iso_date(night);
}

std::string description(std::string_view hotel, std::string_view room, Date check_in, int nights) {
    return std::string(hotel) + ", " + std::string(room) + ", " + std::to_string(nights) +
           (nights == 1 ? " night" : " nights") + " from " + iso_date(check_in);
}

}  // namespace viaja::hotel
