// What a traveller is told while a payment or a cancellation waits for an answer.

#include <gtest/gtest.h>

#include "session-service/core/derive.hpp"
#include "session-service/http/representation.hpp"
#include "tests/core/session_samples.hpp"
#include "tests/services/event_listener.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// "confirm 2" for what a session is shown to wait for; empty where it waits for nothing.
std::string shown_to_wait(Session session) {
    derive_supplier_commands(session, kStart, kRules);
    derive_payment_commands(session, kStart, kRules);
    const auto shown = session_json(session, kStart);
    if (!shown.contains("waiting_for")) return "";
    const auto& waiting = shown["waiting_for"];
    EXPECT_EQ(waiting["since"], rfc3339(kStart));
    EXPECT_EQ(waiting["attempts"], 1);
    EXPECT_TRUE(waiting["next_attempt_at"].is_string());
    std::string text = waiting["command"];
    for (const int number : {1, 2})
        if (waiting.value("hold", "") == hold_id(number).text())
            text += " " + std::to_string(number);
    return text;
}

TEST(WaitingFor, NamesARequestThatTheSagaWaitsFor) {
    std::vector<std::string> waits;
    for (const auto& session : trips_on_the_way())
        waits.push_back(shown_to_wait(session));
    EXPECT_EQ(waits, (std::vector<std::string>{"authorize", "confirm 1", "confirm 2", "capture",
                                               "void", "void", "void", ""}));
}

TEST(WaitingFor, NamesTheUndoThatWasAskedMostOften) {
    auto session = trips_on_the_way()[4];  // the capture was refused
    session.holds[1].retry.tries = 5;
    derive_supplier_commands(session, kStart, kRules);
    const auto shown = session_json(session, kStart);
    EXPECT_EQ(shown["waiting_for"]["command"], "unconfirm");
    EXPECT_EQ(shown["waiting_for"]["hold"], hold_id(2).text());
    EXPECT_EQ(shown["waiting_for"]["attempts"], 6);
}

/// That payment is asked makes no version of the session, so nothing of it may be shown.
TEST(WaitingFor, ShowsTheSameForAsLongAsTheBankIsWaitedFor) {
    auto session = held_session(1);
    decide(session, Pay{"pix", "", total(session)}, kStart, kRules);
    const auto ask = [&](Instant now) { return derive_payment_commands(session, now, kRules); };
    ask(kStart);
    auto waiting = answer(Command::charge, 1, Answer::waiting);
    waiting.code = "000201";
    decide(session, waiting, kStart, kRules);
    const auto seen = session;
    const auto shown = session_json(session, kStart);
    EXPECT_EQ(shown["waiting_for"]["command"], "charge");
    EXPECT_EQ(shown["waiting_for"]["attempts"], 1);
    EXPECT_EQ(shown["waiting_for"]["next_attempt_at"], shown["payment"]["pix"]["expires_at"]);
    const auto later = kStart + std::chrono::minutes(2);
    ASSERT_EQ(ask(later).size(), 1U);
    EXPECT_NE(session.saga->retry, seen.saga->retry);
    EXPECT_TRUE(differ_only_by_asks_of_bank(seen, session));
    EXPECT_EQ(session_json(session, kStart), shown);
    decide(session, waiting, later, kRules);
    EXPECT_TRUE(differ_only_by_asks_of_bank(seen, session));
    EXPECT_EQ(session_json(session, kStart), shown);
    session.payments.back().returned = 1;
    EXPECT_FALSE(differ_only_by_asks_of_bank(seen, session));
}

TEST(WaitingFor, CountsWhatIsAskedAgainAndEndsWithTheAnswer) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    parts.partner.mute(Command::authorize);
    ASSERT_EQ(replica.pay().status, 202);
    ASSERT_TRUE(parts.partner.was_asked(Command::authorize, 2));
    const auto waits = replica.as_traveller("GET", replica.session_path());
    ASSERT_TRUE(waits.body.contains("waiting_for")) << waits.body;
    EXPECT_EQ(waits.body["waiting_for"]["command"], "authorize");
    EXPECT_GE(waits.body["waiting_for"]["attempts"], 2);
    parts.partner.say_yes(Command::authorize);
    EventListener listener(EventListener::Kind::event_stream, replica);
    const auto confirmed = listener.next_until("confirmed")["session"];
    EXPECT_FALSE(confirmed.contains("waiting_for")) << confirmed;
}

TEST(WaitingFor, NamesTheRefundOfACancellation) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    ASSERT_EQ(replica.pay("wait=10").status, 200);
    parts.partner.mute(Command::refund);
    const auto cancelling = replica.cancel_trip("respond-async");
    ASSERT_EQ(cancelling.status, 202);
    EXPECT_EQ(cancelling.body["waiting_for"]["command"], "refund") << cancelling.body;
    parts.partner.say_yes(Command::refund);
    EventListener listener(EventListener::Kind::event_stream, replica);
    EXPECT_FALSE(listener.next_until("cancelled")["session"].contains("waiting_for"));
}

}  // namespace
}  // namespace viaja::session
