#pragma once
// The city of a search for what takes place in one. One thread.

#include <string>
#include <string_view>
#include <vector>

#include "session-service/http/places.hpp"
#include "session-service/search/parameters.hpp"

namespace viaja::session {

/// Of "2026-12-20T20:00", with which a place in the order of such a search begins.
constexpr std::size_t kLocalTimeBytes = std::string_view("2026-12-20T20:00").size();

/// The airports of the city that `parameters` name, at most EventQuestion::kNearMax; empty where
/// there is none, which the parameters are told.
std::vector<std::string> airports_of_city(Parameters& parameters, const Places& places);

}  // namespace viaja::session
