#pragma once
// Codes that bring a session to another device: the thread that keeps and redeems them
// (access.hpp), with a connection of its own.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "common/http/router.hpp"
#include "common/runtime/blocking_executor.hpp"
#include "session-service/store/access.hpp"

namespace viaja::session {

struct Api;

/// Why there is no result.
enum class NoResult {
    nothing_done,
    may_be_done,  ///< the database was lost during the commit
};

class Codes {
  public:
    using OnKept = std::function<void(const std::variant<KeptCode, NoResult>&)>;
    using OnRedeemed = std::function<void(const std::variant<std::optional<SessionId>, NoResult>&)>;

    explicit Codes(Database& database) : database_(database) {}

    // Any thread. Answers come on the thread of the codes, or from inside of the call.
    void keep(const SessionId& session_id, const std::string& token_hash,
              const std::string& code_hash, OnKept on_kept);
    void redeem(const std::string& code_hash, const std::string& token_hash,
                OnRedeemed on_redeemed);

  private:
    template <class Result>
    void perform(std::function<Result(Connection&)> work,
                 std::function<void(const std::variant<Result, NoResult>&)> on_done);
    template <class Result>
    std::variant<Result, NoResult> attempt(const std::function<Result(Connection&)>& work);

    Database& database_;
    std::unique_ptr<Connection> connection_;  // of the executor's thread
    runtime::BlockingExecutor executor_{"codes"};
};

/// POST /v1/sessions/{id}/codes, POST /v1/codes/{code}.
void add_code_routes(http::Router& router, Api& api);

}  // namespace viaja::session
