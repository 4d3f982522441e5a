#pragma once
// Where the answers to this replica's requests are to go: to the queue that all replicas share, or
// to one of its own. There go those that it may not write (unwritten_progress.hpp), of which no
// other replica knows what they follow; and all of them while another replica is silent, which may
// keep half of what the shared queue delivers.

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "common/ports/bus.hpp"

namespace viaja::session {

class ReplyAddress {
  public:
    /// Of a queue that this process alone reads. Before there are other threads.
    void set_own(std::string address) { own_ = std::move(address); }

    // Any thread.

    void prefer_own(bool preferred) { own_is_preferred_ = preferred; }
    /// Into every command among the messages.
    void write_into(std::vector<Outgoing>& messages) const;

  private:
    std::string of(Command command, const SessionId& session_id) const;

    std::string own_;
    std::atomic<bool> own_is_preferred_ = false;
};

}  // namespace viaja::session
