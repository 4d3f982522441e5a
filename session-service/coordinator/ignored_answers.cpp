#include "session-service/coordinator/ignored_answers.hpp"

namespace viaja::session {

void IgnoredAnswers::add(const Counts& more) {
    const std::lock_guard guard(mutex_);
    for (const auto& [kind, count] : more)
        counts_[kind] += count;
}

IgnoredAnswers::Counts IgnoredAnswers::counts() const {
    const std::lock_guard guard(mutex_);
    return counts_;
}

}  // namespace viaja::session
