#pragma once
// Sessions as a participant of the pipeline: what may come in, and what is answered once it is
// committed. The decisions themselves stand in core/.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/pipeline/participant.hpp"
#include "session-service/coordinator/ignored_answers.hpp"
#include "session-service/coordinator/passed_sessions.hpp"
#include "session-service/coordinator/reply_address.hpp"
#include "session-service/coordinator/session_numbers.hpp"
#include "session-service/coordinator/unwritten_progress.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"
#include "session-service/store/operator_actions.hpp"

namespace viaja::session {

/// How a request was decided. Made on a worker thread, after the commit.
struct Decided {
    Code code = Code::accepted;
    std::string detail;
    std::optional<Money> expected;          ///< the right amount, with amount_mismatch
    std::vector<UnguaranteedPrice> prices;  ///< with price_changed and price_unknown
    std::string resource;   ///< the hold's id, of a list its first one's; or the attempt
    bool replayed = false;  ///< the answer to an earlier request under the same key
    LegacyAnswer legacy_answer = LegacyAnswer::ok;
    bool outcome_unknown = false;  ///< with `unavailable`: it may be committed
    bool unreadable = false;       ///< with `unavailable`: the session's rows
    std::shared_ptr<const Session>
        session;              ///< as committed; null where the asker has no right to it
    Instant now;              ///< the database's clock
    Duration retry_after{0};  ///< of an EarlyRefusal
};
/// Called on the worker's thread; must only hand over.
using OnDecided = std::function<void(const Decided&)>;

struct SetState {
    LegacyState target{};
};

/// Why a request that is no repetition is refused before it is decided; that is not kept.
struct EarlyRefusal {
    Code code{};  ///< too_many_requests, of its client, or supplier_unavailable
    std::string detail;
    Duration retry_after;
};

struct IdempotencyKey {
    std::string route;
    std::string key;
    std::string request_hash;
};

/// A new session. The id is made before, so that a second try finds what the first one wrote.
struct OpenSession {
    SessionId session_id;
    std::string token_hash;
    bool first_version = false;  ///< by POST /sessoes/nova
    OnDecided on_decided;
};

/// Something that a traveller, or an operator, wants of a session.
struct Request {
    SessionId session_id;
    /// Of the traveller's token; operators have none and need none, and neither do the calls of
    /// the first version, which reach only sessions that they opened.
    std::optional<std::string> token_hash;
    std::optional<IdempotencyKey> key;
    /// The session must be at one of these; without a value any version will do.
    std::optional<std::vector<std::int64_t>> if_versions;
    std::optional<EarlyRefusal> refusal = {};
    std::variant<AskHold, AskHoldList, DropHold, Pay, StopPayment, Cancel, QuoteCancellation,
                 ConfirmCancellation, SetState, RetryNow, ForceCancel, WriteOff>
        wish;
    /// Of an operator's wish: written with what was decided, also where that is a refusal.
    std::optional<OperatorAction> action = {};
    OnDecided on_decided;
};
/// Of the wish, as /metrics names it: "hold", "pay".
std::string_view name_of_wish(const Request& request);

/// An operator's action with what was decided about its request.
OperatorAction decided_action(OperatorAction action, const Decided& decided, Instant now);

/// A row that is due.
struct DueSession {
    SessionId session_id;
};
/// What is pending of the session is to be asked again now: its answer may never come.
struct AskAgain {
    SessionId session_id;
};

using SessionInput = std::variant<OpenSession, Request, SupplierReply, PaymentReply, SessionCheck,
                                  ScheduleTimeout, TimeoutAcknowledged, DueSession, AskAgain>;
SessionId session_of(const SessionInput& input);

std::string lock_key_of(const SessionId& session_id);
/// `content` with the session's lock key set.
Input to_input(SessionInput content);
/// What a message from the bus means for sessions; nullopt where it means nothing. Throws Bug.
std::optional<Input> read(const Message& message);

/// A session after a commit that changed it.
struct Changed {
    std::shared_ptr<const Session> session;
    /// Something ended that a request, here or at another replica, may be waiting for.
    bool has_outcome = false;
};

/// Stateless but for what it was made with, what it counts, what it passed and the progress of
/// sagas that is not written; its batches are used by one worker each.
class SessionParticipant : public Participant {
  public:
    /// Called once after a commit with every session that changed, on the worker's thread.
    using OnChanged = std::function<void(const std::vector<Changed>&, Instant now)>;

    SessionParticipant(Rules rules, OnChanged on_changed);

    std::unique_ptr<Batch> start_batch() override;
    Due find_due(Connection& connection, std::size_t limit) override;

    const IgnoredAnswers& ignored_answers() const { return ignored_; }
    const SessionNumbers& numbers() const { return numbers_; }
    ReplyAddress& reply_address() { return reply_address_; }

  private:
    const Rules rules_;
    const OnChanged on_changed_;
    IgnoredAnswers ignored_;
    SessionNumbers numbers_;
    PassedSessions passed_;
    UnwrittenProgress unwritten_;
    ReplyAddress reply_address_;
};

}  // namespace viaja::session
