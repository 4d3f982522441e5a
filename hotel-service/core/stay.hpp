#pragma once
// A stay: its nights and the units that they take. Pure values.

#include <string>
#include <string_view>
#include <vector>

#include "common/contract/time.hpp"

namespace viaja::hotel {

/// Whether the dates exist and make 1 to kStayNightsMax nights (sale_window.hpp).
bool is_stay(Date check_in, Date check_out);

/// The nights of a stay, in order; the day of checking out is not one. Only for `is_stay` dates.
std::vector<Date> nights_of(Date check_in, Date check_out);

/// The unit of the rooms of one type on one night: "htl_rec01_std/2026-12-20".
std::string unit_id(std::string_view room_type, Date night);

/// "Hotel Boutique Flor do Cerrado, Standard, 3 nights from 2026-12-20".
std::string description(std::string_view hotel, std::string_view room, Date check_in, int nights);

}  // namespace viaja::hotel
