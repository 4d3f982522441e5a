#pragma once
// Access to a session: the tokens that it got after its first one, and the codes that give one to
// another device. Both stand in tables of their own beside the session's row, which has the hash of
// the first token (docs/decisions/0013-codes-beside-the-session.md). Only hashes are kept.
// Functions over the connection of the calling thread, outside of a transaction unless they say
// otherwise; errors are those of common/ports/database.hpp.

#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "common/ports/database.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// Of a session, the first one included. A live code has the place of its token already.
constexpr std::size_t kTokensMax = 20;
/// Codes of a session that could be redeemed.
constexpr std::size_t kLiveCodesMax = 5;
/// By the database's clock.
constexpr Duration kCodeLife = std::chrono::minutes(10);

/// Access data of a session's own row.
struct SessionAccess {
    std::string token_hash;      ///< of its first token
    bool first_version = false;  ///< opened by a call of the first version, which has no tokens
};

/// A session and the hash of a token.
using SessionToken = std::pair<SessionId, std::string>;
/// The pairs with a valid token of the session, the first or a further one. A wrong token takes as
/// many statements as an unknown session.
std::set<SessionToken> find_right_tokens(Connection& connection,
                                         std::span<const SessionToken> given);
/// The further tokens of these sessions; also inside of a transaction. What is there stays, so that
/// no lock is needed.
std::set<SessionToken> find_further_tokens(Connection& connection, std::span<const SessionId> ids);

enum class CodeOutcome {
    kept,
    unknown_session,  ///< or the token is not one of its own
    too_many_codes,
    too_many_tokens,
};
struct KeptCode {
    CodeOutcome outcome = CodeOutcome::kept;
    Instant expires_at{};         ///< where it was kept
    std::string session_state{};  ///< where there is such a session: "open", …
};
/// Keeps a new code for the owner of the token, in one transaction, and removes some codes that
/// have expired.
KeptCode keep_code(Connection& connection, const SessionId& session_id,
                   const std::string& token_hash, const std::string& code_hash);

/// Uses the code up and adds the token to its session, in one transaction: of many at once, one
/// has the session. nullopt where the code was never made, is used, or has expired.
std::optional<SessionId> redeem_code(Connection& connection, const std::string& code_hash,
                                     const std::string& token_hash);

}  // namespace viaja::session
