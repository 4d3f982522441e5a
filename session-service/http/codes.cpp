#include "session-service/http/codes.hpp"

#include <stdexcept>
#include <utility>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja::session {

template <class Result>
std::variant<Result, NoResult> Codes::attempt(const std::function<Result(Connection&)>& work) {
    try {
        if (!connection_) connection_ = database_.connect();
        return work(*connection_);
    } catch (const Uncertain&) {
        connection_.reset();
        return NoResult::may_be_done;
    } catch (const std::runtime_error&) {
        connection_.reset();  // Unavailable or Conflict
        return NoResult::nothing_done;
    } catch (const Bug&) {
        return NoResult::nothing_done;  // a row that this program cannot read
    }
}

template <class Result>
void Codes::perform(std::function<Result(Connection&)> work,
                    std::function<void(const std::variant<Result, NoResult>&)> on_done) {
    const bool taken = executor_.submit(
        [this, work = std::move(work), on_done] { on_done(attempt<Result>(work)); });
    if (!taken) on_done(NoResult::nothing_done);
}

void Codes::keep(const SessionId& session_id, const std::string& token_hash,
                 const std::string& code_hash, OnKept on_kept) {
    perform<KeptCode>(
        [=](Connection& connection) {
            return keep_code(connection, session_id, token_hash, code_hash);
        },
        std::move(on_kept));
}

void Codes::redeem(const std::string& code_hash, const std::string& token_hash,
                   OnRedeemed on_redeemed) {
    perform<std::optional<SessionId>>(
        [=](Connection& connection) { return redeem_code(connection, code_hash, token_hash); },
        std::move(on_redeemed));
}

}  // namespace viaja::session
