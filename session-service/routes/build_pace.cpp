#include "session-service/routes/build_pace.hpp"

#include <algorithm>

namespace viaja::routes {

bool BuildPace::begin(Moment now) {
    if (!changed_ || building_ || now < not_before_) return false;
    changed_ = false;
    building_ = true;
    began_ = now;
    return true;
}

void BuildPace::ended(Moment now) {
    building_ = false;
    not_before_ = std::max(began_ + least_, now + kPauseShare * (now - began_));
}

std::optional<Moment> BuildPace::due() const {
    if (!changed_ || building_) return std::nullopt;
    return not_before_;
}

}  // namespace viaja::routes
