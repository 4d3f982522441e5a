#pragma once
// How often a client may do something in a while. Kept in memory, so that each replica counts for
// itself. Any thread.

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "common/contract/time.hpp"

namespace viaja::session {

class TryLimit {
  public:
    /// `tries_max` tries of a client in `window`, 0 for any number; of at most `clients_max`
    /// clients, the others' oldest tries are forgotten.
    TryLimit(std::size_t tries_max, Duration window, std::size_t clients_max);

    /// nullopt: the client may try, and the try counts until it is given back. Else it may not, and
    /// may again after so long.
    std::optional<Duration> take(const std::string& client, Moment now);
    /// The client's last try was none that counts.
    void give_back(const std::string& client);
    /// As `take` answers, but nothing counts.
    std::optional<Duration> wait_of(const std::string& client, Moment now);

  private:
    void make_room(Moment now);

    const std::size_t tries_max_;
    const Duration window_;
    const std::size_t clients_max_;
    std::mutex mutex_;  // protects all below
    std::map<std::string, std::deque<Moment>> tries_;
};

}  // namespace viaja::session
