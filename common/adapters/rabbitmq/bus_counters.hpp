#pragma once
// What the adapter counts. Internal to the adapter. Any thread.

#include <atomic>

#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"

namespace viaja::amqp {

struct BusTally {
    using Number = std::atomic<std::uint64_t>;
    Number published_bodies{0};
    Number published_messages{0};
    Number confirmed{0};
    Number nacked{0};
    Number returned{0};
    Number refused{0};
    Number dropped{0};
    Number announcements_dropped{0};
    Number reconnects{0};
    Number delivered{0};
    Number acknowledged{0};
    Number dead_lettered{0};

    RabbitmqCounters snapshot() const {
        RabbitmqCounters counters;
        counters.published_bodies = published_bodies.load();
        counters.published_messages = published_messages.load();
        counters.confirmed = confirmed.load();
        counters.nacked = nacked.load();
        counters.returned = returned.load();
        counters.refused = refused.load();
        counters.dropped = dropped.load();
        counters.announcements_dropped = announcements_dropped.load();
        counters.reconnects = reconnects.load();
        counters.delivered = delivered.load();
        counters.acknowledged = acknowledged.load();
        counters.dead_lettered = dead_lettered.load();
        return counters;
    }
};

}  // namespace viaja::amqp
