// Every route that waits for an outcome follows `Prefer` alike (RFC 7240).

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

const std::string kFlight =
    R"({"type":"flight","carrier":"I0","flight":"I01370","date":"2027-02-01","quantity":1,)"
    R"("travellers":[{"name":"Ana Souza"}]})";
const std::string kPayment =
    R"({"method":"card","token":"tok_ok","amount":{"amount":1000,"currency":"BRL"}})";

/// A request that waits for the answer to `command`.
struct Route {
    std::string name;
    Command command;
    bool of_a_paid_trip = false;
    std::string method;
    std::string (*path)(Replica&);
    std::string body;
    int settled = 200;     ///< status with the outcome
    int by_default = 200;  ///< status without a preference, while every partner answers
};

std::string path_of_hold(Replica& replica) {
    return replica.session_path("/holds/" + replica.hold());
}

/// The same for every request of a session, which may repeat it.
std::string path_of_cancellation(Replica& replica) {
    static std::map<std::string, std::string> paths;
    auto& path = paths[replica.session()];
    if (path.empty()) path = replica.path_of_confirmation();
    return path;
}

const std::vector<Route>& routes() {
    static const std::vector<Route> kRoutes = {
        {"hold", Command::hold, false, "POST",
         [](Replica& replica) { return replica.session_path("/holds"); }, kFlight, 201, 201},
        {"swap", Command::hold, false, "PUT", path_of_hold, kFlight, 201, 201},
        {"drop", Command::cancel, false, "DELETE", path_of_hold, "", 200, 200},
        {"pay", Command::authorize, false, "POST",
         [](Replica& replica) { return replica.session_path("/payments"); }, kPayment, 200, 202},
        {"cancel", Command::refund, true, "POST", path_of_cancellation, "{}", 200, 200},
    };
    return kRoutes;
}

std::string applied(const HttpAnswer& answer) {
    const auto found = answer.headers.find("Preference-Applied");
    return found == answer.headers.end() ? std::string("none") : found->second;
}

class SessionPrefer : public testing::Test {
  protected:
    /// Opens the session that the request needs.
    void prepare(const Route& route) {
        replica_.open_and_hold();
        if (!route.of_a_paid_trip) return;
        EXPECT_EQ(replica_.pay("wait=30").body.value("state", ""), "confirmed");
    }

    HttpAnswer send(const Route& route, const std::string& prefer, const std::string& key = "") {
        return replica_.as_traveller(route.method, route.path(replica_), route.body, prefer, key);
    }

    SharedParts parts_;
    Replica replica_{parts_};
};

TEST_F(SessionPrefer, WithoutAnOutcomeTheAnswerIs202AndNamesThePreference) {
    const std::vector<std::pair<std::string, std::string>> preferences = {
        {"respond-async", "respond-async"},
        {"Respond-Async;x=\"wait=9\"", "respond-async"},
        {"wait=0", "wait=0"},
        {"wait=1", "wait=1"},
        {"wait=\"0\", wait=9", "wait=0"},
        {"respond-async, wait=0", "respond-async, wait=0"},
        {"wait=0, respond-async", "respond-async, wait=0"},
        {"wait=soon, respond-async", "respond-async"},
    };
    for (const auto& route : routes()) {
        for (const auto& [prefer, followed] : preferences) {
            SCOPED_TRACE(route.name + ", Prefer: " + prefer);
            prepare(route);
            parts_.partner.mute(route.command);
            const auto answer = send(route, prefer);
            parts_.partner.say_yes(route.command);
            EXPECT_EQ(answer.status, 202) << answer.text;
            EXPECT_EQ(applied(answer), followed);
        }
    }
}

TEST_F(SessionPrefer, WaitIsAnsweredWithTheOutcomeAndIsBounded) {
    const std::vector<std::pair<std::string, std::string>> preferences = {
        {"wait=10", "wait=10"},
        {"respond-async, wait=10", "respond-async, wait=10"},
        {"wait=600", "wait=30"},
    };
    for (const auto& route : routes()) {
        for (const auto& [prefer, followed] : preferences) {
            SCOPED_TRACE(route.name + ", Prefer: " + prefer);
            prepare(route);
            const auto answer = send(route, prefer);
            EXPECT_EQ(answer.status, route.settled) << answer.text;
            EXPECT_EQ(applied(answer), followed);
        }
    }
}

TEST_F(SessionPrefer, UnknownAndMalformedPreferencesAreAsNone) {
    for (const auto& route : routes()) {
        for (const std::string prefer :
             {"", "wait", "wait=-1", "wait=soon, wait=10", "return=minimal", "respond-async=yes"}) {
            SCOPED_TRACE(route.name + ", Prefer: " + prefer);
            prepare(route);
            const auto answer = send(route, prefer);
            EXPECT_EQ(answer.status, route.by_default) << answer.text;
            EXPECT_EQ(applied(answer), "none");
        }
    }
}

TEST_F(SessionPrefer, ARepeatedRequestIsInProgressUnlessItPrefersToWait) {
    for (const auto& route : routes()) {
        if (route.name == "drop") continue;  // has no key
        SCOPED_TRACE(route.name);
        prepare(route);
        parts_.partner.mute(route.command);
        ASSERT_EQ(send(route, "respond-async", "a-key").status, 202);
        const auto again = send(route, "", "a-key");
        EXPECT_EQ(again.code(), "request_in_progress");
        EXPECT_EQ(applied(again), "none");
        const auto later = send(route, "respond-async", "a-key");
        EXPECT_EQ(later.status, 202);
        EXPECT_EQ(applied(later), "respond-async");
        EXPECT_TRUE(later.headers.contains("Idempotent-Replay"));
        parts_.partner.say_yes(route.command);
        const auto over = send(route, "wait=20", "a-key");
        EXPECT_EQ(over.status, route.settled) << over.text;
        EXPECT_TRUE(over.headers.contains("Idempotent-Replay"));
    }
}

TEST_F(SessionPrefer, ARefusalThatWasWaitedForNamesThePreferenceToo) {
    replica_.open();
    parts_.partner.refuse(Command::hold, "sold_out");
    const auto refused = replica_.ask_for_a_flight("wait=10", "a-key");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(applied(refused), "wait=10");
}

}  // namespace
}  // namespace viaja::session
