#include "session-service/coordinator/keyed_requests.hpp"

namespace viaja::session {
namespace {

/// Further keys of a session, for confirming cancellations alone.
constexpr std::size_t kKeysToCancel = 10;

/// Only decisions made under the lock are kept for a repeated request; what was wrong with the
/// request itself may be mended and sent again under its key, and prices are asked for anew.
bool is_kept(Code code) {
    return code != Code::not_found && code != Code::amount_mismatch &&
           code != Code::version_mismatch && code != Code::idempotency_key_reused &&
           code != Code::price_changed && code != Code::price_unknown;
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

std::optional<Decided> KeyedRequests::repeat(const Request& request) const {
    if (!request.key) return std::nullopt;
    const auto found = kept_.find({request.session_id, {request.key->route, request.key->key}});
    if (found == kept_.end()) return std::nullopt;
    const auto& kept = found->second;
    Decided decided;
    if (kept.request_hash != request.key->request_hash) {
        decided.code = Code::idempotency_key_reused;
        decided.detail = "This Idempotency-Key was used with another body.";
        return decided;
    }
    decided.replayed = true;
    decided.code = kept.code;
    decided.detail = kept.detail;
    decided.resource = kept.resource;
    return decided;
}

WhyNot KeyedRequests::why_not_another(const Request& request, const Limits& limits) const {
    if (!request.key) return std::nullopt;
    const bool cancels = std::holds_alternative<ConfirmCancellation>(request.wish);
    const auto most = limits.keyed_requests_max + (cancels ? kKeysToCancel : 0);
    if (count(request.session_id) < most) return std::nullopt;
    return Refusal{Code::invalid_state,
                   "This session has had " + std::to_string(most) +
                       " requests with keys of their own, which is the most. Cancel it, or open "
                       "another one."};
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
