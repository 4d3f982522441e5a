// The tables of viaja_session, as numbered migrations that are only ever added to.

#include <array>

#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

constexpr std::string_view kCreateTables = R"sql(
CREATE TABLE sessions (
    id VARCHAR(36) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    state VARCHAR(16) NOT NULL,
    timeout_state VARCHAR(16) NOT NULL,
    expires_at BIGINT,
    idle_until BIGINT,
    pause_until BIGINT,
    attempt BIGINT NOT NULL,
    saga_table VARCHAR(32),
    saga_pending VARCHAR(16),
    saga_hold VARCHAR(36),
    saga_deadline BIGINT,
    saga_tries BIGINT NOT NULL,
    saga_next_attempt_at BIGINT,
    saga_since BIGINT,
    needs_attention BIGINT NOT NULL,
    timeline_length BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    due_at BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX sessions_due ON sessions (due_at);
CREATE TABLE session_holds (
    id VARCHAR(36) NOT NULL,
    session_id VARCHAR(36) NOT NULL,
    position BIGINT NOT NULL,
    request TEXT NOT NULL,
    state VARCHAR(16) NOT NULL,
    release_command VARCHAR(16) NOT NULL,
    replaces VARCHAR(36),
    attempt BIGINT NOT NULL,
    price_amount BIGINT NOT NULL,
    price_currency VARCHAR(3) NOT NULL,
    description VARCHAR(255) NOT NULL,
    reason VARCHAR(255) NOT NULL,
    booking_reference VARCHAR(255) NOT NULL,
    tries BIGINT NOT NULL,
    next_attempt_at BIGINT,
    asked_since BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX session_holds_session ON session_holds (session_id);
CREATE TABLE session_payments (
    session_id VARCHAR(36) NOT NULL,
    attempt BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    amount BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    method VARCHAR(16) NOT NULL,
    token VARCHAR(255) NOT NULL,
    failure VARCHAR(32) NOT NULL,
    failure_reason VARCHAR(255) NOT NULL,
    PRIMARY KEY (session_id, attempt)
);
CREATE TABLE timeline (
    session_id VARCHAR(36) NOT NULL,
    sequence BIGINT NOT NULL,
    at BIGINT NOT NULL,
    type VARCHAR(32) NOT NULL,
    hold_id VARCHAR(36),
    attempt BIGINT NOT NULL,
    detail VARCHAR(255) NOT NULL,
    PRIMARY KEY (session_id, sequence)
);
CREATE TABLE kept_answers (
    session_id VARCHAR(36) NOT NULL,
    route VARCHAR(64) NOT NULL,
    idempotency_key VARCHAR(255) NOT NULL,
    request_hash VARCHAR(64) NOT NULL,
    code VARCHAR(32) NOT NULL,
    detail VARCHAR(255) NOT NULL,
    resource VARCHAR(36) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, route, idempotency_key)
);
)sql";

// From here on a step is one statement: where DDL is not part of a transaction, a step that was
// broken off is then either done or not.
constexpr std::string_view kCreateNotices = R"sql(
CREATE TABLE timeout_notices (
    session_id VARCHAR(36) NOT NULL,
    id VARCHAR(36) NOT NULL,
    notify VARCHAR(64) NOT NULL,
    state VARCHAR(16) NOT NULL,
    tries BIGINT NOT NULL,
    next_attempt_at BIGINT,
    asked_since BIGINT,
    last_error VARCHAR(255) NOT NULL,
    PRIMARY KEY (session_id, id)
)
)sql";

// Tokens beside the first one; the hash of the first is in the session's row.
constexpr std::string_view kCreateTokens = R"sql(
CREATE TABLE session_tokens (
    session_id VARCHAR(36) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, token_hash)
)
)sql";

constexpr std::string_view kCreateCodes = R"sql(
CREATE TABLE session_codes (
    code_hash VARCHAR(64) NOT NULL,
    session_id VARCHAR(36) NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (code_hash)
)
)sql";

// Of equal answers to one request only the last.
constexpr std::string_view kCreateIgnoredAnswers = R"sql(
CREATE TABLE ignored_answers (
    session_id VARCHAR(36) NOT NULL,
    command VARCHAR(16) NOT NULL,
    hold_id VARCHAR(36) NOT NULL,
    attempt BIGINT NOT NULL,
    answer VARCHAR(16) NOT NULL,
    at BIGINT NOT NULL,
    why VARCHAR(32) NOT NULL,
    PRIMARY KEY (session_id, command, hold_id, attempt, answer)
)
)sql";

// By their id, the order of time.
constexpr std::string_view kCreateOperatorActions = R"sql(
CREATE TABLE operator_actions (
    id VARCHAR(36) NOT NULL,
    at BIGINT NOT NULL,
    action VARCHAR(16) NOT NULL,
    session_id VARCHAR(36),
    hold_id VARCHAR(36),
    letter VARCHAR(255) NOT NULL,
    reason VARCHAR(255) NOT NULL,
    client VARCHAR(64) NOT NULL,
    token VARCHAR(16) NOT NULL,
    request_id VARCHAR(255) NOT NULL,
    outcome VARCHAR(32) NOT NULL,
    detail VARCHAR(255) NOT NULL,
    PRIMARY KEY (id)
)
)sql";

constexpr std::array kMigrations = {
    Migration{1, "sessions", kCreateTables},
    Migration{2, "timeout notices", kCreateNotices},
    Migration{3, "how many notices a session has",
              "ALTER TABLE sessions ADD COLUMN notices BIGINT NOT NULL DEFAULT 0"},
    Migration{4, "the last error of a saga",
              "ALTER TABLE sessions ADD COLUMN saga_error VARCHAR(255) NOT NULL DEFAULT ''"},
    Migration{5, "the last error of a hold",
              "ALTER TABLE session_holds ADD COLUMN last_error VARCHAR(255) NOT NULL DEFAULT ''"},
    Migration{6, "holds that were written off",
              "ALTER TABLE session_holds ADD COLUMN written_off VARCHAR(255) NOT NULL DEFAULT ''"},
    Migration{7, "what is held", "ALTER TABLE session_holds ADD COLUMN item TEXT"},
    Migration{8, "further tokens", kCreateTokens},
    Migration{9, "codes for other devices", kCreateCodes},
    Migration{10, "codes by session",
              "CREATE INDEX session_codes_session ON session_codes (session_id)"},
    Migration{11, "codes by their end",
              "CREATE INDEX session_codes_end ON session_codes (expires_at)"},
    Migration{12, "what the clock had reached when a session was written",
              "ALTER TABLE sessions ADD COLUMN clock_reached BIGINT"},
    Migration{13, "sessions that a clock which was set back has left behind",
              "CREATE INDEX sessions_clock_reached ON sessions (clock_reached)"},
    Migration{14, "sessions of the first version's calls",
              "ALTER TABLE sessions ADD COLUMN first_version BIGINT NOT NULL DEFAULT 0"},
    Migration{15, "how often a session may try to pay",
              "ALTER TABLE sessions ADD COLUMN payments_max BIGINT NOT NULL DEFAULT 10"},
    Migration{16, "answers that were ignored", kCreateIgnoredAnswers},
    Migration{17, "hold lists",
              "ALTER TABLE session_holds ADD COLUMN list_position BIGINT NOT NULL DEFAULT 0"},
    Migration{18, "holds that a list is swapped for",
              "ALTER TABLE session_holds ADD COLUMN swapped_for BIGINT NOT NULL DEFAULT 0"},
    Migration{19, "what operators did", kCreateOperatorActions},
    Migration{20, "what operators did to a session",
              "CREATE INDEX operator_actions_session ON operator_actions (session_id, id)"},
    Migration{21, "holds by booking reference",
              "CREATE INDEX session_holds_reference ON session_holds (booking_reference)"},
    Migration{23, "what comes back for a hold",
              "ALTER TABLE session_holds ADD COLUMN refund BIGINT"},
    Migration{24, "when a trip was sold", "ALTER TABLE sessions ADD COLUMN paid_at BIGINT"},
    Migration{25, "the newest cancellation of a session",
              "ALTER TABLE sessions ADD COLUMN cancellation TEXT"},
    Migration{27, "what is given to the bank",
              "ALTER TABLE session_payments ADD COLUMN code VARCHAR(512) NOT NULL DEFAULT ''"},
    Migration{28, "until when a code is paid",
              "ALTER TABLE session_payments ADD COLUMN pay_until BIGINT"},
    Migration{29, "what came beside a payment and was given back",
              "ALTER TABLE session_payments ADD COLUMN returned BIGINT NOT NULL DEFAULT 0"},
    // Null in rows of versions that did not keep it, 0 where the price is not guaranteed.
    Migration{30, "until when the price of a hold is guaranteed",
              "ALTER TABLE session_holds ADD COLUMN price_until BIGINT", OlderPrograms::may_run},
};

}  // namespace

std::span<const Migration> session_migrations() {
    return kMigrations;
}

}  // namespace viaja::session
