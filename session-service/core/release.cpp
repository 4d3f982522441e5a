#include "session-service/core/release.hpp"

#include <string>

namespace viaja::session {

bool may_be_released(const Hold& hold) {
    return hold.state == HoldState::asked || hold.state == HoldState::held ||
           hold.state == HoldState::lost || hold.state == HoldState::confirmed;
}

void release(DecisionContext& context, Hold& hold, Command how) {
    hold.state = HoldState::releasing;
    hold.release = how;
    hold.retry = RetryState{0, context.now, context.now};
    context.record("hold.releasing", hold.id, std::string(viaja::name_of(how)));
}

void release_all(DecisionContext& context, Command how) {
    for (auto& hold : context.session.holds) {
        if (may_be_released(hold)) release(context, hold, how);
    }
}

}  // namespace viaja::session
