#include "session-service/coordinator/asked_sessions.hpp"

#include "session-service/store/unreadable.hpp"

namespace viaja::session {

namespace {

/// A new session has nothing that could be read with it.
ReadWithLocks read_with_locks(std::span<const Input* const> inputs) {
    ReadWithLocks with;
    for (const auto* input : inputs) {
        const auto& content = input->as<SessionInput>();
        if (std::holds_alternative<OpenSession>(content)) continue;
        const auto* request = std::get_if<Request>(&content);
        with.parts.insert(session_of(content));
        if (request && request->key) with.kept_answers.insert(request->session_id);
    }
    return with;
}

}  // namespace

void AskedSessions::load(Connection& connection, std::span<const Input* const> inputs) {
    std::set<SessionId> ids;
    for (const auto* input : inputs)
        ids.insert(session_of(input->as<SessionInput>()));
    auto locked =
        lock_sessions(connection, std::vector(ids.begin(), ids.end()), read_with_locks(inputs));
    access_ = locked.access;
    further_tokens_ = find_further_tokens(connection, asked_with_another_token(inputs));
    std::set<SessionId> wanted;
    std::set<SessionId> keyed;
    for (const auto* input : inputs) {
        const auto& content = input->as<SessionInput>();
        const auto* request = std::get_if<Request>(&content);
        if (request && !may_ask(*request)) continue;
        wanted.insert(session_of(content));
        if (request && request->key) keyed.insert(request->session_id);
    }
    found_ = read_locked(connection, locked, wanted);
    kept_answers_ = std::move(locked.kept_answers);
    std::erase_if(kept_answers_.answers,
                  [&](const KeptAnswer& answer) { return !keyed.contains(answer.session_id); });
    std::erase_if(kept_answers_.unreadable,
                  [&](const auto& unreadable) { return !keyed.contains(unreadable.first); });
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

SweepTimes AskedSessions::sweep_times(const SessionId& session_id) const {
    const auto found = found_.sweep_times.find(session_id);
    return found == found_.sweep_times.end() ? SweepTimes{} : found->second;
}

const std::string* AskedSessions::why_unreadable(const SessionId& session_id) const {
    const auto found = found_.unreadable.find(session_id);
    return found == found_.unreadable.end() ? nullptr : &found->second;
}

}  // namespace viaja::session
