#pragma once
// What can be held, in each of its kinds. Any thread.

#include <string>
#include <variant>

#include "common/contract/time.hpp"

namespace viaja {

/// What a traveller wants held.
struct FlightItem {
    std::string carrier;
    std::string flight;
    Date date;
    bool operator==(const FlightItem&) const = default;
};
struct RoomItem {
    std::string room_type_id;
    Date check_in;
    Date check_out;
    bool operator==(const RoomItem&) const = default;
};
using Item = std::variant<FlightItem, RoomItem>;

/// What a supplier holds, with all that it takes to show it in any language.
struct HeldFlight {
    FlightItem item;
    std::string from;  ///< airport codes
    std::string to;
    Instant departs_at;
    Instant arrives_at;
    std::string departs_at_local;  ///< "2026-12-20T09:00"
    std::string arrives_at_local;
    bool operator==(const HeldFlight&) const = default;
};
struct HeldRoom {
    RoomItem item;
    std::string hotel_id;
    std::string hotel;
    std::string room;
    bool operator==(const HeldRoom&) const = default;
};
/// One alternative for each of Item.
using HeldItem = std::variant<HeldFlight, HeldRoom>;
/// What was asked for when this was held.
Item asked_item(const HeldItem&);

}  // namespace viaja
