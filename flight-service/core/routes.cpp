#include "flight-service/core/routes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "common/text/fnv1a.hpp"

namespace viaja::flight {
namespace {

constexpr double kEarthRadiusKm = 6371.0;

double radians(std::int64_t millionths) {
    return static_cast<double>(millionths) / 1e6 * std::numbers::pi / 180.0;
}

/// Over "G3 GRU-REC", then mixed, because the last letters alone would decide its low bits.
std::uint64_t route_hash(std::string_view carrier, std::string_view from, std::string_view to) {
    std::uint64_t hash = kFnv1a;
    for (const auto part : {carrier, std::string_view(" "), from, std::string_view("-"), to})
        hash = fnv1a(part, hash);
    hash ^= hash >> 30;
    hash *= 0xbf58476d1ce4e5b9ULL;
    hash ^= hash >> 27;
    hash *= 0x94d049bb133111ebULL;
    return hash ^ (hash >> 31);
}

}  // namespace

int distance_km(Position from, Position to) {
    const double latitude = std::sin((radians(to.latitude) - radians(from.latitude)) / 2);
    const double longitude = std::sin((radians(to.longitude) - radians(from.longitude)) / 2);
    const double haversine = latitude * latitude + std::cos(radians(from.latitude)) *
                                                       std::cos(radians(to.latitude)) * longitude *
                                                       longitude;
    const double angle = 2 * std::asin(std::sqrt(std::min(1.0, haversine)));
    return static_cast<int>(std::lround(kEarthRadiusKm * angle));
}

Propulsion propulsion_of(std::string_view equipment) {
    return equipment.find("AT7") == std::string_view::npos ? Propulsion::jet
                                                           : Propulsion::turboprop;
}

int block_minutes(int km, Propulsion propulsion) {
    const double minutes = propulsion == Propulsion::jet ? 30 + km / 13.2 : 25 + km / 7.7;
    const int nearest = static_cast<int>(std::lround(minutes));
    return (nearest + 4) / 5 * 5;
}

int seats_of(Propulsion propulsion) {
    return propulsion == Propulsion::jet ? 180 : 74;
}

Money route_price(int km, std::string_view carrier, std::string_view from, std::string_view to) {
    // The pair without its direction: the airport that comes first in the alphabet leads.
    const std::uint64_t hash = route_hash(carrier, std::min(from, to), std::max(from, to));
    const double fair = 150 + 0.47 * std::pow(km, 0.98);
    const double factor = 0.92 + 0.16 * static_cast<double>(hash % 10001) / 10000;
    // Rounding to ,90 must not leave the band.
    const auto reais = std::clamp(std::lround(fair * factor - 0.9),
                                  static_cast<long>(std::ceil(fair * 0.92 - 0.9)),
                                  static_cast<long>(std::floor(fair * 1.08 - 0.9)));
    return Money{reais * 100 + 90, "BRL"};
}

int departure_minutes(std::string_view carrier, std::string_view from, std::string_view to) {
    constexpr int kFirst = 6 * 60;
    constexpr int kLast = 21 * 60;
    constexpr int kStep = 5;
    constexpr int kChoices = (kLast - kFirst) / kStep + 1;
    return kFirst + kStep * static_cast<int>(route_hash(carrier, from, to) % kChoices);
}

}  // namespace viaja::flight
