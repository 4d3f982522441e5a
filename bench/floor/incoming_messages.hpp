#pragma once
// The messages for one address that wait for a worker, read already: in the floor, the place of a
// message consumer and its pipeline. `take` and `acknowledge` belong to one worker thread.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/contract/messages.hpp"
#include "common/ports/bus.hpp"

namespace viaja::bench {

class IncomingMessages {
  public:
    /// A delivery, acknowledged when all of its messages are.
    struct Receipt {
        std::uint64_t token = 0;
        std::size_t open = 0;  ///< messages that are not acknowledged yet
    };
    struct Incoming {
        Message message;
        std::shared_ptr<Receipt> receipt;
    };
    using Taken = std::vector<Incoming>;

    IncomingMessages(Bus& bus, const std::string& address, std::size_t prefetch);
    ~IncomingMessages();
    IncomingMessages(const IncomingMessages&) = delete;
    IncomingMessages& operator=(const IncomingMessages&) = delete;

    /// Up to `most`; waits for the first one for `patience`. May be empty.
    /// Throws std::runtime_error for a message that cannot be read: there is no other sender.
    Taken take(std::size_t most, std::chrono::milliseconds patience);
    void acknowledge(const Taken& taken);

  private:
    void put(const Delivery& delivery);

    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Incoming> waiting_;
    std::string unreadable_;  ///< why, of the last such message
    std::unique_ptr<Consumer> consumer_;
};

}  // namespace viaja::bench
