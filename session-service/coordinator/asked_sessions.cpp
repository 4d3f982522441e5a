#include "session-service/coordinator/asked_sessions.hpp"

#include "session-service/store/unreadable.hpp"

namespace viaja::session {

void AskedSessions::load(Connection& connection, std::span<const Input* const> inputs) {
    std::set<SessionId> ids;
    for (const auto* input : inputs)
        ids.insert(session_of(input->as<SessionInput>()));
    const auto locked = lock_sessions(connection, std::vector(ids.begin(), ids.end()));
    access_ = locked.access;
    further_tokens_ = find_further_tokens(connection, asked_with_another_token(inputs));
    std::set<SessionId> wanted;
    for (const auto* input : inputs) {
        const auto& content = input->as<SessionInput>();
        const auto* request = std::get_if<Request>(&content);
        if (!request || may_ask(*request)) wanted.insert(session_of(content));
    }
    found_ = read_locked(connection, locked, wanted);
    for (const auto& [session_id, why] : found_.unreadable)
        log_unreadable(session_id, why);
}

void AskedSessions::leave_out(const SessionId& session_id, const std::string& why) {
    found_.sessions.erase(session_id);
    if (found_.unreadable.emplace(session_id, why).second) log_unreadable(session_id, why);
}

/// Most sessions have no other token, so that those are looked for only here.
std::vector<SessionId> AskedSessions::asked_with_another_token(
    std::span<const Input* const> inputs) const {
    std::set<SessionId> ids;
    for (const auto* input : inputs) {
        const auto* request = std::get_if<Request>(&input->as<SessionInput>());
        if (!request || !request->token_hash || request->token_hash->empty()) continue;
        const auto found = access_.find(request->session_id);
        const bool first =
            found != access_.end() && found->second.token_hash == *request->token_hash;
        if (!first) ids.insert(request->session_id);
    }
    return {ids.begin(), ids.end()};
}

bool AskedSessions::may_ask(const Request& request) const {
    const auto found = access_.find(request.session_id);
    if (found == access_.end()) return why_unreadable(request.session_id) != nullptr;
    if (std::holds_alternative<SetState>(request.wish)) return found->second.first_version;
    return !request.token_hash || *request.token_hash == found->second.token_hash ||
           further_tokens_.contains({request.session_id, *request.token_hash});
}

const std::string* AskedSessions::why_unreadable(const SessionId& session_id) const {
    const auto found = found_.unreadable.find(session_id);
    return found == found_.unreadable.end() ? nullptr : &found->second;
}

}  // namespace viaja::session
