#pragma once
// Names on the broker (docs/messages.md). The routing key is the address of a service.

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/contract/carrier_code.hpp"
#include "common/contract/supplier_name.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::topology {

constexpr std::string_view kExchange = "architecture-studies";

constexpr std::string_view kSession = "session";
constexpr std::string_view kHotel = "hotel";
constexpr std::string_view kEvent = "event";
constexpr std::string_view kPayment = "payment";
/// The suppliers whose kind has one address. Carriers, and suppliers of other items, have one each.
constexpr std::array kSuppliersOfOneAddress = {kHotel, kEvent};
constexpr bool is_supplier_of_one_address(std::string_view address) {
    return std::ranges::find(kSuppliersOfOneAddress, address) != kSuppliersOfOneAddress.end();
}

/// The legacy routing keys: every flight queue is bound to the first, the hotel queue to the other.
constexpr std::string_view kLegacyFlights = "voos";
constexpr std::string_view kLegacyHotels = "hoteis";

/// Of the sessions of a shard (session_shard.hpp): "session", "session.3".
inline std::string session(int shard) {
    return std::string(kSession) + (shard == 0 ? "" : '.' + std::to_string(shard));
}
inline bool is_session(std::string_view address) {
    if (!address.starts_with(kSession)) return false;
    const auto rest = address.substr(kSession.size());
    if (rest.empty()) return true;
    const auto shard = rest.front() == '.' ? whole_number<int>(rest.substr(1), 1) : std::nullopt;
    return shard && session(*shard) == address;
}
inline std::string flight(std::string_view carrier) {
    return "flight." + std::string(carrier);
}
/// "I0" for "flight.I0"; empty for what is no carrier's address.
inline std::string carrier_of(std::string_view address) {
    constexpr std::string_view kFlights = "flight.";
    if (!address.starts_with(kFlights)) return {};
    const auto code = address.substr(kFlights.size());
    return is_carrier_code(code) ? std::string(code) : std::string();
}
/// Of the supplier of other items with this name.
inline std::string other(std::string_view supplier) {
    return "other." + std::string(supplier);
}
/// "cars" for "other.cars"; empty for what is no such supplier's address.
inline std::string other_supplier_of(std::string_view address) {
    constexpr std::string_view kOthers = "other.";
    if (!address.starts_with(kOthers)) return {};
    const auto name = address.substr(kOthers.size());
    return is_supplier_name(name) ? std::string(name) : std::string();
}
/// Of all services, with the sessions' and these carriers.
inline std::vector<std::string> addresses(std::string session,
                                          std::span<const std::string> carriers) {
    std::vector<std::string> all{std::move(session), std::string(kPayment)};
    all.insert(all.end(), kSuppliersOfOneAddress.begin(), kSuppliersOfOneAddress.end());
    for (const auto& carrier : carriers)
        all.push_back(flight(carrier));
    return all;
}
/// The queue of an address's dead letters.
inline std::string dead(std::string_view address) {
    return std::string(address) + ".dead";
}

/// Where dead letters are published; the routing key is the address they were for.
inline std::string dead_exchange(std::string_view exchange) {
    return std::string(exchange) + ".dead";
}
/// Notifications that may be lost; the routing key is the topic.
inline std::string events_exchange(std::string_view exchange) {
    return std::string(exchange) + ".events";
}

/// True for an address that a service may have: "session", "session.3", "flight.I0", "hotel",
/// "other.cars", …
inline bool is_service(std::string_view address) {
    constexpr std::string_view kFlights = "flight.";
    if (address.starts_with(kFlights)) {
        return is_carrier_code(address.substr(kFlights.size()));
    }
    return is_session(address) || address == kPayment || is_supplier_of_one_address(address) ||
           !other_supplier_of(address).empty();
}

/// The address of a queue that belongs to one process and ends with it, for answers to questions.
inline std::string private_address(std::string_view unique) {
    return "answers." + std::string(unique);
}
inline bool is_private(std::string_view address) {
    return address.starts_with("answers.");
}

/// The queue of one process that listens to a topic.
inline std::string listener(std::string_view unique) {
    return "listener." + std::string(unique);
}

/// Topic of the events exchange on which the replicas of a shard tell what a session did:
/// "session.changed", "session.3.changed".
inline std::string session_events(int shard) {
    return session(shard) + ".changed";
}
/// Topic on which a replica of session-service shows those of its shard, several times a second,
/// that it runs.
inline std::string session_replica(int shard) {
    return session(shard) + ".replica";
}
/// Topic on which every process of a service says that it is alive.
constexpr std::string_view kServiceAlive = "service.alive";
/// Topic on which a process asks all others to say so now.
constexpr std::string_view kServiceWho = "service.who";
/// Topic on which a process says that it ends.
constexpr std::string_view kServiceGone = "service.gone";
/// Topic on which a carrier says of which flights few seats are left.
constexpr std::string_view kSeatsChanged = "seats.changed";

}  // namespace viaja::topology
