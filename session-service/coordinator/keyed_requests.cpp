#include "session-service/coordinator/keyed_requests.hpp"

namespace viaja::session {
namespace {

/// Only decisions made under the lock are kept for a repeated request; what was wrong with the
/// request itself may be mended and sent again under its key.
bool is_kept(Code code) {
    return code != Code::not_found && code != Code::amount_mismatch &&
           code != Code::version_mismatch && code != Code::idempotency_key_reused;
}

}  // namespace

void KeyedRequests::load(AskedSessions& asked) {
    auto found = asked.take_kept_answers();
    for (const auto& [session_id, why] : found.unreadable)
        asked.leave_out(session_id, why);
    for (auto& answer : found.answers)
        remember(std::move(answer));
}

void KeyedRequests::save(Connection& connection, Instant now) const {
    insert_kept_answers(connection, new_ones_, now);
}

const KeptAnswer* KeyedRequests::find(const Request& request) const {
    if (!request.key) return nullptr;
    const auto kept = kept_.find({request.session_id, {request.key->route, request.key->key}});
    return kept == kept_.end() ? nullptr : &kept->second;
}

std::size_t KeyedRequests::count(const SessionId& session_id) const {
    const auto found = counts_.find(session_id);
    return found == counts_.end() ? 0 : found->second;
}

void KeyedRequests::keep(const Request& request, const Decided& decided) {
    if (!request.key || !is_kept(decided.code)) return;
    KeptAnswer kept{request.session_id,        request.key->route, request.key->key,
                    request.key->request_hash, decided.code,       decided.detail,
                    decided.resource};
    new_ones_.push_back(kept);
    remember(std::move(kept));
}

void KeyedRequests::remember(KeptAnswer answer) {
    ++counts_[answer.session_id];
    kept_.emplace(Id{answer.session_id, {answer.route, answer.key}}, std::move(answer));
}

}  // namespace viaja::session
