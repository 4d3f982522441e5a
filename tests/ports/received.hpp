#pragma once
// What a handler received, for tests that wait for it.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "common/ports/bus.hpp"

namespace viaja::test {

/// A message that carries a number, and nothing else that matters.
Message numbered(int number);
/// Of the first message of a delivery, which must be such a one.
int number_of(const Delivery& delivery);

/// Any thread. Handlers share ownership, so that a late delivery finds it alive.
class Received {
  public:
    static std::shared_ptr<Received> make() { return std::make_shared<Received>(); }
    static Bus::Handler handler(const std::shared_ptr<Received>& received) {
        return [received](Delivery delivery) { received->add(std::move(delivery)); };
    }

    void add(Delivery delivery);

    /// False if so many have not come within half a minute.
    bool wait_for_deliveries(std::size_t count);
    bool wait_for_numbers(std::size_t count);

    std::vector<Delivery> deliveries() const;
    /// The numbers of all messages that came, in the order in which they came.
    std::vector<int> numbers() const;
    std::multiset<int> sorted_numbers() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Delivery> deliveries_;
    std::vector<int> numbers_;
};

}  // namespace viaja::test
