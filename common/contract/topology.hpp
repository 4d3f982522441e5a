#pragma once
// Names on the broker (docs/messages.md). The routing key is the address of a service.

#include <string>
#include <string_view>

namespace viaja::topology {

constexpr std::string_view kExchange = "architecture-studies";

constexpr std::string_view kSession = "session";
constexpr std::string_view kHotel = "hotel";
constexpr std::string_view kEvent = "event";
constexpr std::string_view kPayment = "payment";

/// The seed's routing keys: every flight queue is bound to the first, the hotel queue to the other.
constexpr std::string_view kSeedFlights = "voos";
constexpr std::string_view kSeedHotels = "hoteis";

inline std::string flight(std::string_view carrier) {
    return "flight." + std::string(carrier);
}
inline std::string dead(std::string_view address) {
    return std::string(address) + ".dead";
}

/// Topic of the events exchange on which session-service tells what a session did.
constexpr std::string_view kSessionEvents = "session.changed";

}  // namespace viaja::topology
