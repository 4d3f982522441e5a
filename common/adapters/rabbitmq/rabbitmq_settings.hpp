#pragma once
// Where RabbitMQ is and how it is used. Values; read once, before threads.

#include <chrono>
#include <cstdint>
#include <string>

#include "common/contract/topology.hpp"
#include "common/tls/tls_settings.hpp"

namespace viaja {

/// How the queues of addresses keep messages (docs/operations.md, "Queues").
enum class QueueType {
    classic,  ///< on one node, in its memory: a broker that ends takes its messages with it
    quorum,   ///< on the disks of a majority of the nodes
};

struct RabbitmqSettings {
    std::string host = "127.0.0.1";
    int port = 5672;
    std::string user = "guest";
    std::string password = "guest";
    std::string vhost = "/";
    TlsSettings tls;

    /// The exchange of commands and replies; those of events and of dead letters are named after
    /// it (common/contract/topology.hpp).
    std::string exchange{topology::kExchange};
    /// The type is part of a queue: one that exists with another type is refused.
    QueueType queue_type = QueueType::classic;
    /// What people see in the console: the connection's name, and the app id of each message.
    std::string application = "viaja";

    /// A connection on which nothing came for twice this long is lost. RabbitMQ advises 5 to 20 s.
    std::chrono::seconds heartbeat{10};
    /// For one try to connect, and for the greetings that follow.
    std::chrono::milliseconds connect_timeout{3'000};
    /// The pause between two tries doubles from the first to the longest, less up to a half of it
    /// by chance.
    std::chrono::milliseconds first_retry{100};
    std::chrono::milliseconds longest_retry{3'000};

    /// Messages that one durable queue holds; more are refused to the publisher, and counted. The
    /// number is part of the queue: a queue that exists with another one is refused.
    std::int64_t queue_length_max = 200'000;
    /// Of messages that wait in this process to be sent, the newest are dropped beyond either.
    std::size_t waiting_messages_max = 100'000;
    std::size_t waiting_bytes_max = std::size_t{32} * 1024 * 1024;
    /// How long `consume` waits for its subscription, and `dead_letter` for the broker's confirm.
    std::chrono::milliseconds patience{5'000};
    /// What the end of the bus may take to hand over what waits and what was acknowledged.
    std::chrono::milliseconds farewell{2'000};
};

}  // namespace viaja
