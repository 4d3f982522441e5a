#pragma once
// What has come for one address and waits to be worked on, read already: the floor's place of an
// inbox and its pipeline. `take` and `acknowledge` belong to one worker thread.

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

class LetterBox {
  public:
    /// A delivery, acknowledged when all of its messages are.
    struct Receipt {
        std::uint64_t token = 0;
        std::size_t open = 0;
    };
    struct Letter {
        Message message;
        std::shared_ptr<Receipt> receipt;
    };
    using Letters = std::vector<Letter>;

    LetterBox(Bus& bus, const std::string& address, std::size_t prefetch);
    ~LetterBox();
    LetterBox(const LetterBox&) = delete;
    LetterBox& operator=(const LetterBox&) = delete;

    /// Up to `most`; waits for the first one at most so long. May be empty.
    /// Throws std::runtime_error for a message that cannot be read: there is no other sender.
    Letters take(std::size_t most, std::chrono::milliseconds patience);
    void acknowledge(const Letters& letters);

  private:
    void put(const Delivery& delivery);

    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Letter> letters_;
    std::string unreadable_;  ///< why, of the last such message
    std::unique_ptr<Consumer> consumer_;
};

}  // namespace viaja::bench
