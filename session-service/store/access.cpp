#include "session-service/store/access.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "common/ports/errors.hpp"
#include "session-service/store/rows.hpp"

namespace viaja::session {
namespace {

constexpr std::array<std::string_view, 3> kOwnerColumns = {"id", "token_hash", "state"};
constexpr Table kOwners{"sessions", kOwnerColumns, 1};

constexpr std::array<std::string_view, 3> kTokenColumns = {"session_id", "token_hash",
                                                           "created_at"};
constexpr Table kTokens{"session_tokens", kTokenColumns, 2};

constexpr std::array<std::string_view, 3> kCodeColumns = {"code_hash", "session_id", "expires_at"};
constexpr Table kCodes{"session_codes", kCodeColumns, 1};

/// Each new code removes so many old ones at most.
constexpr std::int64_t kRemovedAtOnce = 100;
constexpr int kAttemptsMax = 8;

/// After a Conflict nothing was done, and it is done anew.
template <class Work>
auto again_on_conflict(Work work) {
    for (int attempt = 1;; ++attempt) {
        try {
            return work();
        } catch (const Conflict&) {
            if (attempt == kAttemptsMax) throw;
        }
    }
}

/// What a session's row says of its first token; empty without such a session.
struct Owner {
    std::string token_hash;
    std::string session_state;
};
Owner lock_owner(Connection& connection, const Value& session_id) {
    const auto rows = connection.lock(kOwners, "id", std::span(&session_id, 1));
    if (rows.empty()) return {};
    RowReader reader(rows.front());
    reader.text();
    auto token_hash = reader.text();
    return {std::move(token_hash), reader.text()};
}

/// A code that ends later than a new one was made before the clock was set back, and is over.
bool is_live(Instant expires_at, Instant now) {
    return now < expires_at && expires_at - now <= kCodeLife;
}

std::size_t count_live_codes(Connection& connection, const Value& session_id, Instant now) {
    const auto rows = connection.find(kCodes, "session_id", std::span(&session_id, 1));
    return static_cast<std::size_t>(std::ranges::count_if(rows, [&](const Values& row) {
        RowReader reader(row);
        reader.text();
        reader.text();
        return is_live(reader.instant(), now);
    }));
}

void remove_expired_codes(Connection& connection, Instant now) {
    const Values parameters = {to_micros(now), to_micros(now + kCodeLife), kRemovedAtOnce};
    const auto expired = connection.query(
        "SELECT code_hash FROM session_codes WHERE expires_at <= ? OR expires_at > ? "
        "ORDER BY expires_at, code_hash LIMIT ?",
        parameters);
    for (const auto& row : expired)
        connection.execute("DELETE FROM session_codes WHERE code_hash = ?", row);
}

KeptCode keep_once(Connection& connection, const SessionId& session_id,
                   const std::string& token_hash, const std::string& code_hash) {
    const Value id = session_id.text();
    Transaction transaction(connection);
    const auto owner = lock_owner(connection, id);
    const auto further = find_further_tokens(connection, std::span(&session_id, 1));
    const bool known = !token_hash.empty() && (token_hash == owner.token_hash ||
                                               further.contains({session_id, token_hash}));
    if (!known) return {CodeOutcome::unknown_session};
    const auto now = connection.now();
    const auto live = count_live_codes(connection, id, now);
    if (live >= kLiveCodesMax) return {CodeOutcome::too_many_codes, {}, owner.session_state};
    if (1 + further.size() + live >= kTokensMax)
        return {CodeOutcome::too_many_tokens, {}, owner.session_state};
    remove_expired_codes(connection, now);
    const auto expires_at = now + kCodeLife;
    const Values row = {code_hash, id, to_value(expires_at)};
    connection.insert(kCodes, std::span(&row, 1));
    transaction.commit();
    return {CodeOutcome::kept, expires_at, owner.session_state};
}

std::optional<SessionId> redeem_once(Connection& connection, const std::string& code_hash,
                                     const std::string& token_hash) {
    const Value key = code_hash;
    Transaction transaction(connection);
    const auto rows = connection.lock(kCodes, "code_hash", std::span(&key, 1));
    const auto now = connection.now();
    if (rows.empty()) return std::nullopt;
    RowReader reader(rows.front());
    reader.text();
    const auto session_id = id_of<SessionId>(reader.text());
    if (!is_live(reader.instant(), now)) return std::nullopt;
    connection.execute("DELETE FROM session_codes WHERE code_hash = ?", std::span(&key, 1));
    const Values token = {session_id.text(), token_hash, to_value(now)};
    connection.insert(kTokens, std::span(&token, 1));
    transaction.commit();
    return session_id;
}

}  // namespace

std::set<SessionToken> find_right_tokens(Connection& connection,
                                         std::span<const SessionToken> given) {
    std::set<SessionToken> right;
    if (given.empty()) return right;
    std::vector<SessionId> sessions;
    for (const auto& [session_id, hash] : given)
        sessions.push_back(session_id);
    std::set<SessionToken> first;
    for (const auto& row : connection.find(kOwners, "id", keys_of(sessions))) {
        RowReader reader(row);
        const auto session_id = id_of<SessionId>(reader.text());
        first.emplace(session_id, reader.text());
    }
    std::vector<SessionId> others;
    for (const auto& token : given) {
        if (first.contains(token)) {
            right.insert(token);
        } else {
            others.push_back(token.first);
        }
    }
    const auto further = find_further_tokens(connection, others);
    std::ranges::copy_if(given, std::inserter(right, right.end()),
                         [&](const SessionToken& token) { return further.contains(token); });
    return right;
}

std::set<SessionToken> find_further_tokens(Connection& connection, std::span<const SessionId> ids) {
    std::set<SessionToken> tokens;
    if (ids.empty()) return tokens;
    for (const auto& row : connection.find(kTokens, "session_id", keys_of(ids))) {
        RowReader reader(row);
        const auto session_id = id_of<SessionId>(reader.text());
        tokens.emplace(session_id, reader.text());
    }
    return tokens;
}

KeptCode keep_code(Connection& connection, const SessionId& session_id,
                   const std::string& token_hash, const std::string& code_hash) {
    return again_on_conflict(
        [&] { return keep_once(connection, session_id, token_hash, code_hash); });
}

std::optional<SessionId> redeem_code(Connection& connection, const std::string& code_hash,
                                     const std::string& token_hash) {
    return again_on_conflict([&] { return redeem_once(connection, code_hash, token_hash); });
}

}  // namespace viaja::session
