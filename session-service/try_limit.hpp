#pragma once
// How often a peer may guess. Kept in memory, so that each replica counts for itself. Any thread.

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
    /// `tries_max` tries of a peer in `window`; of at most `peers_max` peers, the others' oldest
    /// tries are forgotten.
    TryLimit(std::size_t tries_max, Duration window, std::size_t peers_max);

    /// nullopt: the peer may try, and the try counts until it is given back. Else it may not, and
    /// may again after so long.
    std::optional<Duration> take(const std::string& peer, Moment now);
    /// The peer's last try was none that counts.
    void give_back(const std::string& peer);

  private:
    void make_room(Moment now);

    const std::size_t tries_max_;
    const Duration window_;
    const std::size_t peers_max_;
    std::mutex mutex_;  // protects all below
    std::map<std::string, std::deque<Moment>> tries_;
};

}  // namespace viaja::session
