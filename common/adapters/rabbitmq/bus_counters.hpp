#pragma once
// What the adapter counts.

#include "common/counters/counters.hpp"

namespace viaja {

/// Since the start. Messages, but where bodies are named; a body is one message or a list.
struct RabbitmqCounters {
    std::uint64_t published_bodies = 0;
    std::uint64_t published_messages = 0;
    std::uint64_t confirmed = 0;
    std::uint64_t nacked = 0;
    std::uint64_t returned = 0;
    std::uint64_t refused = 0;
    std::uint64_t dropped = 0;
    std::uint64_t announcements_dropped = 0;
    std::uint64_t reconnects = 0;
    std::uint64_t delivered = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t dead_lettered = 0;

    static constexpr auto list() {
        using Of = RabbitmqCounters;
        return std::to_array<Counter<Of>>({
            {&Of::published_bodies, "viaja_bus_published_bodies_total",
             "Bodies handed to the broker, repetitions included"},
            {&Of::published_messages, "viaja_bus_published_messages_total",
             "The same, each message of a list counted"},
            {&Of::confirmed, "viaja_bus_confirmed_total", "Messages that the broker confirmed"},
            {&Of::nacked, "viaja_bus_refused_total", "Messages that a full queue refused"},
            {&Of::returned, "viaja_bus_unroutable_total", "Messages to an address without a queue"},
            {&Of::refused, "viaja_bus_forbidden_total",
             "Messages to an address that the user may not publish to"},
            {&Of::dropped, "viaja_bus_dropped_total",
             "Messages never sent: too many waited, or the bus ended"},
            {&Of::announcements_dropped, "viaja_bus_announcements_dropped_total",
             "Announcements never sent"},
            {&Of::reconnects, "viaja_bus_reconnects_total", "Lost connections to the broker"},
            {&Of::delivered, "viaja_bus_delivered_total", "Bodies that came"},
            {&Of::acknowledged, "viaja_bus_acknowledged_total", "Bodies that were acknowledged"},
            {&Of::dead_lettered, "viaja_bus_dead_lettered_total",
             "Messages published to a dead queue"},
        });
    }
};

namespace amqp {

using BusCounters = SharedCounters<RabbitmqCounters>;

}  // namespace amqp
}  // namespace viaja
