#pragma once
// Words of the wire that the writer and the reader of messages share. Private to this library.

#include <array>
#include <string_view>

namespace viaja::wire {

constexpr std::string_view kTimeout = "timeout";
constexpr std::string_view kScheduleTimeout = "schedule-timeout";
/// In the order of ScheduleAnswer.
constexpr std::array<std::string_view, 3> kScheduleAnswers = {"timeout-scheduled", "timeout-ended",
                                                              "timeout-refused"};
constexpr std::string_view kTimeoutAcknowledged = "timeout-acknowledged";
constexpr std::string_view kCheckSession = "check-session";
constexpr std::string_view kSearchFlights = "search-flights";
constexpr std::string_view kSearchStays = "search-stays";
constexpr std::string_view kFlightOffers = "flight-offers";
constexpr std::string_view kStayOffers = "stay-offers";

constexpr std::string_view kFlight = "flight";
constexpr std::string_view kRoom = "room";

}  // namespace viaja::wire
