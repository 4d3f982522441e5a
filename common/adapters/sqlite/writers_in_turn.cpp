#include "common/adapters/sqlite/writers_in_turn.hpp"

namespace viaja {

bool WritersInTurn::enter(std::chrono::milliseconds patience) {
    std::unique_lock guard(mutex_);
    const std::uint64_t ticket = ++last_ticket_;
    tickets_.push_back(ticket);
    if (moved_.wait_for(guard, patience, [&] { return tickets_.front() == ticket; })) return true;
    std::erase(tickets_, ticket);
    return false;
}

void WritersInTurn::leave() {
    const std::lock_guard guard(mutex_);
    tickets_.pop_front();
    moved_.notify_all();
}

std::size_t WritersInTurn::waiting() const {
    const std::lock_guard guard(mutex_);
    return tickets_.empty() ? 0 : tickets_.size() - 1;
}

}  // namespace viaja
