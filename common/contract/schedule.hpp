#pragma once
// What a carrier flies and what is left of it, as it tells others. Values of the messages
// `schedule` and `seats` (docs/messages.md). Any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja {

/// Flights on a page of a schedule, and pages of a schedule.
constexpr std::size_t kFlightsPerPage = 500;
constexpr int kSchedulePagesMax = 200;
constexpr std::size_t kScheduleFlightsMax = kFlightsPerPage * kSchedulePagesMax;
/// Airports on the first page.
constexpr std::size_t kScheduleAirportsMax = 4'000;
constexpr std::size_t kScheduleVersionBytesMax = 64;
/// Flights in one question for seats.
constexpr std::size_t kSeatsAskedMax = 200;

/// Names the content of a schedule: the same version is the same schedule, prices included.
struct ScheduleVersion {
    std::string version;  ///< opaque, 1 to 64 bytes
    int flights = 0;
    bool operator==(const ScheduleVersion&) const = default;
};

struct ScheduledAirport {
    std::string airport;  ///< three letters
    std::string zone;     ///< IANA time zone
    std::string country;  ///< ISO 3166 code of two letters
    std::string city;
    std::int64_t latitude = 0;   ///< millionths of a degree, north is positive
    std::int64_t longitude = 0;  ///< millionths of a degree, east is positive
    bool operator==(const ScheduledAirport&) const = default;
};

/// The flight that another carrier operates and this one sells under its own number.
struct OperatingFlight {
    std::string carrier;
    std::string flight;
    bool operator==(const OperatingFlight&) const = default;
};

struct ScheduledFlight {
    std::string flight;
    std::string from;  ///< airport codes
    std::string to;
    int departs = 0;   ///< minutes after midnight, by the clock at `from`
    std::string days;  ///< of the week, at `from`: "1" Monday to "7" Sunday, ascending
    int minutes = 0;   ///< from departure to arrival
    int seats = 0;
    Money price;  ///< one seat; a day's own price comes with its seats
    std::optional<Date> valid_from = std::nullopt;  ///< first and last day of departure
    std::optional<Date> valid_to = std::nullopt;
    std::optional<OperatingFlight> operated_by = std::nullopt;
    bool operator==(const ScheduledFlight&) const = default;
};

/// Asks a carrier for a page of one version of its schedule.
struct ScheduleQuestion {
    std::string version;
    int page = 1;  ///< 1 to kSchedulePagesMax
    bool operator==(const ScheduleQuestion&) const = default;
};

/// One page of one version. Airports stand on the first page: all that the flights of all pages
/// use. Problems in its place: "other_version", with the present one, and "unknown_page".
struct SchedulePage {
    std::string version;  ///< the carrier's present one
    int page = 1;
    int pages = 1;
    std::vector<ScheduledAirport> airports;
    std::vector<ScheduledFlight> flights;
    bool operator==(const SchedulePage&) const = default;
};

/// A flight on a day: what seats belong to.
struct DatedFlight {
    std::string flight;
    Date date;
    auto operator<=>(const DatedFlight&) const = default;
};

/// Asks a carrier what is left of some flights, and what they cost on their days.
struct SeatsQuestion {
    int passengers = 1;                ///< 1 to 9
    std::vector<DatedFlight> flights;  ///< at most kSeatsAskedMax
    bool operator==(const SeatsQuestion&) const = default;
};

struct FlightSeats {
    DatedFlight flight;
    int seats_left = 0;
    std::string reason;  ///< empty, or why none can be sold: "departed", …
    Money price;         ///< of the day, for all passengers; none where there is a reason
    bool operator==(const FlightSeats&) const = default;
};

struct SeatsAnswer {
    std::string version;  ///< of the carrier's schedule
    std::vector<FlightSeats> flights;
    bool operator==(const SeatsAnswer&) const = default;
};

/// Some of the digits 1 to 7, each at most once, ascending.
bool is_weekdays(std::string_view days);
/// "09:40" as minutes after midnight; nullopt for anything else.
std::optional<int> minutes_of_day(std::string_view clock);
/// The same the other way, for 0 to 1439.
std::string clock_text(int minutes_of_day);

}  // namespace viaja
