#include "session-service/coordinator/unwanted_holds.hpp"

#include <utility>

#include "common/contract/session_shard.hpp"
#include "session-service/core/queries.hpp"

namespace viaja::session {
namespace {

bool is_wanted(const Hold& hold) {
    return hold.state != HoldState::releasing && hold.state != HoldState::released &&
           hold.state != HoldState::refused;
}

}  // namespace

/// The deadline of a session that is not there is past by both clocks: a supplier that does not
/// have the hold any more keeps no tombstone for it.
std::vector<SupplierCommand> releases_of_unwanted(const SessionCheck& check, const Session* session,
                                                  Instant now) {
    std::vector<SupplierCommand> releases;
    for (const auto& id : check.holds) {
        const auto* hold = session ? find_hold(*session, id) : nullptr;
        if (hold && is_wanted(*hold)) continue;
        SupplierCommand command;
        command.command = hold ? hold->release : Command::expire;
        command.session_id = check.session_id;
        command.hold = id;
        command.deadline =
            session ? session->timeout.expires_at.value_or(now) : now - 2 * kClockSkewMax;
        command.reply_to = session_address(check.session_id);
        releases.push_back(std::move(command));
    }
    return releases;
}

}  // namespace viaja::session
