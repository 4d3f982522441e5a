#include "session-service/http/outcomes.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "common/http/prefer.hpp"

namespace viaja::session {
namespace {

constexpr std::chrono::seconds kWaitMax{30};
constexpr int kAccepted = 202;

/// Answers one request, once.
class OutcomeAnswer {
  public:
    OutcomeAnswer(SharedHttpCall call, std::string applied, bool replayed, AwaitedOutcome outcome)
        : call_(std::move(call)),
          applied_(std::move(applied)),
          replayed_(replayed),
          outcome_(std::move(outcome)) {}

    /// Nothing that is still to come changes the answer.
    bool is_final(const SessionView& view) const {
        return outcome_.settled(view) || outcome_.unsettled(view).status != kAccepted;
    }

    /// False as long as there is no outcome.
    bool answer_if_settled(const SessionView& view) const {
        auto response = outcome_.settled(view);
        if (response) answer(std::move(*response));
        return response.has_value();
    }

    void answer_at_the_end(const SessionView& view) const {
        if (!answer_if_settled(view)) answer(outcome_.unsettled(view));
    }

    /// `read` is the session as it is at the end of the wait.
    void answer_after_wait(const SessionView& read) const {
        if (answer_if_settled(read)) return;
        if (outcome_.waited_in_vain) outcome_.waited_in_vain(read);
        answer(outcome_.unsettled(read));
    }

  private:
    void answer(http::Response response) const {
        if (replayed_) response.headers.set("Idempotent-Replay", "true");
        if (!applied_.empty()) response.headers.set("Preference-Applied", applied_);
        call_->answer(std::move(response));
    }

    SharedHttpCall call_;
    std::string applied_;
    bool replayed_;
    AwaitedOutcome outcome_;
};

/// 409 for a repeated request whose first one has no outcome yet.
void refuse_still_running(const HttpCall& call, const Decided& decided) {
    call.refuse({.code = "request_in_progress",
                 .detail = "The same request is still under way; ask again, or wait for it.",
                 .session_state = std::string(name_of(decided.session->state)),
                 .side_effects = http::SideEffects::possible,
                 .retry_after_seconds = 1});
}

}  // namespace

WaitPreference wait_preference_of(const http::Request& request,
                                  std::chrono::milliseconds by_default) {
    const auto preferences = http::preferences_of(request);
    if (!preferences.wait) {
        return preferences.respond_async ? WaitPreference{{}, "respond-async"}
                                         : WaitPreference{by_default};
    }
    const auto time = std::min(*preferences.wait, kWaitMax);
    const auto applied = "wait=" + std::to_string(time.count());
    return {time, preferences.respond_async ? "respond-async, " + applied : applied};
}

void answer_with_outcome(Api& api, const SharedHttpCall& call, const Decided& decided,
                         const WaitPreference& preference, AwaitedOutcome outcome) {
    if (decided.code != Code::accepted) return call->refuse(decided);
    const auto answer = std::make_shared<const OutcomeAnswer>(call, preference.applied,
                                                              decided.replayed, std::move(outcome));
    const SessionView present{decided.session, {}, decided.now};
    if (decided.replayed && preference.applied.empty()) {
        if (!answer->is_final(present)) return refuse_still_running(*call, decided);
        return answer->answer_at_the_end(present);
    }
    if (preference.time.count() == 0) return answer->answer_at_the_end(present);
    if (answer->answer_if_settled(present)) return;
    const auto newest = std::make_shared<SessionView>(present);
    api.waiters.wait(
        decided.session->id, decided.session->version, preference.time,
        [newest, answer](const SessionView& view) {
            *newest = view;
            return answer->answer_if_settled(view);
        },
        [&api, newest, answer] {
            // An outcome whose announcement by another replica was lost is found here.
            api.reader.read(newest->session->id,
                            [&loop = api.loop, newest, answer](std::optional<SessionView> view) {
                                loop.post([newest, answer, view = std::move(view)] {
                                    if (view && view->session)
                                        return answer->answer_after_wait(*view);
                                    answer->answer_at_the_end(*newest);
                                });
                            });
        });
}

}  // namespace viaja::session
