#include "session-service/coordinator/session_batch.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "common/contract/topology.hpp"
#include "session-service/coordinator/asked_sessions.hpp"
#include "session-service/coordinator/batch_progress.hpp"
#include "session-service/coordinator/follow_up.hpp"
#include "session-service/coordinator/keyed_requests.hpp"
#include "session-service/coordinator/unwanted_holds.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/retention.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/store/hold_request.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

class SessionBatch : public Batch {
  public:
    explicit SessionBatch(const BatchParts& parts) : parts_(parts), rules_(parts.rules) {}

    void load(Connection& connection, std::span<const Input* const> inputs) override {
        asked_.load(connection, inputs);
        keyed_.load(asked_);
        sessions_ = asked_.sessions();
        progress_.put_over(sessions_);
    }

    void decide(const Input& input, Instant now) override {
        now_ = now;
        const auto& content = input.as<SessionInput>();
        if (input.outcome_unknown) in_doubt_.insert(session_of(content));
        if (!is_reply(content) || input.outcome_unknown) progress_.write(session_of(content));
        if (!input.origin.context.empty()) contexts_[session_of(content)] = input.origin.context;
        if (pass_unreadable(content, input.outcome_unknown)) return;
        std::visit(
            Match{
                [&](const OpenSession& open) { decide_open(open); },
                [&](const Request& request) { decide_request(request, input.outcome_unknown); },
                [&](const SessionCheck& check) { decide_check(check, input.origin.context); },
                [&](const ScheduleTimeout& asked) { decide_schedule(asked, input.origin.context); },
                [&](const DueSession& due) {
                    change(due.session_id,
                           [&](Session& session) { return pass_time(session, now_, rules_); });
                },
                [&](const AskAgain& again) { bring_forward(again.session_id); },
                [&](const TimeoutAcknowledged& acknowledged) {
                    change(acknowledged.session_id, [&](Session& session) {
                        return session::decide(session, acknowledged, now_, rules_);
                    });
                },
                [&](const auto& reply) { decide_reply(reply, input.origin.context); },
            },
            content);
    }

    void save(Connection& connection, Instant now) override {
        std::vector<Change> changes;
        for (auto& [id, session] : sessions_) {
            derive_messages(session, now);
            if (progress_.stays_unwritten(row_of(id), session, now, rules_)) continue;
            changes.push_back({row_of(id), &session, asked_.sweep_times(id)});
            due_ = std::min(due_, due_at(session, rules_));
        }
        save_sessions(connection, changes, now, rules_);
        progress_.append_entries(connection, numbers_);
        keyed_.save(connection, now);
        save_ignored_answers(connection, ignored_to_save_);
        save_operator_actions(connection, actions_);
    }

    Effects effects() override {
        parts_.ignored.add(ignored_now_);
        parts_.numbers.add(numbers_);
        Effects effects;
        effects.messages = std::move(messages_);
        // Read after the commit: a change of it sends again all that is pending by then.
        parts_.reply_address.write_into(effects.messages);
        progress_.keep(asked_.sessions(), sessions_, now_);
        std::map<SessionId, std::shared_ptr<const Session>> committed;
        for (auto& [id, session] : sessions_)
            committed[id] = std::make_shared<const Session>(std::move(session));
        for (auto& [decided, on_decided, id, may_see] : answers_) {
            const auto session = committed.find(id);
            if (session != committed.end() && may_see) decided.session = session->second;
            decided.now = now_;
            effects.actions.push_back(
                [decided = std::move(decided), on_decided] { on_decided(decided); });
        }
        std::vector<Changed> changed;
        for (const auto& [id, session] : committed) {
            if (in_doubt_.contains(id)) {
                // A commit before this one may have made the change, and announced nothing.
                changed.push_back({session, true});
                continue;
            }
            const auto* old = row_of(id);
            if (old && old->version == session->version) continue;
            changed.push_back({session, old && has_outcome(*old, *session)});
        }
        if (!changed.empty() && parts_.on_changed) {
            effects.actions.push_back([on_changed = parts_.on_changed, changed = std::move(changed),
                                       now = now_] { on_changed(changed, now); });
        }
        return effects;
    }

    Instant next_due() const override { return due_; }

  private:
    /// The requests are sent by what follows from the row; to ask makes no version of it.
    void bring_forward(const SessionId& session_id) {
        const auto found = sessions_.find(session_id);
        if (found != sessions_.end()) repeat_now(found->second, now_);
    }

    struct PendingAnswer {
        Decided decided;
        OnDecided on_decided;
        SessionId session_id;
        bool may_see = true;  ///< false for a request that has no right to the session
    };

    /// Decides on the session; a change of any kind that is shown makes a new version of it.
    template <class Decision>
    Outcome change(const SessionId& id, Decision decision) {
        Outcome outcome;
        const auto found = sessions_.find(id);
        if (found == sessions_.end()) {
            outcome.code = Code::not_found;
            return outcome;
        }
        auto& session = found->second;
        const auto before = session;
        outcome = decision(session);
        if (!differ_only_by_asks_of_bank(before, session)) ++session.version;
        numbers_.changed(before, session, now_);
        for (auto& entry : outcome.entries)
            progress_.add(id, std::move(entry));
        return outcome;
    }

    void answer(const SessionId& id, const OnDecided& on_decided, Decided decided,
                bool may_see = true) {
        if (on_decided) answers_.push_back({std::move(decided), on_decided, id, may_see});
    }

    void answer(const Request& request, Decided decided, bool may_see = true) {
        if (request.action) actions_.push_back(decided_action(*request.action, decided, now_));
        answer(request.session_id, request.on_decided, std::move(decided), may_see);
    }

    void decide_open(const OpenSession& open) {
        const auto [session, is_new] = sessions_.try_emplace(open.session_id);
        if (is_new) {
            session->second = open_session(open.session_id, open.token_hash, now_, rules_);
            session->second.first_version = open.first_version;
            Entry opened;
            opened.sequence = session->second.timeline_length = 1;
            opened.at = now_;
            opened.type = "session.opened";
            progress_.add(open.session_id, std::move(opened));
        }
        answer(open.session_id, open.on_decided, {});
    }

    /// As it was loaded; null for a new one.
    const Session* row_of(const SessionId& id) const {
        const auto found = asked_.sessions().find(id);
        return found == asked_.sessions().end() ? nullptr : &found->second;
    }

    /// True where the session cannot be read and nothing is left to decide: a request is refused, a
    /// due row is left. Anything else is a Bug, kept until the session can be read.
    bool pass_unreadable(const SessionInput& content, bool outcome_unknown) {
        const auto session_id = session_of(content);
        const auto* why = asked_.why_unreadable(session_id);
        if (!why) return false;
        if (std::holds_alternative<AskAgain>(content)) return true;
        if (std::holds_alternative<DueSession>(content)) {
            parts_.passed.add(session_id, now_);
            return true;
        }
        const auto* request = std::get_if<Request>(&content);
        if (!request)
            throw Bug("the rows of session " + session_id.text() + " cannot be read: " + *why);
        if (!asked_.may_ask(*request)) return false;
        Decided decided;
        decided.code = Code::unavailable;
        decided.unreadable = true;
        decided.outcome_unknown = outcome_unknown;
        answer(*request, std::move(decided), false);
        return true;
    }

    /// A keyed request finds its kept answer, whatever became of the commit. What one without a key
    /// is refused for after a commit of unknown outcome may be its own doing.
    void decide_request(const Request& request, bool outcome_unknown) {
        const auto found = sessions_.find(request.session_id);
        if (found == sessions_.end() || !asked_.may_ask(request)) {
            Decided decided;
            decided.code = Code::not_found;
            decided.detail = request.action ? kNoSuchSessionOfOperators : kNoSuchSession;
            return answer(request, std::move(decided), false);
        }
        if (auto repeated = keyed_.repeat(request)) return answer(request, std::move(*repeated));
        Decided decided;
        if (request.refusal) {
            decided.code = request.refusal->code;
            decided.detail = request.refusal->detail;
            decided.retry_after = request.refusal->retry_after;
        } else if (const auto why = keyed_.why_not_another(request, rules_.limits)) {
            decided.code = why->code;
            decided.detail = why->detail;
        } else if (request.if_versions &&
                   std::ranges::count(*request.if_versions, found->second.version) == 0) {
            decided.code = Code::version_mismatch;
            decided.detail =
                "The session is at version " + std::to_string(found->second.version) + " now.";
        } else {
            decided = decide_wish(request);
        }
        if (outcome_unknown && !request.key) admit_doubt(request, decided);
        answer(request, std::move(decided));
    }

    void admit_doubt(const Request& request, Decided& decided) const {
        const auto* set = std::get_if<SetState>(&request.wish);
        const bool is_so = set && legacy_state(sessions_.at(request.session_id)) == set->target;
        if (is_so) decided.legacy_answer = LegacyAnswer::ok;
        if (is_so ||
            (decided.code == Code::accepted && decided.legacy_answer == LegacyAnswer::ok)) {
            return;
        }
        decided.code = Code::unavailable;
        decided.detail =
            "The database was unavailable, and whether it was done is not known. The session's "
            "present state shows it.";
        decided.outcome_unknown = true;
    }

    Decided decide_wish(const Request& request) {
        Decided decided;
        const auto outcome = change(request.session_id, [&](Session& session) {
            return std::visit(
                Match{
                    [&](const SetState& set) {
                        return set_state(session, set.target, now_, rules_, decided.legacy_answer);
                    },
                    [&](const auto& wish) { return session::decide(session, wish, now_, rules_); },
                },
                request.wish);
        });
        decided.code = outcome.code;
        numbers_.answered(name_of_wish(request), outcome.code);
        decided.detail = outcome.detail;
        decided.expected = outcome.expected;
        decided.prices = outcome.prices;
        if (decided.code == Code::accepted) decided.resource = resource_of(request);
        keyed_.keep(request, decided);
        return decided;
    }

    std::string resource_of(const Request& request) const {
        if (const auto* ask = std::get_if<AskHold>(&request.wish)) return ask->id.text();
        if (const auto* list = std::get_if<AskHoldList>(&request.wish)) {
            return list->holds.front().id.text();
        }
        if (const auto* drop = std::get_if<DropHold>(&request.wish)) return drop->id.text();
        if (std::holds_alternative<Pay>(request.wish)) {
            return std::to_string(sessions_.at(request.session_id).attempt);
        }
        return {};
    }

    template <class Reply>
    void decide_reply(const Reply& reply, const TraceContext& context) {
        const auto outcome = change(reply.session_id, [&](Session& session) {
            return session::decide(session, reply, now_, rules_);
        });
        const bool known = outcome.code != Code::not_found;
        const auto ignored = known ? outcome.ignored : Ignored::unknown_session;
        if (ignored != Ignored::no) {
            ++ignored_now_[{std::string(viaja::name_of(reply.answer)), ignored}];
            if (known) remember_ignored(reply, ignored);
        }
        const auto* session = known ? &sessions_.at(reply.session_id) : nullptr;
        if (auto command = follow_up(reply, session, now_))
            messages_.push_back({std::string(topology::kPayment), std::move(*command), context});
    }

    /// Kept only where the session has made that request, so that no sender makes rows at will.
    template <class Reply>
    void remember_ignored(const Reply& reply, Ignored why) {
        if (why == Ignored::unknown_hold || reply.attempt > sessions_.at(reply.session_id).attempt)
            return;
        ignored_to_save_.push_back({reply.session_id, reply.command, hold_of(reply), reply.attempt,
                                    reply.answer, now_, std::string(name_of(why))});
    }

    void decide_check(const SessionCheck& check, const TraceContext& context) {
        const auto found = sessions_.find(check.session_id);
        const auto* session = found == sessions_.end() ? nullptr : &found->second;
        for (auto& command : releases_of_unwanted(check, session, now_))
            messages_.push_back({check.reply_to, std::move(command), context});
    }

    /// Subscribes a service to the firing of the timeout. Each outcome is answered.
    void decide_schedule(const ScheduleTimeout& asked, const TraceContext& context) {
        ScheduleReply reply{ScheduleAnswer::refused, asked.id, asked.session_id, "",
                            "unknown_session"};
        change(asked.session_id,
               [&](Session& session) { return schedule(session, asked, now_, rules_, reply); });
        messages_.push_back({asked.reply_to, std::move(reply), context});
    }

    /// In the trace of the session's last input; without one, in that of the session.
    void derive_messages(Session& session, Instant now) {
        const auto& context = contexts_[session.id];
        for (auto& command : derive_supplier_commands(session, now, rules_)) {
            const auto* hold = find_hold(session, command.hold);
            viaja::check(hold != nullptr, "a command names a hold that the session does not have");
            numbers_.sent(command.command, session, *hold);
            messages_.push_back({address_of(hold->request.item), std::move(command), context});
        }
        for (auto& command : derive_payment_commands(session, now, rules_)) {
            numbers_.sent(command.command, session.saga->retry.tries);
            messages_.push_back({std::string(topology::kPayment), std::move(command), context});
        }
        for (auto& [address, notice] : derive_timeout_notices(session, now, rules_))
            messages_.push_back({std::move(address), std::move(notice), context});
    }

    const BatchParts parts_;
    const Rules& rules_;
    IgnoredAnswers::Counts ignored_now_;
    BatchNumbers numbers_;
    Instant now_;
    Instant due_ = Instant::max();
    AskedSessions asked_;
    SessionsById sessions_;
    KeyedRequests keyed_;
    std::vector<IgnoredAnswer> ignored_to_save_;
    std::vector<OperatorAction> actions_;
    BatchProgress progress_{parts_.unwritten};
    std::vector<Outgoing> messages_;
    std::vector<PendingAnswer> answers_;
    std::map<SessionId, TraceContext> contexts_;  ///< of each session's last input that has one
    std::set<SessionId> in_doubt_;  ///< of inputs whose commit had an unknown outcome before
};

}  // namespace

std::unique_ptr<Batch> new_session_batch(const BatchParts& parts) {
    return std::make_unique<SessionBatch>(parts);
}

}  // namespace viaja::session
