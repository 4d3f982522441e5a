#include "common/catalogue/zones.hpp"

#include <date/tz.h>

#include <cstdio>
#include <stdexcept>

namespace viaja::catalogue {
namespace {

const date::time_zone& find_zone(const std::string& zone) {
    try {
        return *date::locate_zone(zone);
    } catch (const std::runtime_error&) {
        throw std::runtime_error("the time zone " + zone +
                                 " is not in this machine's data (package tzdata)");
    }
}

}  // namespace

bool zone_exists(const std::string& zone) {
    try {
        date::locate_zone(zone);
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

void read_zone(const std::string& zone) {
    local_time(Instant{}, zone);
}

Instant instant_of(LocalTime local, const std::string& zone) {
    const date::local_time<std::chrono::minutes> wall(local.time_since_epoch());
    return find_zone(zone).to_sys(wall, date::choose::earliest);
}

LocalTime local_time(Instant at, const std::string& zone) {
    const auto local = find_zone(zone).to_local(at);
    return LocalTime(std::chrono::floor<std::chrono::minutes>(local.time_since_epoch()));
}

Date local_date(Instant at, const std::string& zone) {
    return Date(std::chrono::floor<std::chrono::days>(local_time(at, zone)));
}

LocalTime wall_clock(Date date, int minutes) {
    return std::chrono::local_days(date) + std::chrono::minutes(minutes);
}

std::string local_text(LocalTime local) {
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const int minutes = static_cast<int>((local - midnight).count());
    char text[16];
    std::snprintf(text, sizeof text, "T%02d:%02d", minutes / 60 % 24, minutes % 60);
    return iso_date(Date(midnight)) + text;
}

}  // namespace viaja::catalogue
