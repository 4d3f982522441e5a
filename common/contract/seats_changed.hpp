#pragma once
// What a carrier announces on the topic seats.changed: of which flights few seats are left. It may
// be lost: a search asks for seats that it knows for longer than some seconds. Pure functions; any
// thread.

#include <span>
#include <string>
#include <vector>

#include "common/contract/schedule.hpp"

namespace viaja {

struct SeatsChanged {
    std::string address;  ///< "flight.I0"
    DatedFlight flight;
    int seats_left = 0;
    bool operator==(const SeatsChanged&) const = default;
};

/// [{"address":"flight.I0","flight":"I01370","date":"2026-12-20","seats_left":3},…]
std::string to_text(std::span<const SeatsChanged> changes);
/// What cannot be read is left out.
std::vector<SeatsChanged> seats_changed_from(const std::string& body);

}  // namespace viaja
