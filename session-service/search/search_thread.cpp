#include "session-service/search/search_thread.hpp"

#include <utility>

namespace viaja::session {

bool SearchThread::submit(Lane lane, Work work) {
    const std::lock_guard guard(mutex_);
    if (!executor_.submit([this] { take_next()(); })) return false;
    waiting(lane).push_back(std::move(work));
    return true;
}

/// The executor calls this once for each work that was put into a lane.
SearchThread::Work SearchThread::take_next() {
    const std::lock_guard guard(mutex_);
    const bool deep_waits = !waiting(Lane::deep).empty();
    const bool brief_waits = !waiting(Lane::brief).empty();
    const bool takes_deep = deep_waits && (!brief_waits || brief_in_turn_ >= kBriefInTurn);
    brief_in_turn_ = takes_deep || !deep_waits ? 0 : brief_in_turn_ + 1;
    auto& lane = waiting(takes_deep ? Lane::deep : Lane::brief);
    auto work = std::move(lane.front());
    lane.pop_front();
    return work;
}

}  // namespace viaja::session
