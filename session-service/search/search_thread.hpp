#pragma once
// The thread on which searches are calculated. Brief work goes ahead of deep work, so that pages of
// all routes delay an ordinary search by the one step that is under way, and no more; while both
// wait, one deep step is done after kBriefInTurn brief ones, so that none waits for ever.

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

#include "common/runtime/blocking_executor.hpp"

namespace viaja::session {

class SearchThread {
  public:
    enum class Lane { brief, deep };
    using Work = std::function<void()>;
    static constexpr int kBriefInTurn = 32;

    /// `waiting_max`: of both lanes together.
    explicit SearchThread(std::size_t waiting_max) : executor_("routes", waiting_max) {}

    /// Runs it after what was given to the same lane before; it must not throw. False, and dropped,
    /// where too much waits. Any thread.
    bool submit(Lane lane, Work work);

  private:
    std::deque<Work>& waiting(Lane lane) { return waiting_[static_cast<std::size_t>(lane)]; }
    Work take_next();

    std::mutex mutex_;  // protects the two below
    std::array<std::deque<Work>, 2> waiting_;
    int brief_in_turn_ = 0;
    runtime::BlockingExecutor executor_;  // destroyed first: its thread uses the others
};

}  // namespace viaja::session
